"""Plant anomalies of a known kind into normal video, so that "edgewatch evaluate" can measure each kind by itself.

    /usr/bin/python3 scripts/train/plant.py SOURCE OUTPUT [--every N] [--normal-part 0.6] [--learned-part 0] [--seed 1]

SOURCE is a video, a folder of images, or a folder of such folders, from a camera that stands still. The first part is written
as it is, to learn from; into the rest go, each in clips of its own:

    stopped    a copy of somebody (or of a group) who passes stays where it is for a while, swaying a little
    fast       a passage at three times its speed
    reversed   a passage that runs backwards (and forwards again: nothing jumps)
    pasted     a large checkered thing crosses the picture at the speed that is usual there
    flicker    something burns at a place: its texture changes all the time and goes nowhere

    OUTPUT/normal/CLIP/*.png, OUTPUT/KIND/test/CLIP/*.png, OUTPUT/KIND/masks/CLIP/*.png, OUTPUT/KIND/labels.json

OUTPUT/KIND/normal is a link to what is learned from, so that "edgewatch evaluate --suite OUTPUT" has a line for each kind. With
--learned-part it is a copy of that in which anomalies of the kind were planted, too, until they are that part of its frames: what is lost
when something odd happens while the camera learns.

A frame counts as anomalous when its mask is not empty: a fast passage in which nothing as large as a person moves is none.
"""

import argparse
import json
import sys
from pathlib import Path

import cv2
import numpy as np

import footage

KINDS = ("stopped", "fast", "reversed", "pasted", "flicker")
SPEED_UP = 3
# In frames, of which there are about 10 a second: how long an anomaly lasts, how long somebody stands, what lies between them.
PASSAGE, STAND, PAUSE = 40, 90, 60
# Standing for so long is nothing unusual yet.
SHORT_STAND = 30
# What differs by so many grey levels from the median picture is in the foreground.
FOREGROUND = 25
FADE = 5
# Frames by which the stretch grows that is planted into what is learned from, until there is enough in it.
GROWTH = 20
# Least part of the picture that a thing covers: in a scene of people, a person far away.
SMALLEST_THING = 0.003
# Pixels a frame from which on somebody is on the way, not swaying.
WALKING = 0.5
# Flames: grey levels of their mean and of their spread, pixels of a tongue, and how much of a frame is still there in the next one.
FLAME_LEVEL, FLAME_SPREAD, FLAME_PIXELS, FLAME_MEMORY = 170, 45, 3, 0.5
SWAY_PIXELS, SWAY_FRAMES = 0.5, 23


def background(frames, samples=60):
    """The median picture: uint8 [H, W]."""
    chosen = np.linspace(0, len(frames) - 1, min(samples, len(frames))).astype(int)
    return np.median([frames[i] for i in chosen], axis=0).astype(np.uint8)


def foreground(frame, empty):
    """What stands out from the empty scene: bool [H, W]."""
    difference = cv2.absdiff(cv2.GaussianBlur(frame, (5, 5), 0), cv2.GaussianBlur(empty, (5, 5), 0))
    mask = (difference > FOREGROUND).astype(np.uint8)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8)) > 0


def largest_thing(frame, empty):
    """The largest thing that is wholly in the picture, neither a speck nor half of the scene: bool [H, W], or None."""
    height, width = frame.shape
    count, labels, stats, _ = cv2.connectedComponentsWithStats(foreground(frame, empty).astype(np.uint8), connectivity=8)
    best, best_area = None, 0
    for number in range(1, count):
        left, top, wide, high, area = stats[number]
        inside = left > 1 and top > 1 and left + wide < width - 1 and top + high < height - 1
        if inside and SMALLEST_THING * frame.size < area < 0.05 * frame.size and area > best_area:
            best, best_area = labels == number, area
    return best


def moving(frames, index, empty):
    """Where something moves: bool [H, W]; nowhere, when that is less than a thing."""
    before, after = frames[max(index - 1, 0)], frames[min(index + 1, len(frames) - 1)]
    change = cv2.dilate(cv2.absdiff(before, after), np.ones((9, 9), np.uint8)) > FOREGROUND / 2
    mask = foreground(frames[index], empty) & change
    return mask if mask.sum() > SMALLEST_THING * mask.size else np.zeros_like(mask)


def stopped(frames, empty, generator):
    """A copy of somebody stays: new frames, and a mask for each."""
    result, masks = [frame.copy() for frame in frames], [np.zeros(empty.shape, bool) for _ in frames]
    start = PAUSE
    while start + STAND < len(frames):
        thing = next(((t, mask) for t in range(start, min(start + PAUSE, len(frames) - STAND))
                      for mask in [largest_thing(frames[t], empty)] if mask is not None), None)
        if thing is None:
            start += PAUSE
            continue
        start, mask = thing
        alpha = cv2.GaussianBlur(cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.float32), (5, 5), 0)
        phase = generator.uniform(0, 2 * np.pi)
        for age in range(STAND):
            sway = SWAY_PIXELS * np.sin(2 * np.pi * age / SWAY_FRAMES + phase) - SWAY_PIXELS * np.sin(phase)
            shift = np.float32([[1, 0, sway], [0, 1, 0]])
            picture, cover = (cv2.warpAffine(x, shift, x.shape[::-1], borderMode=cv2.BORDER_REPLICATE)
                              for x in (frames[start].astype(np.float32), alpha))
            cover = cover * min(1, (STAND - age) / FADE)
            result[start + age] = np.rint(picture * cover + result[start + age] * (1 - cover)).astype(np.uint8)
            masks[start + age] |= cover > 0.5
        for age in range(SHORT_STAND):
            masks[start + age][:] = False
        start += STAND + PAUSE
    return result, masks


def _passages(frames, empty, order):
    """Frames in another order: order(start, taken) -> (indices of the passage, first frame after it)."""
    indices, anomalous, position = [], [], 0
    while position < len(frames):
        pause = min(PAUSE, len(frames) - position)
        indices += range(position, position + pause)
        anomalous += [False] * pause
        position += pause
        passage, after = order(position)
        if after >= len(frames):
            indices += range(position, len(frames))
            anomalous += [False] * (len(frames) - position)
            break
        indices += passage
        anomalous += [True] * len(passage)
        position = after
    nothing = np.zeros(empty.shape, bool)
    return ([frames[i] for i in indices],
            [moving(frames, i, empty) if odd else nothing for i, odd in zip(indices, anomalous)])


def fast(frames, empty, _):
    """Passages at three times their speed."""
    def order(start):
        # Near the end a shorter one, but no mere blink.
        length = min(PASSAGE, (len(frames) - start - 1) // SPEED_UP)
        after = start + SPEED_UP * length if length >= PASSAGE // 3 else len(frames)
        return range(start, after, SPEED_UP), after

    return _passages(frames, empty, order)


def reversed_(frames, empty, _):
    """Passages that run back over what was just seen, which then is seen again."""
    return _passages(frames, empty, lambda start: (range(start - 1, start - 1 - PASSAGE, -1), start - PASSAGE)
                     if start + PASSAGE < len(frames) else (range(0), len(frames)))


def usual_speed(frames, empty):
    """Median pixels a frame of those who are on the way."""
    flow, speeds = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM), []
    for t in np.linspace(1, len(frames) - 1, 40).astype(int):
        motion = np.linalg.norm(flow.calc(frames[t - 1], frames[t], None), axis=2)
        moves = foreground(frames[t], empty) & (motion > WALKING)
        speeds += [float(np.median(motion[moves]))] if moves.sum() > 50 else []
    return float(np.median(speeds)) if speeds else 1.0


def busiest_rows(frames, empty, tall):
    """Top of the rows in which most goes on."""
    busy = np.mean([foreground(frames[i], empty) for i in range(0, len(frames), 10)], axis=0).sum(axis=1)
    centre = int(np.argmax(cv2.blur(busy.reshape(-1, 1), (1, tall))))
    return int(np.clip(centre - tall // 2, 0, len(empty) - tall))


def pasted(frames, empty, generator):
    """A checkered thing, a quarter of the picture high, passes from time to time."""
    result, masks = [frame.copy() for frame in frames], [np.zeros(empty.shape, bool) for _ in frames]
    height, width = empty.shape
    tall, wide, speed = height // 4, height // 5, usual_speed(frames, empty)
    y, x = np.mgrid[0:tall, 0:wide + 1]
    texture = np.where((y // 6 + x // 6) % 2 == 0, 40, 215).astype(np.float32)
    top, start = busiest_rows(frames, empty, tall), PAUSE
    while start + PASSAGE < len(frames):
        left, way = generator.uniform(0.1, 0.6) * (width - wide), generator.choice((-1, 1)) * speed
        for age in range(PASSAGE):
            at = left + way * age
            whole, part = int(np.floor(at)), at - np.floor(at)
            row = texture[:, 1:] * (1 - part) + texture[:, :-1] * part
            first, last = max(whole, 0), min(whole + wide, width)
            if first < last:
                result[start + age][top:top + tall, first:last] = np.rint(row[:, first - whole:last - whole])
                masks[start + age][top:top + tall, first:last] = True
        start += PASSAGE + PAUSE
    return result, masks


def flicker(frames, empty, generator):
    """Flames, a sixth of the picture high, burn at a place from time to time."""
    result, masks = [frame.copy() for frame in frames], [np.zeros(empty.shape, bool) for _ in frames]
    height, width = empty.shape
    tall, wide = height // 6, height // 8
    y, x = np.mgrid[0:tall, 0:wide]
    inside = ((2 * y - tall) / tall) ** 2 + ((2 * x - wide) / wide) ** 2 < 1
    cover = cv2.GaussianBlur(inside.astype(np.float32), (0, 0), 2)
    top, start = busiest_rows(frames, empty, tall), PAUSE
    while start + PASSAGE < len(frames):
        left, flames = int(generator.uniform(0.1, 0.9) * (width - wide)), np.zeros((tall, wide))
        for age in range(PASSAGE):
            fresh = cv2.GaussianBlur(generator.standard_normal((tall, wide)), (0, 0), FLAME_PIXELS)
            flames = FLAME_MEMORY * flames + np.sqrt(1 - FLAME_MEMORY ** 2) * fresh / fresh.std()
            picture = np.clip(FLAME_LEVEL + FLAME_SPREAD * flames, 0, 255)
            there = result[start + age][top:top + tall, left:left + wide]
            there[:] = np.rint(picture * cover + there * (1 - cover))
            masks[start + age][top:top + tall, left:left + wide] = inside
        start += PASSAGE + PAUSE
    return result, masks


PLANTERS = {"stopped": stopped, "fast": fast, "reversed": reversed_, "pasted": pasted, "flicker": flicker}


def plant_learned(clips, planter, empty, part, seed):
    """Plants around the middle of what is learned from: new clips, and how many frames are anomalous: that part of all, where it fits."""
    result, odd, wanted = dict(clips), 0, part * sum(map(len, clips.values()))
    names = list(clips)
    for name in names[len(names) // 2:] + names[:len(names) // 2]:
        frames, length, count = clips[name], 0, 0
        while odd + count < wanted and length < len(frames):
            length = min(length + GROWTH, len(frames))
            start = (len(frames) - length) // 2
            planted, masks = planter(frames[start:start + length], empty, np.random.default_rng(seed))
            count = sum(bool(mask.any()) for mask in masks)
            result[name] = frames[:start] + planted + frames[start + length:]
        odd += count
    return result, odd


def read_clips(source, every):
    """Clips by name: lists of uint8 [240, W]."""
    folders = sorted(path for path in source.iterdir() if path.is_dir()) if source.is_dir() else []
    return {path.stem: [footage.standardise(frame) for frame in footage.read(path)[::every]] for path in folders or [source]}


def split(clips, part):
    """Normal clips and the ones to plant into: by clip, or a single clip by time."""
    names = list(clips)
    if len(names) == 1:
        frames = clips[names[0]]
        cut = round(len(frames) * part)
        return {names[0]: frames[:cut]}, {names[0]: frames[cut:]}
    cut = round(len(names) * part)
    return {name: clips[name] for name in names[:cut]}, {name: clips[name] for name in names[cut:]}


def write(folder, frames):
    folder.mkdir(parents=True, exist_ok=True)
    for number, frame in enumerate(frames):
        if not cv2.imwrite(str(folder / f"{number:05d}.png"), frame):
            sys.exit(f"{folder / f'{number:05d}.png'} cannot be written")


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("output", type=Path, help="a folder that does not exist yet")
    parser.add_argument("--every", type=int, default=1, help="take each N-th frame: 10 frames a second are wanted")
    parser.add_argument("--normal-part", type=float, default=0.6, help="part of the source to learn from")
    parser.add_argument("--learned-part", type=float, default=0, help="part of what is learned from that is to be anomalous as well")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    if not options.source.exists():
        sys.exit(f"{options.source}: no such video or folder")
    if options.output.exists():
        sys.exit(f"{options.output} exists already")
    normal, rest = split(read_clips(options.source, options.every), options.normal_part)
    for name, frames in normal.items():
        write(options.output / "normal" / name, frames)
    empty = background([frame for frames in normal.values() for frame in frames])
    for kind in KINDS:
        generator, labels = np.random.default_rng(options.seed), {}
        for name, frames in rest.items():
            planted, masks = PLANTERS[kind](frames, empty, generator)
            write(options.output / kind / "test" / name, planted)
            write(options.output / kind / "masks" / name, [mask.astype(np.uint8) * 255 for mask in masks])
            labels[name] = [int(mask.any()) for mask in masks]
        if options.learned_part > 0:
            learned, count = plant_learned(normal, PLANTERS[kind], empty, options.learned_part, options.seed + 1)
            for name, frames in learned.items():
                write(options.output / kind / "normal" / name, frames)
            print(f"{kind}: {count} of {sum(map(len, learned.values()))} frames to learn from are anomalous", flush=True)
        else:
            (options.output / kind / "normal").symlink_to(Path("..") / "normal", target_is_directory=True)
        (options.output / kind / "labels.json").write_text(json.dumps(labels) + "\n", encoding="utf-8")
        print(f"{kind}: {sum(map(sum, labels.values()))} of {sum(map(len, labels.values()))} frames are anomalous", flush=True)


if __name__ == "__main__":
    main()
