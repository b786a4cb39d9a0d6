"""Synthetic video with exactly known motion: textured sprites over a real still, seen by a bad camera.

Ten real scenes with estimated flow teach a network those scenes; sprites at sub-pixel positions teach it motion.
Units are pixels of a 240 x 320 frame and frames at 10 to 12.5 per second.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from attributes import FLOW_FRAMES, THING
from patches import CLIP_LENGTH

HEIGHT, WIDTH = 240, 320
# Textures are drawn at twice the size and averaged down while they are placed. Bilinear placement at the final size
# would blur by the sub-pixel phase, and the network would learn to read that instead of the motion.
OVERSAMPLE = 2
# Pixels by which a part's arrays are larger than the part, for its soft edge.
MARGIN = 3
# Shares of figures that ride something, and of sprites that go along with the one before.
RIDERS, COMPANIONS = 0.25, 0.2


@dataclass
class Part:
    """A rigid piece of a sprite. Alpha and texture are oversampled; offset and swing are (x, y) in pixels."""
    alpha: np.ndarray
    texture: np.ndarray
    offset: np.ndarray
    swing: np.ndarray

    def __post_init__(self):
        # Anything finer than the final pixels would alias, differently at every sub-pixel position.
        kernel = np.float32([0.25, 0.5, 0.25])
        self.alpha = cv2.sepFilter2D(self.alpha, -1, kernel, kernel, borderType=cv2.BORDER_CONSTANT)
        self.texture = cv2.sepFilter2D(self.texture, -1, kernel, kernel, borderType=cv2.BORDER_REPLICATE)

    @property
    def extent(self):
        """Width and height in pixels, without the soft edge."""
        return np.array(self.alpha.shape[::-1]) / OVERSAMPLE - MARGIN


@dataclass
class Sprite:
    """A moving thing: `centre` is where it is in the newest frame, `velocity` (x, y) in pixels per frame."""
    parts: list
    centre: np.ndarray
    velocity: np.ndarray
    rate: float
    phase: float

    def position(self, part, frame):
        """Where the part's centre is, `frame` counted from the newest (0, -1, ...)."""
        sway = np.sin(self.rate * frame + self.phase)
        return self.centre + self.velocity * frame + part.offset + part.swing * sway

    def description(self):
        """What attributes.THING names: u, v, speed, height, width, swing; float [6]."""
        corners = [(part.offset - part.extent / 2, part.offset + part.extent / 2) for part in self.parts]
        width, height = np.max([high for _, high in corners], axis=0) - np.min([low for low, _ in corners], axis=0)
        areas = np.array([np.prod(part.extent) for part in self.parts])
        # A sine of amplitude a and rate r moves at a r / sqrt(2) in the root mean square.
        swings = np.array([np.linalg.norm(part.swing) * self.rate for part in self.parts]) / np.sqrt(2)
        swing = np.sqrt((areas * swings ** 2).sum() / areas.sum())
        return np.array([*self.velocity, np.linalg.norm(self.velocity), height, width, swing])


def texture(generator, stills, height, width):
    """A piece of a real image or filtered noise, oversampled, random contrast and brightness: float32."""
    height, width = OVERSAMPLE * height, OVERSAMPLE * width
    if generator.random() < 0.65:
        image, zoom = stills.draw(generator), generator.uniform(0.5, 2) * OVERSAMPLE
        rows = min(max(4, int(height / zoom)), image.shape[0])
        columns = min(max(4, int(width / zoom)), image.shape[1])
        y = generator.integers(image.shape[0] - rows + 1)
        x = generator.integers(image.shape[1] - columns + 1)
        result = cv2.resize(image[y:y + rows, x:x + columns], (width, height)).astype(np.float32)
    else:
        noise = generator.normal(0, 1, (height, width)).astype(np.float32)
        result = cv2.GaussianBlur(noise, (0, 0), OVERSAMPLE * generator.uniform(0.8, 6))
        result *= generator.uniform(3, 40) / (result.std() + 1e-6)
    return (result - result.mean()) * generator.uniform(0.3, 1.5) + generator.uniform(20, 235)


def superellipse(height, width, power):
    """Opacity of a soft-edged shape between ellipse (2) and box (10), oversampled: float32 in 0..1.

    It fades out one pixel inside the array: an edge cut off there would seem to jump while the rest glides.
    """
    height, width = OVERSAMPLE * height, OVERSAMPLE * width
    y, x = np.ogrid[:height, :width]
    radius = (np.abs((y - (height - 1) / 2) / (height / 2 - OVERSAMPLE)) ** power
              + np.abs((x - (width - 1) / 2) / (width / 2 - OVERSAMPLE)) ** power)
    return np.clip((1 - radius) * min(height, width) / (3 * OVERSAMPLE) + 0.5, 0, 1).astype(np.float32)


def _part(generator, stills, height, width, power, offset=(0, 0), swing=(0, 0)):
    height, width = int(height) + MARGIN, int(width) + MARGIN
    return Part(superellipse(height, width, power), texture(generator, stills, height, width),
                np.array(offset, float), np.array(swing, float))


def figure(generator, stills, height, speed, heading, rate):
    """Something like a person: torso, head, two legs that swing against each other; now and then riding something."""
    width = height * generator.uniform(0.22, 0.4)
    # A foot on the ground stands still while the body goes on, so the middle of a leg swings at about half the speed.
    step = min(speed, 3) * generator.uniform(0.1, 0.7) / rate * heading
    parts = []
    if generator.random() < RIDERS:
        vehicle = _part(generator, stills, height * 0.45, height * generator.uniform(0.6, 1.2),
                        generator.uniform(1.5, 6), (0, 0.3 * height))
        vehicle.alpha *= generator.uniform(0.6, 1)
        parts.append(vehicle)
        # Who rides pedals a little or stands still.
        step = generator.choice([0, generator.uniform(0, 0.05)]) * height
    for side in (1, -1):
        parts.append(_part(generator, stills, height * 0.5, width * 0.6, 3, (0, 0.27 * height), (side * step, 0)))
    parts.append(_part(generator, stills, height * 0.5, width, 3, (0, -0.1 * height), (0, 0.2)))
    parts.append(_part(generator, stills, height * 0.17, height * 0.15, 2, (0, -0.42 * height), (0, 0.2)))
    return parts


def sprite(generator, stills, base_speed, base_height):
    """One random moving thing of a scene whose things have about this speed and height."""
    kind = generator.random()
    if kind < 0.45:
        speed = base_speed * np.exp(generator.normal(0, 0.25))
    elif kind < 0.65:
        # Walking pace seen from afar, where a bicycle and a pedestrian differ by half a pixel a frame.
        speed = generator.uniform(0.4, 1.8)
    elif kind < 0.8:
        # Fast things cross few patches for few frames, so they need more than their share to be learned.
        speed = generator.uniform(2, 8)
    else:
        speed = np.exp(generator.uniform(np.log(0.15), np.log(9)))
    if generator.random() < 0.5:
        angle = generator.choice([0, np.pi]) + generator.normal(0, 0.3)
    else:
        angle = generator.uniform(0, 2 * np.pi)
    velocity = np.array([np.cos(angle), np.sin(angle)]) * speed
    height = base_height * np.exp(generator.normal(0, 0.2))
    centre = np.array([generator.uniform(0, WIDTH), generator.uniform(0, HEIGHT)])
    if generator.random() < 0.2:
        # Half in, half out: shifts that leave the frame are where block matching fails.
        centre[0] = generator.choice([0, WIDTH]) + generator.normal(0, 0.3) * height
    rate, phase = generator.uniform(0.3, 1.2), generator.uniform(0, 2 * np.pi)
    form = generator.random()
    if form < 0.6:
        parts = figure(generator, stills, height, speed, np.sign(velocity[0]) or 1, rate)
    elif form < 0.85:
        parts = [_part(generator, stills, height * generator.uniform(0.5, 1.5), height * generator.uniform(0.5, 2.5),
                       generator.uniform(2, 10))]
    else:
        parts = [_part(generator, stills, height * generator.uniform(0.2, 0.8), height * generator.uniform(0.2, 0.8),
                       generator.uniform(1.5, 5), generator.uniform(-0.4, 0.4, 2) * height)
                 for _ in range(generator.integers(1, 4))]
    return Sprite(parts, centre, velocity, rate, phase)


def background(generator, stills):
    """A random crop of a real still, half of the time with less contrast: float32 [240, 320]."""
    image = stills.draw(generator)
    scale = max(HEIGHT / image.shape[0], WIDTH / image.shape[1]) * generator.uniform(1, 1.5)
    size = (max(WIDTH, round(image.shape[1] * scale)), max(HEIGHT, round(image.shape[0] * scale)))
    image = cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    y = generator.integers(image.shape[0] - HEIGHT + 1)
    x = generator.integers(image.shape[1] - WIDTH + 1)
    result = image[y:y + HEIGHT, x:x + WIDTH].astype(np.float32)
    if generator.random() < 0.5:
        result = (result - result.mean()) * generator.uniform(0.3, 1) + generator.uniform(60, 200)
    return result


def place(part, centre):
    """Draw a part at a sub-pixel centre: (alpha, texture, top, left), the arrays at the final size."""
    height, width = (n // OVERSAMPLE for n in part.alpha.shape)
    x, y = centre[0] - width / 2, centre[1] - height / 2
    left, top = int(np.floor(x)), int(np.floor(y))
    # The inverse map takes an output pixel to the middle of the oversampled pixels that it covers.
    middle = (OVERSAMPLE - 1) / 2
    inverse = np.float32([[OVERSAMPLE, 0, middle - OVERSAMPLE * (x - left)],
                          [0, OVERSAMPLE, middle - OVERSAMPLE * (y - top)]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (width + 1, height + 1)
    alpha = cv2.warpAffine(part.alpha, inverse, size, flags=flags)
    colour = cv2.warpAffine(part.texture, inverse, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return alpha, colour, top, left


def render(still, sprites):
    """Frames float32 [5, H, W], flows float32 [4, H, W, 2] of the last four and things float32 [6, H, W] of the newest.

    Later sprites are in front; things are described as attributes.THING, NaN where there is none.
    """
    height, width = still.shape
    frames, flows = [], []
    things = np.full((len(THING), height, width), np.nan, np.float32)
    descriptions = [thing.description() for thing in sprites]
    for time in range(1 - CLIP_LENGTH, 1):
        frame, flow = still.copy(), np.zeros((height, width, 2), np.float32)
        for thing, description in zip(sprites, descriptions):
            for part in thing.parts:
                centre = thing.position(part, time)
                motion = (centre - thing.position(part, time - 2)) / 2
                alpha, colour, top, left = place(part, centre)
                y0, y1 = max(0, top), min(height, top + alpha.shape[0])
                x0, x1 = max(0, left), min(width, left + alpha.shape[1])
                if y0 >= y1 or x0 >= x1:
                    continue
                inside = (slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))
                alpha, colour = alpha[inside], colour[inside]
                frame[y0:y1, x0:x1] += (colour - frame[y0:y1, x0:x1]) * alpha
                flow[y0:y1, x0:x1][alpha > 0.5] = motion
                if time == 0:
                    things[:, y0:y1, x0:x1][:, alpha > 0.5] = description[:, None]
        frames.append(frame)
        flows.append(flow)
    return np.stack(frames), np.stack(flows[-FLOW_FRAMES:]), things


def relight(generator, frames):
    """Light that changes although nothing moves: of the whole frame, or of a soft spot. Labels stay as they are."""
    count, height, width = frames.shape
    onset = generator.integers(1, count)
    course = np.arange(count) / (count - 1) if generator.random() < 0.5 else (np.arange(count) >= onset).astype(float)
    if generator.random() < 0.6:
        return frames * (1 + generator.choice([-1, 1]) * generator.uniform(0.02, 0.2) * course)[:, None, None]
    y, x = np.ogrid[:height, :width]
    radius = generator.uniform(20, 90)
    spot = np.exp(-((y - generator.uniform(0, height)) ** 2 + (x - generator.uniform(0, width)) ** 2)
                  / (2 * radius * radius))
    return frames + generator.uniform(-40, 80) * course[:, None, None] * spot


def shake(generator, frames):
    """A camera on a pole in the wind: independent sub-pixel shifts of whole frames."""
    amplitude = generator.uniform(0.05, 0.3)
    moved = [cv2.warpAffine(frame.astype(np.float32),
                            np.float32([[1, 0, generator.normal(0, amplitude)], [0, 1, generator.normal(0, amplitude)]]),
                            frame.shape[::-1], borderMode=cv2.BORDER_REPLICATE) for frame in frames]
    return np.stack(moved)


def compress(generator, frames):
    """JPEG of every frame, or a video codec that repeats blocks which hardly changed: uint8 in, uint8 out."""
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(generator.integers(50, 95))]
    coded = [cv2.imdecode(cv2.imencode(".jpg", frame, quality)[1], cv2.IMREAD_GRAYSCALE) for frame in frames]
    if generator.random() < 0.6:
        return np.stack(coded)
    threshold, block = generator.uniform(0.5, 2.5), 8
    result = [coded[0]]
    for frame, new in zip(frames[1:], coded[1:]):
        change = cv2.absdiff(frame, result[-1]).astype(np.float32)
        change = cv2.resize(change, None, fx=1 / block, fy=1 / block, interpolation=cv2.INTER_AREA)
        update = np.kron(change > threshold, np.ones((block, block), bool))
        result.append(np.where(update, new, result[-1]))
    return np.stack(result)


def degrade(generator, frames):
    """What lens, sensor, light and codec do to a picture: float frames in, uint8 frames out."""
    if generator.random() < 0.15:
        frames = relight(generator, frames)
    if generator.random() < 0.1:
        frames = shake(generator, frames)
    frames = 255 * (np.clip(frames, 0, 255) / 255) ** np.exp(generator.normal(0, 0.35))
    frames = frames * generator.uniform(0.5, 1.2) + generator.uniform(-10, 30)
    if generator.random() < 0.3:
        sigma = generator.uniform(0.4, 1)
        frames = np.stack([cv2.GaussianBlur(frame, (0, 0), sigma) for frame in frames])
    if generator.random() < 0.6:
        frames = frames + generator.normal(0, generator.uniform(0.5, 4), frames.shape)
    frames = np.clip(np.rint(frames), 0, 255).astype(np.uint8)
    return compress(generator, frames) if generator.random() < 0.45 else frames


def accompany(generator, thing, leader):
    """Puts a thing beside another, at nearly its velocity: people who walk together."""
    thing.velocity = leader.velocity + generator.normal(0, 0.05, 2)
    thing.centre = leader.centre + generator.normal(0, 1, 2) * leader.description()[4:2:-1]


def scene(generator, stills):
    """One random clip: frames uint8 [5, 240, 320], and flows and things as render() gives them."""
    still = background(generator, stills)
    base_speed = np.exp(generator.uniform(np.log(0.3), np.log(2)))
    base_height = generator.uniform(18, 60)
    sprites = []
    for _ in range(generator.integers(4, 20)):
        thing = sprite(generator, stills, base_speed, base_height)
        if sprites and generator.random() < COMPANIONS:
            accompany(generator, thing, sprites[-1])
        sprites.append(thing)
    frames, flows, things = render(still, sprites)
    return degrade(generator, frames), flows, things
