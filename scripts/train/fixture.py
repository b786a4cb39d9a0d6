"""The fixture that holds the daemon's patch code to this package's: frames in, positions and tokens out.

The scene is generated with numpy alone, from a fixed seed, so the file can be rebuilt anywhere and shows nobody.
"""

import base64
import json

import numpy as np

import patches

WIDTH, HEIGHT, SEED = 96, 64, 20240


def _texture(generator, height, width, grain):
    """Smooth random texture, float [height, width]: white noise on a coarse grid, interpolated."""
    coarse = generator.uniform(-1, 1, (height // grain + 2, width // grain + 2))
    y, x = np.arange(height) / grain, np.arange(width) / grain
    top, left = y.astype(int), x.astype(int)
    fy, fx = (y - top)[:, None], (x - left)[None, :]
    rows = coarse[top] * (1 - fy) + coarse[top + 1] * fy
    return rows[:, left] * (1 - fx) + rows[:, left + 1] * fx


def scene(seed=SEED):
    """Five luma frames uint8 [5, 64, 96], oldest first, with movers that cross the left, right and bottom border."""
    generator = np.random.default_rng(seed)
    background = 110 + 40 * _texture(generator, HEIGHT, WIDTH, 9) + 12 * _texture(generator, HEIGHT, WIDTH, 2)
    # (height, width, row, column in the newest frame, rows per frame, columns per frame); whole pixels suffice, as
    # parity is about arithmetic, not about realism.
    movers = [(18, 14, 2, -5, 0, -3), (14, 20, 24, 88, 1, 4), (12, 16, 56, 40, 2, -1), (9, 8, 27, 44, -1, 0)]
    textures = [generator.uniform(60, 200) + 50 * _texture(generator, h, w, 3) for h, w, *_ in movers]
    frames = []
    for age in range(patches.CLIP_LENGTH - 1, -1, -1):
        frame = background.copy()
        for (height, width, row, column, down, right), texture in zip(movers, textures):
            top, left = row - down * age, column - right * age
            y0, y1, x0, x1 = max(top, 0), min(top + height, HEIGHT), max(left, 0), min(left + width, WIDTH)
            if y1 > y0 and x1 > x0:
                frame[y0:y1, x0:x1] = texture[y0 - top:y1 - top, x0 - left:x1 - left]
        frames.append(np.clip(np.rint(frame + generator.normal(0, 0.8, frame.shape)), 0, 255).astype(np.uint8))
    return np.stack(frames)


def build():
    """The fixture as a dictionary ready for JSON."""
    clip = scene()
    positions = patches.gate(clip)
    token = patches.tokens(*patches.observe(clip, positions))
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "frames": [base64.b64encode(frame.tobytes()).decode() for frame in clip],
        "positions": positions.tolist(),
        "tokens": base64.b64encode(token.astype("<f4").tobytes()).decode(),
    }


def write(path):
    """Write the fixture; returns the number of tokens in it."""
    content = build()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1) + "\n")
    return len(content["positions"])
