"""From luma frames to tokens: activity gate, cost volumes, token layout.

This is the reference for the daemon's own implementation, which must give the same numbers to 1e-4; the parity
fixture (fixture.py) holds both to that. Everything up to the token is integer arithmetic, so there is nothing to
disagree about but the last step.

Frames are uint8 luma, H x W, both multiples of 16. A clip is [T, H, W] with the newest frame last.
"""

import numpy as np

PATCH = 16
FRAME_LAGS = (4, 2, 0)
SEARCH_RADIUS = 8
SHIFTS = 2 * SEARCH_RADIUS + 1
# (lag in frames, downscale): a short lag sees fast motion, half resolution doubles the reach of the search, and a
# long lag doubles the precision for slow movers.
VOLUMES = ((2, 1), (2, 2), (4, 1))
GATE_PAIRS = 4
GATE_LEVEL = 2.0
MAX_TOKENS = 96
SCALARS = 2 + 2 * len(VOLUMES)
PIXELS = len(FRAME_LAGS) * PATCH * PATCH
TOKEN_LENGTH = SCALARS + PIXELS + len(VOLUMES) * SHIFTS * SHIFTS
CLIP_LENGTH = max(max(FRAME_LAGS), GATE_PAIRS) + 1


def activity(clip):
    """Mean absolute difference per patch over the last four frame pairs, in grey levels: float64 [H/16, W/16]."""
    recent = clip[-GATE_PAIRS - 1:].astype(np.int16)
    difference = np.abs(np.diff(recent, axis=0)).sum(axis=0, dtype=np.int64)
    rows, columns = difference.shape[0] // PATCH, difference.shape[1] // PATCH
    sums = difference.reshape(rows, PATCH, columns, PATCH).sum(axis=(1, 3))
    return sums / (GATE_PAIRS * PATCH * PATCH)


def gate(clip, limit=MAX_TOKENS):
    """Active patches in row-major order: int64 [K, 2] of (patch row, patch column).

    Of more than `limit` the strongest stay; among equals the one that comes first in row-major order.
    """
    level = activity(clip)
    flat = level.ravel()
    active = np.flatnonzero(flat > GATE_LEVEL)
    if len(active) > limit:
        strongest = np.argsort(-flat[active], kind="stable")[:limit]
        active = np.sort(active[strongest])
    return np.stack(np.divmod(active, level.shape[1]), axis=1).astype(np.int64)


def halve(frame):
    """Area average over 2 x 2 pixels, rounded half up: uint8 [H/2, W/2]."""
    wide = frame.astype(np.uint16)
    return ((wide[0::2, 0::2] + wide[0::2, 1::2] + wide[1::2, 0::2] + wide[1::2, 1::2] + 2) >> 2).astype(np.uint8)


def _windows(frame, top, left, size):
    """Square windows at [K] top-left corners, outside pixels clamped to the border: uint8 [K, size, size]."""
    offsets = np.arange(size)
    rows = np.clip(top[:, None] + offsets, 0, frame.shape[0] - 1)
    columns = np.clip(left[:, None] + offsets, 0, frame.shape[1] - 1)
    return frame[rows[:, :, None], columns[:, None, :]]


def cost_volume(newer, older, positions, downscale):
    """Sums of absolute differences over 16 x 16 pixels for every shift: uint16 [K, 17, 17].

    Entry [dy + 8, dx + 8] compares the block of `newer` at (y, x) with the block of `older` at (y - dy, x - dx), so the
    smallest entry says how far the content moved between the two frames (in pixels of the downscaled frame). Divide
    by 256 for the mean absolute difference.
    """
    # At half resolution a 16 x 16 block covers twice the patch; it is centred on it.
    if downscale == 1:
        corner = positions * PATCH
    else:
        newer, older = halve(newer), halve(older)
        corner = positions * (PATCH // 2) - PATCH // 4
    block = _windows(newer, corner[:, 0], corner[:, 1], PATCH)
    search = _windows(older, corner[:, 0] - SEARCH_RADIUS, corner[:, 1] - SEARCH_RADIUS, PATCH + 2 * SEARCH_RADIUS)
    volume = np.empty((len(positions), SHIFTS, SHIFTS), np.uint16)
    for i in range(SHIFTS):
        for j in range(SHIFTS):
            # A shift by +dy reads the older frame dy rows further up, hence the reversed window index.
            shifted = search[:, SHIFTS - 1 - i:SHIFTS - 1 - i + PATCH, SHIFTS - 1 - j:SHIFTS - 1 - j + PATCH]
            difference = np.maximum(block, shifted) - np.minimum(block, shifted)
            volume[:, i, j] = difference.reshape(len(positions), -1).sum(axis=1, dtype=np.uint32)
    return volume


def observe(clip, positions):
    """What a token is made of: pixels uint8 [K, 3, 16, 16] (oldest first), cost volumes uint16 [K, 3, 17, 17]."""
    newest = clip[-1]
    pixels = np.stack([_windows(clip[-1 - lag], positions[:, 0] * PATCH, positions[:, 1] * PATCH, PATCH)
                       for lag in FRAME_LAGS], axis=1)
    volumes = np.stack([cost_volume(newest, clip[-1 - lag], positions, scale) for lag, scale in VOLUMES], axis=1)
    return pixels, volumes


def tokens(pixels, volumes):
    """Normalised tokens, float32 [K, 1643]: 8 scalars, 768 pixels, 3 x 289 costs.

    Pixels lose brightness and contrast, costs lose texture strength; the scalars keep both for the network.
    """
    count = len(pixels)
    flat = pixels.reshape(count, -1).astype(np.float32)
    mean = flat.mean(axis=1, keepdims=True, dtype=np.float64)
    spread = flat.std(axis=1, keepdims=True, dtype=np.float64) + 8
    cost = volumes.reshape(count, len(VOLUMES), -1).astype(np.float32) / (PATCH * PATCH)
    lowest = cost.min(axis=2, keepdims=True)
    average = cost.mean(axis=2, keepdims=True, dtype=np.float64)
    result = np.empty((count, TOKEN_LENGTH), np.float32)
    result[:, 0:1] = mean / 128 - 1
    result[:, 1:2] = spread / 64
    result[:, 2:5] = np.log1p(lowest[:, :, 0]) - 1
    result[:, 5:8] = np.log1p(average[:, :, 0]) - 2
    result[:, SCALARS:SCALARS + PIXELS] = (flat - mean.astype(np.float32)) / spread.astype(np.float32)
    result[:, SCALARS + PIXELS:] = ((cost - lowest) / (average - lowest + 1).astype(np.float32) - 1).reshape(count, -1)
    return result
