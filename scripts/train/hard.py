"""Lay nuisances over real normal video: a suite in which nothing happens, so that each alert of "edgewatch evaluate --suite" is false.

    /usr/bin/python3 scripts/train/hard.py OUTPUT SOURCE… [--indoors NAME…] [--intruder] [--seconds 45] [--seed 1]
    scripts/edgewatch evaluate --suite OUTPUT

SOURCE is a scene (a folder with normal/: the largest video in it), a video, a folder of images or a folder of such folders,
from a camera that stands still; NAME=SOURCE names it. The first half is written as it is, to learn from; a stretch of the rest
is shown once more for each nuisance: a quarter of it undisturbed, then half of it with the nuisance, then undisturbed again:

    nothing        the stretch as it is: what alarms here alarms without a nuisance
    rain, snow     drops and flakes in front of a lens of 60°, as many as in moderate rain and snow; not with --indoors
    headlights     beams pass over the scene at dusk
    soft-shadows   clouds: wide soft edges, the picture darkens and brightens
    hard-shadows   sharp edges of shadows wander through the picture
    insects        they circle in front of the lens, and one walks over it
    shake          the mast sways in gusts
    exposure       the automatic exposure jumps
    infrared       the camera switches to its infrared lamp, and back
    low-bit-rate   encoded by libx264 with far too few bits
    noise          a sensor at high gain

With --intruder somebody runs through the picture in the middle of each clip, under the nuisance, labelled 1: who keeps silent because he
looks away does not find him.

    OUTPUT/NAME/normal/…, OUTPUT/NAME/test/NUISANCE.mp4, OUTPUT/NAME/labels.json

Needs ffmpeg. The same seed, sources and library versions give the same pictures.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import cv2
import numpy as np

VIDEOS = {".mp4", ".avi", ".mkv", ".mov", ".webm", ".m4v", ".mpg", ".mpeg"}
# Pictures are made half as fine again as they are analysed (240 rows), so that fine things meet the daemon's own scaling.
ROWS = 360
# Frames a second that are looked at; of faster video every n-th frame is taken. Images come at this rate.
RATE = 10
# Longest normal part in seconds: what is shorter than this is usual in the scenes at hand.
NORMAL_SECONDS = 90
# Nearly lossless, so that a codec shows in "low-bit-rate" alone.
QUALITY = 12

# Somebody runs: parts of the picture's height that he has, and that his middle is at; seconds from one side to the other (so fast
# that nobody who walks is; 6 pixels a frame as it is analysed); grey levels of his clothes.
RUNNER_TALL, RUNNER_MIDDLE, RUNNER_SECONDS, RUNNER_LEVELS = 0.3, 0.6, 5, (20, 130)

# A lens of 60° across: focal length in widths of the picture. By day it is open for a hundredth of a second.
FOCAL, OPEN_SECONDS = 0.87, 0.01
# Linear light, 1 is white: a drop shows the sky, whose clouds are nearly white.
SKY = 0.8
# Nearest particle: the edge of a housing's hood, in metres.
NEAR = 0.4
# Rain of 10 mm an hour: Marshall and Palmer (1948), 8000/2.53 · exp(−2.53) drops of more than 1 mm in a cubic metre, mostly of
# 1–3 mm, which fall at 5–8 m/s (Gunn and Kinzer 1949). How much of a pixel's light a drop takes on its way: Garg and Nayar (2007).
RAIN = {"per_cubic_metre": 252, "metres": (0.001, 0.003), "speed": (5.0, 8.0), "far": 4, "sway": 0.0, "wind": 1.0}
# Snow of 1 mm of water an hour: Gunn and Marshall (1958), 3800/2.55 · exp(−2.55) flakes, of 3–8 mm, at 1–2 m/s, swaying.
SNOW = {"per_cubic_metre": 116, "metres": (0.003, 0.008), "speed": (1.0, 2.0), "far": 5, "sway": 0.3, "wind": 0.7}
# Low beam at 25 m is some 10 lx, civil twilight about as much: the lit part doubles or triples. One car each 6 s, 2–4 s to pass.
BEAM_GAIN, BEAM_EVERY, BEAM_SECONDS = (1.0, 2.0), 6, (2, 4)
# In the sun four fifths of the light come from it; thin clouds leave some.
SHADOW_DEPTH = 0.65
# Soft: the sun is half a degree wide, so a cloud at 1 km has an edge of 9 m, a third of a yard's width, and drives at 8 m/s:
# widths of the picture for the size of the pattern, the edge, and the way in a second.
SOFT = {"size": 0.8, "edge": 0.33, "speed": 0.27}
# Hard: what casts it is some 10 m away, with an edge of 9 cm; it wanders with sun and branches.
HARD = {"size": 0.2, "edge": 0.004, "speed": 0.03}
# A fly or moth: metres of length, of distance, m/s, and the lens's opening, which blurs what is near.
INSECT_METRES, INSECT_AWAY, INSECT_SPEED, APERTURE = 0.006, (0.2, 0.6), 0.6, 0.002
# One that walks over the glass: 3 cm off, 1.5 cm/s.
WALK_AWAY, WALK_SPEED = 0.03, 0.015
INSECT_EVERY = 3
# A mast sways by a fifth of a degree at 1.3 Hz and 2.9 Hz, in gusts of some seconds.
SWAY_DEGREES, SWAY_HERTZ, GUST_SECONDS = 0.2, (1.3, 2.9), 4
# Automatic exposure: up to one stop, in a third of a second, each 4 s.
STOPS, STEP_SECONDS, STEP_EVERY = (0.4, 1.0), 0.3, 4
# The filter moves within a second, the exposure follows; the lamp is twice as bright in the middle as half a width off.
SWITCH_SECONDS, LAMP_WIDTH, LAMP_REST, INFRARED_NOISE = 1.0, 0.45, 0.15, 3
# Bits a pixel and frame: a third of what is usual for a bad substream. A key frame each 2 s, which pumps.
BITS_PER_PIXEL, KEY_SECONDS = 0.015, 2
# Grey levels of noise in the middle of the range, grain of a camera that smooths a little.
NOISE_LEVELS, GRAIN_PIXELS = 9, 0.6

_LINEAR = (np.arange(256) / 255.0) ** 2.2
_ENCODED = np.rint(255 * (np.arange(4096) / 4095.0) ** (1 / 2.2)).astype(np.uint8)


def light(frame):
    """Linear light, 0–1: float32 [H, W, 3]."""
    return _LINEAR.astype(np.float32)[frame]


def picture(linear):
    """What a camera makes of linear light: uint8 [H, W, 3]; what is brighter than white is white."""
    return _ENCODED[(np.clip(linear, 0, 1) * 4095 + 0.5).astype(np.uint16)]


def course(count, rate, fade):
    """How strong a nuisance is in each frame: 0 in the first and last quarter, 1 between them after so many seconds: float [count]."""
    at, first, last = np.arange(count), count // 4, count - count // 4
    steps = max(fade * rate, 1)
    return np.clip(np.minimum(at - first, last - at) / steps, 0, 1)


def noisy(frame, levels, generator):
    """Shot noise: its spread goes with the root of the light, so in the encoded picture it is nearly the same everywhere."""
    grain = cv2.GaussianBlur(generator.standard_normal(frame.shape[:2], np.float32), (0, 0), GRAIN_PIXELS)
    noise = grain * (levels / grain.std())
    return np.clip(np.rint(frame + noise[..., None]), 0, 255).astype(np.uint8)


def nothing(frames, rate, generator):
    yield from frames


def _particles(frames, rate, generator, per_cubic_metre, metres, speed, far, sway, wind):
    height, width = frames[0].shape[:2]
    focal = FOCAL * width
    volume = width * height / focal ** 2 * (far ** 3 - NEAR ** 3) / 3
    count = round(per_cubic_metre * volume)
    away = (NEAR ** 3 + generator.random(count) * (far ** 3 - NEAR ** 3)) ** (1 / 3)
    scale = focal / away
    fall, size = generator.uniform(*speed, count), generator.uniform(*metres, count)
    x, y = generator.uniform(0, width, count), generator.uniform(0, height, count)
    phase = generator.uniform(0, 2 * np.pi, count)
    # A pixel is covered for a part of the time that the lens is open, and partly by what is smaller than itself.
    cover = np.minimum(size / (fall * OPEN_SECONDS), 1) * np.minimum(size * scale, 1)
    strongest = cover.max()
    order = np.argsort(cover)
    order = order[cover[order] > strongest / 255]
    shown = generator.permutation(count) / count
    for t, (frame, strength) in enumerate(zip(frames, course(len(frames), rate, fade=3))):
        drift = wind + sway * np.cos(phase + 2 * np.pi * t / rate)
        x, y = x + drift * scale / rate, y + fall * scale / rate
        gone = y > height + fall * OPEN_SECONDS * scale
        y = np.where(gone, y % height - fall * OPEN_SECONDS * scale, y)
        x = np.where(gone, generator.uniform(0, width, count), x % width)
        if strength == 0:
            yield frame
            continue
        layer = np.zeros((height, width), np.uint8)
        for i in order[shown[order] < strength]:
            end = (x[i] + drift[i] * OPEN_SECONDS * scale[i], y[i] + fall[i] * OPEN_SECONDS * scale[i])
            cv2.line(layer, (int(16 * x[i]), int(16 * y[i])), (int(16 * end[0]), int(16 * end[1])),
                     int(255 * cover[i] / strongest), max(1, round(size[i] * scale[i])), cv2.LINE_AA, 4)
        alpha = cv2.GaussianBlur(layer, (0, 0), 0.6).astype(np.float32)[..., None] * (strongest / 255)
        yield picture(light(frame) * (1 - alpha) + SKY * alpha)


def rain(frames, rate, generator):
    yield from _particles(frames, rate, generator, **RAIN)


def snow(frames, rate, generator):
    yield from _particles(frames, rate, generator, **SNOW)


def headlights(frames, rate, generator):
    height, width = frames[0].shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    first, last = len(frames) // 4, len(frames) - len(frames) // 4
    passing = None
    for t, frame in enumerate(frames):
        if first <= t <= last - BEAM_SECONDS[1] * rate and (t - first) % (BEAM_EVERY * rate) < 1:
            passing = (t, generator.uniform(*BEAM_SECONDS) * rate, generator.choice((-1, 1)), generator.uniform(0.3, 0.6) * height,
                       generator.uniform(*BEAM_GAIN))
        if passing is None or t >= passing[0] + passing[1]:
            yield frame
            continue
        start, length, way, top, gain = passing
        # From outside the picture to outside, a third of the picture wide, cut off sharply above.
        centre = (0.5 + way * (-0.9 + 1.8 * (t - start) / length)) * width
        beam = np.exp(-(((x - centre) / (width / 6)) ** 2)) / (1 + np.exp(-(y - top) / 3)) * np.exp(-np.maximum(y - top, 0) / (height / 2))
        yield picture(light(frame) * (1 + gain * beam[..., None]))


def _shadows(frames, rate, generator, size, edge, speed):
    height, width = frames[0].shape[:2]
    way = speed * width / rate
    far = int(way * len(frames)) + width + 2
    # Noise of that size; small ones are made small and enlarged.
    grain = max(size * width / 8, 1)
    coarse = generator.standard_normal((int(height / grain) + 8, int(far / grain) + 8)).astype(np.float32)
    field = cv2.resize(cv2.GaussianBlur(coarse, (0, 0), 3), (far, height), interpolation=cv2.INTER_CUBIC)
    field = (field - np.median(field)) / np.hypot(*(g.std() for g in np.gradient(field)))
    shade = (1 / (1 + np.exp(-np.clip(4 * field / max(edge * width, 1), -30, 30)))).astype(np.float32)
    for t, (frame, strength) in enumerate(zip(frames, course(len(frames), rate, fade=3))):
        shift = np.float32([[1, 0, -way * t], [0, 1, 0]])
        here = cv2.warpAffine(shade, shift, (width, height), flags=cv2.INTER_LINEAR)
        yield picture(light(frame) * (1 - SHADOW_DEPTH * strength * here[..., None])) if strength else frame


def soft_shadows(frames, rate, generator):
    yield from _shadows(frames, rate, generator, **SOFT)


def hard_shadows(frames, rate, generator):
    yield from _shadows(frames, rate, generator, **HARD)


def _blob(shape, start, end, size, blur):
    """What an insect covers that flies from start to end while the lens is open: float32 [H, W, 1]."""
    layer = np.zeros(shape, np.uint8)
    cv2.line(layer, *(tuple(int(16 * value) for value in point) for point in (start, end)), 255, max(1, round(size)), cv2.LINE_AA, 4)
    length = np.hypot(*np.subtract(end, start))
    # Where it is only for a moment it takes little light.
    cover = size / (size + length)
    return cv2.GaussianBlur(layer, (0, 0), max(blur / 2, 0.5)).astype(np.float32)[..., None] * (cover / 255)


def insects(frames, rate, generator):
    height, width = frames[0].shape[:2]
    focal, count = FOCAL * width, len(frames)
    first, last = count // 4, count - count // 4
    walk = first + (last - first) // 2
    flying, crossing = [], FOCAL * width * WALK_SPEED / WALK_AWAY / rate
    for t, frame in enumerate(frames):
        linear = light(frame)
        if first <= t < last and (t - first) % (INSECT_EVERY * rate) < 1:
            away = generator.uniform(*INSECT_AWAY)
            flying.append({"left": round(generator.uniform(0.5, 2) * rate), "scale": focal / away, "blur": APERTURE * focal / away,
                           "at": generator.uniform(0, 1, 2) * (width, height), "way": generator.standard_normal(2) * INSECT_SPEED,
                           "light": generator.choice((0.03, 0.8))})
        for insect in flying:
            # It turns about within some tenths of a second.
            insect["way"] = 0.7 * insect["way"] + np.sqrt(1 - 0.7 ** 2) * INSECT_SPEED * generator.standard_normal(2)
            end = insect["at"] + insect["way"] * insect["scale"] * OPEN_SECONDS
            cover = _blob((height, width), insect["at"], end, INSECT_METRES * insect["scale"], insect["blur"])
            linear = linear * (1 - cover) + insect["light"] * cover
            insect["at"] = insect["at"] + insect["way"] * insect["scale"] / rate
            insect["left"] -= 1
        flying = [insect for insect in flying if insect["left"] > 0]
        if walk <= t < last and (t - walk) * crossing < 1.4 * width:
            at = (-0.2 * width + (t - walk) * crossing, height * (0.5 + 0.2 * np.sin((t - walk) / rate)))
            cover = 0.8 * _blob((height, width), at, at, INSECT_METRES * focal / WALK_AWAY, APERTURE * focal / WALK_AWAY)
            linear = linear * (1 - cover) + 0.03 * cover
        yield picture(linear) if first <= t < last else frame


def shake(frames, rate, generator):
    height, width = frames[0].shape[:2]
    reach = np.tan(np.radians(SWAY_DEGREES)) * FOCAL * width
    phases = generator.uniform(0, 2 * np.pi, (2, 2))
    gust = np.convolve(generator.random(len(frames) + GUST_SECONDS * round(rate)), np.hanning(GUST_SECONDS * round(rate)), "same")
    gust = gust[:len(frames)] / gust.max()
    for t, (frame, strength) in enumerate(zip(frames, course(len(frames), rate, fade=2))):
        sway = [strength * gust[t] * reach * sum(np.sin(2 * np.pi * hertz * t / rate + phase) for hertz, phase in zip(SWAY_HERTZ, row)) / 2
                for row in phases]
        # A mast sways sideways most.
        shift = np.float32([[1, 0, sway[0]], [0, 1, sway[1] / 2]])
        if strength:
            frame = cv2.warpAffine(frame, shift, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
        yield frame


def exposure(frames, rate, generator):
    count = len(frames)
    first, last = count // 4, count - count // 4
    wanted, stops, step = 0.0, 0.0, STOPS[1] / (STEP_SECONDS * rate)
    for t, frame in enumerate(frames):
        if first <= t < last and (t - first) % (STEP_EVERY * rate) < 1:
            wanted = 0.0 if wanted else generator.choice((-1, 1)) * generator.uniform(*STOPS)
        elif t >= last:
            wanted = 0.0
        stops += np.clip(wanted - stops, -step, step)
        yield picture(light(frame) * 2 ** stops) if stops else frame


def infrared(frames, rate, generator):
    height, width = frames[0].shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    lamp = LAMP_REST + np.exp(-((x - width / 2) ** 2 + (y - height / 2) ** 2) / (2 * (LAMP_WIDTH * width) ** 2))
    count = len(frames)
    first, last = count // 4, count - count // 4
    steps = max(SWITCH_SECONDS * rate, 1)
    gain = None
    for t, frame in enumerate(frames):
        if t < first:
            yield frame
            continue
        linear = light(frame)
        blue, green, red = linear[..., 0], linear[..., 1], linear[..., 2]
        # A sensor without its filter: all channels pass infrared, red most; leaves are bright, dyed cloth is paler.
        seen = (0.15 * blue + 0.35 * green + 0.5 * red + np.clip(2 * green - red - blue, 0, None)) ** 0.8 * lamp
        gain = gain or float(np.median(linear) / np.median(seen))
        part = (t - first) / steps if t < last else (last + steps - t) / steps
        # While the filter moves the picture is dark for a moment, then too bright until the exposure has followed.
        by_lamp, dark = np.clip(2 * part - 0.6, 0, 1), 1 - 0.6 * np.exp(-((part - 0.3) / 0.15) ** 2)
        bright = 1 + 0.5 * np.exp(-((part - 0.7) / 0.2) ** 2)
        grey = np.repeat((gain * seen)[..., None], 3, axis=2)
        shown = picture((linear * (1 - by_lamp) + grey * by_lamp) * dark * bright) if part > 0 else frame
        yield noisy(shown, INFRARED_NOISE, generator) if by_lamp > 0 else shown


def low_bit_rate(frames, rate, generator):
    height, width = frames[0].shape[:2]
    first, last = len(frames) // 4, len(frames) - len(frames) // 4
    bits = BITS_PER_PIXEL * width * height * rate
    with tempfile.TemporaryDirectory() as folder:
        starved = Path(folder) / "starved.mp4"
        encode(starved, frames[first:last], rate, ["-b:v", f"{bits:.0f}", "-maxrate", f"{bits:.0f}", "-bufsize", f"{bits:.0f}",
                                                  "-g", f"{round(KEY_SECONDS * rate)}", "-bf", "0", "-preset", "veryfast"])
        middle = [frame for frame, _ in read(starved)]
    yield from (*frames[:first], *middle, *frames[last:])


def noise(frames, rate, generator):
    for frame, strength in zip(frames, course(len(frames), rate, fade=3)):
        yield noisy(frame, NOISE_LEVELS * strength, generator) if strength else frame


def intruder(frames, rate, generator):
    """Somebody who runs through the picture in the middle of it: new frames, and whether he is in each."""
    height, width = frames[0].shape[:2]
    tall, wide = round(RUNNER_TALL * height), round(RUNNER_TALL * height / 3)
    count = min(round(RUNNER_SECONDS * rate), len(frames) // 2)
    start = (len(frames) - count) // 2
    clothes = cv2.GaussianBlur(generator.standard_normal((tall, wide, 3), np.float32), (0, 0), wide / 8)
    clothes = np.clip(np.mean(RUNNER_LEVELS) + np.ptp(RUNNER_LEVELS) / 4 * clothes / clothes.std(), *RUNNER_LEVELS)
    result, labels = list(frames), [0] * len(frames)
    for age in range(count):
        at = -wide + (width + wide) * (age + 0.5) / count
        body = _runner(tall, wide, 2 * np.pi * 1.5 * age / rate)
        shift = np.float32([[1, 0, at], [0, 1, RUNNER_MIDDLE * height - tall / 2]])
        cover = cv2.warpAffine(body, shift, (width, height))[..., None]
        there = cv2.warpAffine(clothes, shift, (width, height))
        result[start + age] = np.rint(frames[start + age] * (1 - cover) + there * cover).astype(np.uint8)
        labels[start + age] = 1
    return result, labels


def _runner(tall, wide, phase):
    """Head, trunk and two legs that swing: float32 [tall, wide], 0–1."""
    body, middle = np.zeros((tall, wide), np.uint8), wide // 2
    cv2.circle(body, (middle, tall // 8), tall // 9, 255, -1, cv2.LINE_AA)
    cv2.ellipse(body, (middle, tall * 3 // 8), (wide // 4, tall // 4), 0, 0, 360, 255, -1, cv2.LINE_AA)
    for side in (-1, 1):
        foot = (middle + round(side * np.sin(phase) * wide / 3), tall - 2)
        cv2.line(body, (middle, tall * 9 // 16), foot, 255, max(wide // 6, 2), cv2.LINE_AA)
    return cv2.GaussianBlur(body, (0, 0), 0.7).astype(np.float32) / 255


NUISANCES = {"nothing": nothing, "rain": rain, "snow": snow, "headlights": headlights, "soft-shadows": soft_shadows,
             "hard-shadows": hard_shadows, "insects": insects, "shake": shake, "exposure": exposure, "infrared": infrared,
             "low-bit-rate": low_bit_rate, "noise": noise}
WEATHER = ("rain", "snow")


def encode(file, frames, rate, options):
    """Write frames, uint8 [H, W, 3], as a video. On one thread and without the encoder's name in it: the same frames, the same file."""
    frames = iter(frames)
    frame = next(frames)
    file.parent.mkdir(parents=True, exist_ok=True)
    command = ["ffmpeg", "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "bgr24", "-s", f"{frame.shape[1]}x{frame.shape[0]}",
               "-r", f"{rate:g}", "-i", "-", "-c:v", "libx264", "-threads", "1", "-fflags", "+bitexact", "-flags:v", "+bitexact",
               *options, "-pix_fmt", "yuv420p", str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        while frame is not None:
            process.stdin.write(frame.tobytes())
            frame = next(frames, None)
        process.stdin.close()
    if process.returncode:
        sys.exit(f"{file} cannot be written: ffmpeg ended with {process.returncode}")


def fit(frame):
    """At most ROWS high, and of even sides, as the codec wants it."""
    height, width = frame.shape[:2]
    scale = min(1, ROWS / height)
    size = (round(width * scale) // 2 * 2, round(height * scale) // 2 * 2)
    return frame if size == (width, height) else cv2.resize(frame, size, interpolation=cv2.INTER_AREA)


def read(source):
    """Frames of a video or of a folder of images at about RATE a second, and that rate: (uint8 [H, W, 3], float)."""
    if source.is_dir():
        for file in sorted(source.iterdir()):
            frame = cv2.imread(str(file), cv2.IMREAD_COLOR)
            if frame is not None:
                yield fit(frame), RATE
        return
    capture = cv2.VideoCapture(str(source))
    own = capture.get(cv2.CAP_PROP_FPS) or RATE
    every, number = max(round(own / RATE), 1), 0
    while capture.grab():
        if number % every == 0:
            yield fit(capture.retrieve()[1]), own / every
        number += 1
    capture.release()


def frames_in(source):
    if source.is_dir():
        return sum(1 for _ in source.iterdir())
    capture = cv2.VideoCapture(str(source))
    return int(capture.get(cv2.CAP_PROP_FRAME_COUNT))


def is_clip(path):
    return path.suffix.lower() in VIDEOS or path.is_dir()


def split(source, seconds):
    """What is learned from and what is disturbed: ({name: frames}, frames, rate). By time, or where there are folders of images by clip."""
    if (source / "normal").is_dir():
        source = source / "normal"
    clips = sorted(filter(is_clip, source.iterdir())) if source.is_dir() else []
    if len(clips) > 1 and all(clip.is_dir() for clip in clips):
        half = len(clips) // 2
        longest = max(clips[half:], key=frames_in)
        frames = [frame for frame, _ in read(longest)][:round(seconds * RATE)]
        return {clip.name: [frame for frame, _ in read(clip)] for clip in clips[:half]}, frames, RATE
    # Of several videos only the largest: between sessions a camera moves a little, which is another matter.
    clip = max(clips, key=lambda path: path.stat().st_size) if clips and not clips[0].is_dir() else clips[0] if clips else source
    frames, rate, count = [], RATE, None
    for frame, rate in read(clip):
        count = count or frames_in(clip) * rate / _own_rate(clip)
        frames.append(frame)
        if len(frames) >= min(count / 2, NORMAL_SECONDS * rate) + seconds * rate:
            break
    if len(frames) < 2:
        sys.exit(f"{source}: no video could be read from it")
    half = int(min(count / 2, NORMAL_SECONDS * rate))
    return {clip.stem: frames[:half]}, frames[half:half + round(seconds * rate)], rate


def _own_rate(clip):
    return RATE if clip.is_dir() else cv2.VideoCapture(str(clip)).get(cv2.CAP_PROP_FPS) or RATE


def make(name, source, output, indoors, options):
    normal, frames, rate = split(source, options.seconds)
    plain = ["-crf", str(QUALITY), "-preset", "veryfast"]
    for clip, learned in normal.items():
        encode(output / "normal" / f"{clip}.mp4", learned, rate, plain)
    truth, labels = [0] * len(frames), {}
    if options.intruder:
        frames, truth = intruder(frames, rate, np.random.default_rng([options.seed, zlib.crc32(name.encode())]))
    for nuisance, lay in NUISANCES.items():
        if indoors and nuisance in WEATHER:
            continue
        # Its own numbers for each scene and nuisance, whatever else is made.
        generator = np.random.default_rng([options.seed, zlib.crc32(f"{name}/{nuisance}".encode())])
        encode(output / "test" / f"{nuisance}.mp4", lay(frames, rate, generator), rate, plain)
        labels[nuisance] = truth
    (output / "labels.json").write_text(json.dumps(labels) + "\n", encoding="utf-8")
    print(f"{name}: {sum(map(len, normal.values())) / rate:.0f} s to learn from, {len(frames) / rate:.0f} s under {len(labels)} nuisances",
          flush=True)


def named(texts):
    """Sources by name, of texts like SOURCE and NAME=SOURCE."""
    sources = {}
    for text in texts:
        name, found, path = text.rpartition("=")
        source = Path(path if found else text)
        if not source.exists():
            sys.exit(f"{source}: no such video or folder")
        if sources.setdefault(name or source.stem, source) != source:
            sys.exit(f"Two sources have the name {name or source.stem}; NAME=SOURCE names one")
    return sources


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path, help="a folder that does not exist yet")
    parser.add_argument("sources", nargs="+", metavar="[NAME=]SOURCE")
    parser.add_argument("--indoors", nargs="*", default=[], metavar="NAME", help="scenes in which it neither rains nor snows")
    parser.add_argument("--intruder", action="store_true", help="somebody runs through each clip")
    parser.add_argument("--seconds", type=float, default=45, help="longest stretch that is disturbed")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    sources = named(options.sources)
    unknown = set(options.indoors) - set(sources)
    if unknown:
        sys.exit(f"--indoors {' '.join(sorted(unknown))}: no such scene; there are {', '.join(sources)}")
    if options.output.exists():
        sys.exit(f"{options.output} exists already")
    for name, source in sources.items():
        make(name, source, options.output / name, name in options.indoors, options)


if __name__ == "__main__":
    main()
