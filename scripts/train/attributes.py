"""What the network says about a patch: fifteen attributes of the motion around it, six of the thing that moves there.

Motion, for square windows of 16, 32 and 48 px centred on the patch, over the part of the window inside the frame:
u, v (mean flow of the foreground, px per frame, right and down positive), speed (mean length of that flow), occupancy
(share of the window that is foreground) and the standard deviation of the speed. Flow is measured over a lag of two
frames and averaged over frames t-3 to t; foreground is where that average is longer than 0.25 px per frame.

Things, for the window of 32 px in frame t: the velocity and speed of the whole thing rather than of the leg or wheel that
happens to be in the patch, its height and width in px, and how fast its limbs swing against it (px per frame). Optical
flow cannot tell these; synthetic video knows them.
"""

import cv2
import numpy as np

from patches import PATCH

WINDOWS = (16, 32, 48)
NAMES = [f"{name}{window}" for window in WINDOWS for name in ("u", "v", "speed", "occupancy", "speed_std")]
MOTIONS = len(NAMES)
NAMES += ["thing_u", "thing_v", "thing_speed", "thing_height", "thing_width", "thing_swing"]
COUNT = len(NAMES)
THING = list(range(MOTIONS, COUNT))
THING_WINDOW = 32
VELOCITY = [0, 1, 5, 6, 10, 11, 15, 16]
SPEED = [2, 7, 12, 17]
OCCUPANCY = [3, 8, 13]
SIZE = [18, 19]
DEVIATION = [4, 9, 14, 20]
FLOW_FRAMES = 4
FOREGROUND = 0.25
SPEED_OFFSET = 0.3
DEVIATION_OFFSET = 0.1
# Small beside one pixel of a 48 px window, so it only matters where there is no foreground at all.
_EMPTY = 1e-5


def measure(flows, things, positions):
    """Attributes float32 [K, 21] in physical units.

    flows [4, H, W, 2] of the frames t-3 to t; things [6, H, W] of frame t: per pixel what THING says of the thing seen
    there, NaN where there is none. Without things (None) those columns are NaN.
    """
    motions = measure_motions(flows, positions)
    described = np.full((len(positions), len(THING)), np.nan, np.float32) if things is None else measure_things(things, positions)
    return np.concatenate([motions, described], axis=1)


def measure_things(things, positions):
    """What THING names, float32 [K, 6]: the mean over the pixels of things in the window, NaN where there is none."""
    seen = ~np.isnan(things[0])
    area = _window_sums(seen.astype(np.float32), THING_WINDOW, positions)
    area = np.where(area > 0.5, area, np.nan)
    return np.stack([_window_sums(np.where(seen, layer, 0).astype(np.float32), THING_WINDOW, positions) / area
                     for layer in things], axis=1).astype(np.float32)


def measure_motions(flows, positions):
    """The motion attributes, float32 [K, 15]."""
    flow = np.mean(flows, axis=0, dtype=np.float32)
    speed = np.hypot(flow[..., 0], flow[..., 1])
    foreground = (speed > FOREGROUND).astype(np.float32)
    layers = [foreground * layer for layer in (flow[..., 0], flow[..., 1], speed, 1, speed * speed)]
    columns = []
    for window in WINDOWS:
        area = _window_sums(np.ones_like(foreground), window, positions)
        u, v, mean, occupancy, square = (_window_sums(layer, window, positions) / area for layer in layers)
        share = occupancy + _EMPTY
        variance = square / share - (mean / share) ** 2
        columns += [u / share, v / share, mean / share, occupancy, np.sqrt(np.maximum(variance, 0))]
    return np.stack(columns, axis=1).astype(np.float32)


def _window_sums(layer, window, positions):
    sums = cv2.boxFilter(layer, cv2.CV_64F, (window, window), normalize=False, borderType=cv2.BORDER_CONSTANT)
    # An even box filter reaches window/2 pixels before its anchor, so pixel 8 of a patch is its centre.
    centre = positions * PATCH + PATCH // 2
    return sums[centre[:, 0], centre[:, 1]]


def encode(values):
    """Physical units to the network's: logarithms, because an error of 0.2 px matters at 0.5 px and not at 5."""
    result = np.array(values, np.float32)
    result[..., VELOCITY] = np.sign(values[..., VELOCITY]) * np.log1p(np.abs(values[..., VELOCITY]) / SPEED_OFFSET)
    result[..., SPEED] = np.log(values[..., SPEED] + SPEED_OFFSET)
    result[..., DEVIATION] = np.log(values[..., DEVIATION] + DEVIATION_OFFSET)
    result[..., SIZE] = np.log(values[..., SIZE])
    return result


def decode(values):
    """The inverse of encode."""
    result = np.array(values, np.float32)
    result[..., VELOCITY] = np.sign(values[..., VELOCITY]) * np.expm1(np.abs(values[..., VELOCITY])) * SPEED_OFFSET
    result[..., SPEED] = np.exp(values[..., SPEED]) - SPEED_OFFSET
    result[..., DEVIATION] = np.exp(values[..., DEVIATION]) - DEVIATION_OFFSET
    result[..., SIZE] = np.exp(values[..., SIZE])
    return result
