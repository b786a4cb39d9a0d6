import json
import shutil
import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np

import act
import hard

COUNT, RATE, SPEED = 450, 10, 3
HEIGHT, WIDTH, TALL, WIDE = 180, 320, 50, 20


def street(people=True):
    """Somebody in dark clothes crosses a wall of bricks from time to time: list of uint8 [180, 320, 3]."""
    generator = np.random.default_rng(0)
    wall = cv2.GaussianBlur(generator.integers(120, 220, (HEIGHT, WIDTH, 3), dtype=np.uint8), (5, 5), 0)
    frames = []
    for t in range(COUNT):
        frame, left = wall.copy(), SPEED * (t % 150) - WIDE
        if people and left > 0:
            cv2.ellipse(frame, (left + WIDE // 2, 125), (WIDE // 2, TALL // 2), 0, 0, 360, (20, 30, 40), -1)
        frames.append(frame)
    return frames


class ActTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.frames = street(people=False)
        cls.actors = act.cut_out(street())
        cls.stage = act.stage_of({"street": street()}, RATE)
        cls.staged = {name: act.play(name, cls.frames, RATE, cls.stage, cls.actors[0], np.random.default_rng(1)) for name in act.ACTS}

    def change(self, name, t):
        return np.abs(self.staged[name][0][t].astype(int) - self.frames[t]).max(axis=2) > 20

    def test_people_are_cut_out_as_high_and_as_fast_as_they_are(self):
        self.assertEqual(len(self.actors), 3)
        self.assertTrue(all(actor.way == 1 and abs(actor.rows - TALL) < 8 for actor in self.actors))
        self.assertTrue(self.stage.has_people)
        self.assertLess(abs(self.stage.tall - TALL), 5)
        self.assertLess(abs(self.stage.feet - 150), 5)
        self.assertAlmostEqual(self.stage.speed, SPEED, delta=0.2)

    def test_where_nobody_walks_there_is_nobody_to_cut_out_and_whoever_comes_is_labelled(self):
        empty = act.stage_of({"street": self.frames}, RATE)
        self.assertEqual(act.cut_out(self.frames), [])
        self.assertFalse(empty.has_people)
        frames, labels = act.play("crosses", self.frames, RATE, empty, self.actors[0], np.random.default_rng(1))
        there = [int((new != old).any()) for new, old in zip(frames, self.frames)]
        self.assertGreater(sum(there), 20)
        self.assertTrue(all(label >= shown for label, shown in zip(labels, there)))

    def test_each_act_begins_with_video_as_it_is(self):
        for name in act.ACTS:
            with self.subTest(name):
                frames, labels = self.staged[name]
                self.assertEqual((len(frames), len(labels)), (COUNT, COUNT))
                self.assertTrue(all((frames[t] == self.frames[t]).all() for t in range(act.BEFORE * RATE)))
                self.assertEqual(any(labels), name != "crosses")
                self.assertFalse(any(labels[:act.BEFORE * RATE]))

    def test_what_is_labelled_is_to_be_seen(self):
        for name in act.ACTS:
            labels = self.staged[name][1]
            seen = [self.change(name, t).any() for t in range(COUNT) if labels[t]]
            self.assertGreaterEqual(np.mean(seen or [1]), 0.9, name)

    def test_a_bag_stays_small_and_low_until_the_end(self):
        rows, columns = np.nonzero(self.change("bag", COUNT - 1))
        self.assertLess(np.ptp(columns), TALL / 2)
        self.assertLess(np.ptp(rows), TALL / 2)
        self.assertLess(abs(rows.max() - self.stage.feet), 4)

    def test_who_has_fallen_lies(self):
        rows, columns = np.nonzero(self.change("falls", COUNT - 1))
        self.assertGreater(np.ptp(columns), 1.5 * np.ptp(rows))

    def test_who_runs_is_three_times_as_fast(self):
        walked, ran = (sum(self.change(name, t).any() for t in range(COUNT)) for name in ("crosses", "runs"))
        self.assertAlmostEqual(walked / ran, act.RUN, delta=0.6)

    def test_who_loiters_stays_where_he_is(self):
        labels = self.staged["loiters"][1]
        middles = [np.nonzero(self.change("loiters", t))[1].mean() for t in range(COUNT) if labels[t]]
        self.assertGreater(len(middles), (act.STAND - act.SHORT_STAND - 1) * RATE)
        self.assertLess(np.ptp(middles), TALL / 4)

    @unittest.skipUnless(shutil.which("ffmpeg"), "needs ffmpeg")
    def test_a_suite_is_written(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            hard.encode(folder / "street.mp4", iter(street()), RATE, ["-crf", "12"])
            act.main([str(folder / "acts"), str(folder / "street.mp4"), "--actors", str(folder / "street.mp4"), "--seconds", "20"])
            labels = json.loads((folder / "acts" / "street" / "labels.json").read_text(encoding="utf-8"))
            self.assertEqual(set(labels), set(act.ACTS))
            for name, truth in labels.items():
                self.assertEqual(len([1 for _ in hard.read(folder / "acts" / "street" / "test" / f"{name}.mp4")]), len(truth))
            with self.assertRaises(SystemExit):
                act.main([str(folder / "acts"), str(folder / "street.mp4"), "--actors", str(folder / "street.mp4")])


if __name__ == "__main__":
    unittest.main()
