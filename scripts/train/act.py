"""Stage what people do in real normal video: somebody stands about, falls, runs, leaves a bag, and so on.

    /usr/bin/python3 scripts/train/act.py OUTPUT SOURCE… --actors VIDEO [--seconds 45] [--seed 1]
    scripts/edgewatch evaluate --suite OUTPUT

SOURCE is as in hard.py, which also says what is learned from; the stretch after it is shown once for each act. The actors are people who
walk through VIDEO, cut out of it, as high as those who are usual in the scene, and where they walk:

    crosses     somebody walks through at the usual speed: normal where people walk, else an intruder
    loiters     somebody comes, stands for 20 s, and goes
    falls       somebody comes, falls, and lies there until the end
    bag         somebody comes, sets down a bag, and goes; the bag stays
    runs        somebody runs through at three times the usual speed
    throws      somebody comes, throws papers into the air three times, and goes
    close       somebody walks by three times as large
    cart        somebody pushes a box through

    OUTPUT/NAME/normal/…, OUTPUT/NAME/test/ACT.mp4, OUTPUT/NAME/labels.json

A frame is labelled while the act lasts; where nobody walks in normal video, as long as anybody is there. Needs ffmpeg. The same seed,
sources and library versions give the same pictures.
"""

import argparse
import json
import sys
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

import hard
import plant

# Part of the picture's height that somebody has where nobody is to be seen in normal video, and where their feet stand.
TALL, FEET = 0.25, 0.75
# A thing that is lower than this part of the picture's height is nobody.
LEAST_TALL = 0.08
# Heights a second that people walk: 1.4 m/s (Bohannon 1997), 1.7 m tall.
WALK = 0.8
# In seconds: before anybody comes, how long one stands, what of it is nothing unusual yet, how long a fall and a throw last.
BEFORE, STAND, SHORT_STAND, FALL, SET_DOWN, THROW = 10, 20, 3, 0.8, 2, 1.5
RUN, CLOSE = 3, 3
# How often somebody who stands shifts his weight, in seconds, and how far he sways, in heights.
SHIFT_SECONDS, SWAY = 4, 0.01
# In heights: the bag and the cart (wide, high), a sheet of paper, and how fast it flies up; heights/s² that it falls by (a third of g at
# 1.7 m: paper sails).
BAG, CART, PAPER, PAPER_SPEED, PAPER_FALL = (0.25, 0.2), (0.7, 0.55), 0.08, 1.8, 2.0
THROWS = 3
# A track that is cut out: least frames, least height in pixels, largest change of its area from frame to frame; of one that only tells how
# people walk: least frames. Pixels around a cut-out.
LEAST_FRAMES, LEAST_ROWS, LIKE_AREA = 25, 40, 1.35
LEAST_WALK, EDGE = 8, 2
# Part of the frames in which a thing as large as a person has to be seen for people to be usual in a scene.
PEOPLE_ARE_USUAL = 0.05


@dataclass(eq=False)
class Sight:
    """Somebody in one frame: the box, its pixels, and the cut-out around it, uint8 [H, W, 3] with its cover float32 [H, W]."""
    left: int
    top: int
    wide: int
    high: int
    area: int
    picture: np.ndarray
    cover: np.ndarray

    def overlaps(self, other):
        return (self.left < other.left + other.wide and other.left < self.left + self.wide
                and self.top < other.top + other.high and other.top < self.top + self.high)


@dataclass
class Actor:
    """Somebody who walks: cut-outs in order of time, each uint8 [H, W, 3] with its cover float32 [H, W]; which way; rows high."""
    pictures: list = field(default_factory=list)
    covers: list = field(default_factory=list)
    way: int = 1

    @property
    def rows(self):
        return int(np.median([cover.shape[0] for cover in self.covers]))


@dataclass
class Stage:
    """Where people walk in a scene: rows of their height and of their feet, pixels a frame of a walk, whether anybody is usual there."""
    tall: int
    feet: int
    speed: float
    has_people: bool


def cut_out(frames):
    """The people who pass by themselves, the longest first: list of Actor."""
    actors = [_actor(track) for track in tracks(frames, LEAST_ROWS) if len(track) >= LEAST_FRAMES]
    return sorted(actors, key=lambda actor: -len(actor.pictures))


def tracks(frames, least_rows):
    """Those who walk through by themselves, as they are seen frame by frame: lists of Sight."""
    empty = plant.background([cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY) for frame in frames])
    going, done = [], []
    for frame in frames:
        seen, still = _sights(frame, empty, least_rows), []
        for track in going:
            there = [sight for sight in seen if sight.overlaps(track[-1])]
            alone = len(there) == 1 and sum(other[-1].overlaps(there[0]) for other in going) == 1
            if alone and 1 / LIKE_AREA < there[0].area / track[-1].area < LIKE_AREA:
                track.append(there[0])
                seen.remove(there[0])
                still.append(track)
            else:
                done.append(track)
        going = still + [[sight] for sight in seen]
    return [track for track in done + going if abs(track[-1].left - track[0].left) > max(track[0].cover.shape) / 2]


def _sights(frame, empty, least_rows):
    """Whatever stands out and has the shape of a person: list of Sight."""
    mask = plant.foreground(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), empty).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    seen = []
    for number in range(1, count):
        left, top, wide, high, area = (int(value) for value in stats[number])
        inside = left > EDGE and top > EDGE and left + wide < mask.shape[1] - EDGE and top + high < mask.shape[0] - EDGE
        if inside and high >= least_rows and 1.5 * wide < high < 5 * wide:
            part = (slice(top - EDGE, top + high + EDGE), slice(left - EDGE, left + wide + EDGE))
            cover = cv2.GaussianBlur((labels[part] == number).astype(np.float32), (0, 0), 0.8)
            seen.append(Sight(left, top, wide, high, area, frame[part].copy(), cover))
    return seen


def _actor(track):
    """Without what was seen in part, or together with something else."""
    usual = np.median([sight.area for sight in track])
    whole = [sight for sight in track if 1 / LIKE_AREA < sight.area / usual < LIKE_AREA]
    return Actor([sight.picture for sight in whole], [sight.cover for sight in whole], 1 if track[-1].left > track[0].left else -1)


def stage_of(clips, rate):
    """Where people walk in normal video, as far as anybody does."""
    height, count = next(iter(clips.values()))[0].shape[0], sum(map(len, clips.values()))
    walks = [track for clip in clips.values() for track in tracks(clip, LEAST_TALL * height) if len(track) >= LEAST_WALK]
    if sum(map(len, walks)) < PEOPLE_ARE_USUAL * count:
        tall, feet = round(TALL * height), round(FEET * height)
        return Stage(tall, feet, WALK * tall / rate, False)
    tall = int(np.median([sight.high for track in walks for sight in track]))
    feet = int(np.median([sight.top + sight.high for track in walks for sight in track]))
    return Stage(tall, feet, float(np.median([abs(track[-1].left - track[0].left) / (len(track) - 1) for track in walks])), True)


def _put(frame, picture, cover, middle, feet, scale, lean=0.0):
    """Lays a cut-out over a frame, its feet at a point, as many degrees over."""
    rows, columns = cover.shape
    turn = cv2.getRotationMatrix2D((columns / 2, rows), -lean, scale)
    turn[:, 2] += (middle - columns / 2, feet - rows)
    size = frame.shape[1::-1]
    cover = cv2.warpAffine(cover, turn, size)[..., None]
    there = cv2.warpAffine(picture, turn, size, borderMode=cv2.BORDER_REPLICATE)
    frame[:] = np.rint(frame * (1 - cover) + there * cover).astype(np.uint8)


class Play:
    """One act: who plays it, where, and what has been drawn so far."""

    def __init__(self, frames, rate, stage, actor, generator):
        self.frames, self.rate, self.stage, self.actor, self.generator = [frame.copy() for frame in frames], rate, stage, actor, generator
        self.there, self.acts = np.zeros(len(frames), bool), np.zeros(len(frames), bool)
        self.step, self.size = 0.0, 1.0
        self.at = self.outside

    @property
    def outside(self):
        """Just outside the picture, on the side that the actor comes from."""
        return -self.half if self.actor.way > 0 else self.frames[0].shape[1] + self.half

    @property
    def tall(self):
        return self.stage.tall * self.size

    @property
    def half(self):
        """Half of how wide he usually is, in pixels."""
        return np.median([cover.shape[1] for cover in self.actor.covers]) * self.tall / self.actor.rows / 2

    def show(self, t, lean=0.0, sway=0.0):
        """The actor as he is, in one frame."""
        number = round(self.step) % len(self.actor.pictures)
        _put(self.frames[t], self.actor.pictures[number], self.actor.covers[number], self.at + sway, self.stage.feet,
             self.tall / self.actor.rows, lean)
        self.there[t] = True

    def walk(self, t, until, speed=1.0, draw=None):
        """From a frame on, until he is at a column; returns the frame in which he is."""
        while t < len(self.frames) and (until - self.at) * self.actor.way > 0:
            self.at += self.actor.way * speed * self.stage.speed * self.size
            self.step += min(speed, 2.0)
            if draw is not None:
                draw(t)
            self.show(t)
            t += 1
        return t

    def leave(self, t, **how):
        """Out of the picture on the far side."""
        width = self.frames[0].shape[1]
        return self.walk(t, width + self.half if self.actor.way > 0 else -self.half, **how)

    def stand(self, t, seconds):
        """Where he is, shifting his weight now and then."""
        phase = self.generator.uniform(0, 2 * np.pi)
        for age in range(min(round(seconds * self.rate), len(self.frames) - t)):
            self.step += age > 0 and age % round(SHIFT_SECONDS * self.rate) == 0
            self.show(t + age, sway=SWAY * self.tall * np.sin(phase + 2 * np.pi * age / (SHIFT_SECONDS * self.rate)))
        return min(t + round(seconds * self.rate), len(self.frames))

    def somewhere(self):
        """A column well inside the picture."""
        return self.generator.uniform(0.35, 0.65) * self.frames[0].shape[1]

    def box(self, t, left, bottom, wide, high, level):
        """A box with a darker top, as a bag or a cart has."""
        x, y = round(left), round(bottom - high)
        cv2.rectangle(self.frames[t], (x, y), (round(left + wide), round(bottom)), (level, level + 8, level + 16), -1, cv2.LINE_AA)
        cv2.rectangle(self.frames[t], (x, y), (round(left + wide), y + max(1, round(high / 4))), (level // 2,) * 3, -1, cv2.LINE_AA)


def crosses(play, start):
    play.acts[start:play.leave(start)] = not play.stage.has_people


def loiters(play, start):
    here = play.walk(start, play.somewhere())
    gone = play.stand(here, STAND)
    play.acts[here + round(SHORT_STAND * play.rate):gone] = True
    play.leave(gone)


def falls(play, start):
    here = play.walk(start, play.somewhere())
    for t in range(here, len(play.frames)):
        play.show(t, lean=play.actor.way * min(90, 90 * ((t - here) / (FALL * play.rate)) ** 2))
    play.acts[here:] = True


def bag(play, start):
    here = play.walk(start, play.somewhere())
    gone = play.stand(here, SET_DOWN)
    wide, high = (part * play.tall for part in BAG)
    left = play.at + play.tall / 5

    def lies(t):
        play.box(t, left, play.stage.feet, wide, high, 50)

    for t in range(play.leave(gone, draw=lies), len(play.frames)):
        lies(t)
    play.acts[gone:] = True
    play.there[gone:] = True


def runs(play, start):
    play.acts[start:play.leave(start, speed=RUN)] = True


def throws(play, start):
    here = play.walk(start, play.somewhere())
    gone = play.stand(here, THROWS * THROW)
    for number in range(THROWS):
        first = here + round(number * THROW * play.rate)
        for sheet in range(3):
            side = play.generator.uniform(-0.6, 0.6)
            up = PAPER_SPEED * play.generator.uniform(0.8, 1.1)
            for age in range(round(THROW * play.rate)):
                seconds = age / play.rate
                x = play.at + side * seconds * play.tall
                y = play.stage.feet - play.tall * min(0.8 + up * seconds - PAPER_FALL / 2 * seconds ** 2, 5)
                t, part = first + age, PAPER * play.tall
                if t < len(play.frames) and y < play.stage.feet:
                    turn = ((x, y), (part, part * (0.3 + 0.7 * abs(np.cos(age + sheet)))), 40.0 * age)
                    cv2.fillConvexPoly(play.frames[t], np.rint(16 * cv2.boxPoints(turn)).astype(np.int32), (235, 235, 235), cv2.LINE_AA, 4)
    play.acts[here:gone] = True
    play.leave(gone)


def close(play, start):
    play.size = CLOSE
    play.stage = Stage(play.stage.tall, len(play.frames[0]) + round(play.tall / 4), play.stage.speed, play.stage.has_people)
    play.at = play.outside
    play.acts[start:play.leave(start)] = True


def cart(play, start):
    wide, high = (part * play.tall for part in CART)

    def ahead(t):
        left = play.at + (play.tall / 6 if play.actor.way > 0 else -play.tall / 6 - wide)
        play.box(t, left, play.stage.feet, wide, high, 120)

    play.acts[start:play.leave(start, draw=ahead)] = True


ACTS = {act.__name__: act for act in (crosses, loiters, falls, bag, runs, throws, close, cart)}


def play(act, frames, rate, stage, actor, generator):
    """One act in a stretch of video: new frames, and whether each is labelled."""
    staged = Play(frames, rate, stage, actor, generator)
    ACTS[act](staged, round(BEFORE * rate))
    return staged.frames, (staged.acts if stage.has_people else staged.there | staged.acts).astype(int).tolist()


def make(name, source, output, actors, options):
    normal, frames, rate = hard.split(source, options.seconds)
    if len(frames) < (BEFORE + STAND) * rate:
        # What is short goes to and fro: nothing jumps.
        there_and_back = frames + frames[-2:0:-1]
        frames = [there_and_back[t % len(there_and_back)] for t in range(round(options.seconds * rate))]
    quality, stage, labels = ["-crf", str(hard.QUALITY), "-preset", "veryfast"], stage_of(normal, rate), {}
    for clip, learned in normal.items():
        hard.encode(output / "normal" / f"{clip}.mp4", learned, rate, quality)
    for act in ACTS:
        generator = np.random.default_rng([options.seed, zlib.crc32(f"{name}/{act}".encode())])
        actor = actors[generator.integers(len(actors))]
        staged, labels[act] = play(act, frames, rate, stage, actor, generator)
        hard.encode(output / "test" / f"{act}.mp4", staged, rate, quality)
    (output / "labels.json").write_text(json.dumps(labels) + "\n", encoding="utf-8")
    people = f"people of {stage.tall} rows" if stage.has_people else "nobody"
    print(f"{name}: {sum(map(len, normal.values())) / rate:.0f} s of {people} to learn from, {len(frames) / rate:.0f} s of each act",
          flush=True)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path, help="a folder that does not exist yet")
    parser.add_argument("sources", nargs="+", metavar="[NAME=]SOURCE")
    parser.add_argument("--actors", type=Path, required=True, help="a video from a camera that stands still, in which people walk")
    parser.add_argument("--seconds", type=float, default=45, help="length of each act's clip")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    sources = hard.named(options.sources)
    if not options.actors.exists():
        sys.exit(f"{options.actors}: no such video or folder")
    if options.output.exists():
        sys.exit(f"{options.output} exists already")
    actors = cut_out([frame for frame, _ in hard.read(options.actors)])
    if not actors:
        sys.exit(f"{options.actors}: nobody walks through it by himself")
    for name, source in sources.items():
        make(name, source, options.output / name, actors, options)


if __name__ == "__main__":
    main()
