import json
import shutil
import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np

import hard

COUNT, RATE = 128, 10
FIRST, LAST = COUNT // 4, COUNT - COUNT // 4


def scene():
    """A yard of dim colours with a textured wall, standing still: list of uint8 [144, 192, 3]."""
    generator = np.random.default_rng(0)
    yard = cv2.GaussianBlur(generator.integers(40, 160, (144, 192, 3), dtype=np.uint8), (5, 5), 0)
    yard[:48, :64] = (40, 140, 40)
    return [yard.copy() for _ in range(COUNT)]


@unittest.skipUnless(shutil.which("ffmpeg"), "needs ffmpeg")
class HardTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.frames = scene()
        cls.laid = {name: list(lay(cls.frames, RATE, np.random.default_rng(1))) for name, lay in hard.NUISANCES.items()}

    def change(self, name):
        return np.array([np.abs(new.astype(float) - old).mean() for new, old in zip(self.laid[name], self.frames)])

    def test_each_nuisance_begins_and_ends_with_undisturbed_video(self):
        for name in hard.NUISANCES:
            with self.subTest(name):
                change = self.change(name)
                self.assertEqual(len(change), COUNT)
                self.assertEqual(change[:FIRST].max(), 0)
                # What switches or follows takes another second or two.
                self.assertEqual(change[LAST + 15:].max(), 0)
                self.assertEqual(change.max() > 0.3, name != "nothing")

    def test_the_same_numbers_give_the_same_pictures(self):
        for name, lay in hard.NUISANCES.items():
            for new, old in zip(lay(self.frames, RATE, np.random.default_rng(1)), self.laid[name]):
                self.assertTrue((new == old).all(), name)

    def test_flakes_fall(self):
        flakes = [cv2.blur(np.abs(frame.astype(np.float32) - old).mean(axis=2), (21, 1))
                  for frame, old in zip(self.laid["snow"], self.frames)]
        flakes = [x - x.mean() for x in flakes[FIRST + 10:LAST - 10]]
        fits = {rows: sum((x[20:-20] * y[20 + rows:len(y) - 20 + rows]).mean() for x, y in zip(flakes, flakes[1:]))
                for rows in range(-20, 21)}
        self.assertGreater(max(fits, key=fits.get), 0)

    def test_drops_only_add_light_to_what_is_darker_than_the_sky(self):
        self.assertTrue(all((new >= old).all() for new, old in zip(self.laid["rain"], self.frames)))

    def test_shadows_take_as_much_light_as_the_sun_gives(self):
        darkest = min((cv2.blur(frame.astype(np.float32), (9, 9)) / cv2.blur(old.astype(np.float32), (9, 9))).min()
                      for frame, old in zip(self.laid["hard-shadows"], self.frames))
        self.assertAlmostEqual(darkest, (1 - hard.SHADOW_DEPTH) ** (1 / 2.2), delta=0.03)

    def test_hard_shadows_have_edges_and_soft_ones_have_none(self):
        def steepest(name):
            shade = [frame[..., 1].astype(float) / old[..., 1] for frame, old in zip(self.laid[name], self.frames)]
            return max(np.abs(np.diff(s, axis=1)).max() for s in shade[COUNT // 2 - 5:COUNT // 2 + 5])

        self.assertGreater(steepest("hard-shadows"), 0.15)
        self.assertLess(steepest("soft-shadows"), 0.1)

    def test_a_shaking_picture_is_the_same_picture_elsewhere(self):
        for frame in self.laid["shake"][FIRST + 10:LAST - 10:5]:
            fit = cv2.matchTemplate(frame, self.frames[0][20:-20, 20:-20], cv2.TM_CCOEFF_NORMED).max()
            self.assertGreater(fit, 0.9)

    def test_infrared_is_grey_and_shows_leaves_bright(self):
        frame, old = self.laid["infrared"][COUNT // 2], self.frames[0]
        self.assertLess(np.ptp(frame.astype(int), axis=2).max(), 2)
        leaves, wall = np.s_[10:40, 10:60], np.s_[60:, 70:]
        before = old[leaves].mean() / old[wall].mean()
        self.assertGreater(frame[leaves].mean() / frame[wall].mean(), before)
        self.assertLess(self.laid["infrared"][FIRST + 3].mean(), 0.8 * old.mean(), "dark while the filter moves")

    def test_exposure_jumps_by_up_to_a_stop(self):
        ratio = np.array([hard.light(frame).mean() / hard.light(old).mean() for frame, old in zip(self.laid["exposure"], self.frames)])
        self.assertGreater(max(ratio.max(), 1 / ratio.min()), 2 ** hard.STOPS[0] - 0.05)
        self.assertLess(max(ratio.max(), 1 / ratio.min()), 2 ** hard.STOPS[1] + 0.05)

    def test_an_insect_is_larger_than_it_is_sharp(self):
        frame = self.laid["insects"][COUNT // 2 + 8].astype(float).mean(axis=2)
        cover = np.abs(frame - self.frames[0].astype(float).mean(axis=2)) > 5
        self.assertGreater(cover.sum(), 50)

    def test_a_suite_is_normal_from_end_to_end(self):
        with tempfile.TemporaryDirectory() as folder:
            source, output = Path(folder) / "yard", Path(folder) / "suite"
            source.mkdir()
            for number, frame in enumerate(self.frames):
                cv2.imwrite(str(source / f"{number:03d}.png"), frame)
            arguments = [str(output), str(source), f"hall={source}", "--indoors", "hall", "--seconds", "3"]
            hard.main(arguments)
            yard, hall = (json.loads((output / name / "labels.json").read_text()) for name in ("yard", "hall"))
            self.assertEqual(list(yard), list(hard.NUISANCES))
            self.assertEqual(set(yard) - set(hall), set(hard.WEATHER))
            self.assertFalse(any(map(any, yard.values())))
            self.assertEqual(sum(1 for _ in hard.read(output / "yard" / "normal" / "yard.mp4")), COUNT // 2)
            for name, labels in yard.items():
                self.assertEqual(sum(1 for _ in hard.read(output / "yard" / "test" / f"{name}.mp4")), len(labels), name)
            with self.assertRaises(SystemExit):
                hard.main(arguments)
            with self.assertRaises(SystemExit):
                hard.main([f"{output}2", str(source), "--indoors", "cellar"])

    def test_somebody_runs_through_the_middle_under_each_nuisance(self):
        frames, labels = hard.intruder(self.frames, RATE, np.random.default_rng(1))
        odd = np.flatnonzero(labels)
        self.assertEqual((len(odd), odd[0] - FIRST), (50, LAST - 1 - odd[-1]))
        there = [np.abs(frame.astype(int) - old).max(axis=2) > 10 for frame, old in zip(frames, self.frames)]
        self.assertFalse(any(mask.any() for mask, label in zip(there, labels) if not label))
        middles = [np.flatnonzero(there[t].any(axis=0)).mean() for t in odd[10:-10]]
        self.assertAlmostEqual(np.diff(middles).mean(), (192 + 0.1 * 144) / 50, delta=0.3)
        for name in set(hard.NUISANCES) - {"nothing"}:
            seen = list(hard.NUISANCES[name](frames, RATE, np.random.default_rng(1)))[COUNT // 2]
            self.assertGreater(np.abs(seen.astype(int) - self.laid[name][COUNT // 2]).max(), 15, name)

    def test_of_faster_video_every_third_frame_is_looked_at(self):
        with tempfile.TemporaryDirectory() as folder:
            video = Path(folder) / "fast.mp4"
            hard.encode(video, self.frames[:60], 30, ["-crf", "12"])
            normal, frames, rate = hard.split(video, seconds=45)
            self.assertEqual((len(normal["fast"]), len(frames), round(rate)), (10, 10, 10))


if __name__ == "__main__":
    unittest.main()
