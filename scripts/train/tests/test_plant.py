import json
import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np

import plant

COUNT, SPEED = 420, 2


def scene():
    """A textured wall along which a dark block walks to and fro: list of uint8 [240, 320]."""
    generator = np.random.default_rng(0)
    wall = cv2.GaussianBlur(generator.integers(120, 200, (240, 320), dtype=np.uint8), (7, 7), 0)
    block = generator.integers(0, 60, (60, 24), dtype=np.uint8)
    frames = []
    for t in range(COUNT):
        frame, left = wall.copy(), 10 + abs((SPEED * t) % 520 - 260)
        frame[100:160, left:left + 24] = block
        frames.append(frame)
    return frames, wall


class PlantTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.frames, cls.wall = scene()

    def plant(self, kind):
        frames, masks = plant.PLANTERS[kind](self.frames, self.wall, np.random.default_rng(1))
        self.assertEqual(len(frames), len(masks))
        odd = np.array([mask.any() for mask in masks])
        self.assertTrue(odd.any())
        self.assertFalse(odd[:plant.PAUSE].any(), "it begins with normal video")
        return frames, masks, odd

    def position(self, frame):
        return np.flatnonzero(plant.foreground(frame, self.wall).any(axis=0)).mean()

    def test_a_fast_passage_runs_at_three_times_the_speed_and_nothing_jumps(self):
        frames, _, odd = self.plant("fast")
        steps = np.abs(np.diff([self.position(frame) for frame in frames]))
        self.assertAlmostEqual(np.median(steps[1:][odd[1:-1]]), plant.SPEED_UP * SPEED, delta=1)
        self.assertLessEqual(steps.max(), plant.SPEED_UP * SPEED + 1)

    def test_a_reversed_passage_runs_backwards_and_nothing_jumps(self):
        frames, _, odd = self.plant("reversed")
        steps = np.diff([self.position(frame) for frame in frames])
        first = int(np.flatnonzero(odd)[0])
        self.assertEqual(np.sign(steps[first + 5]), -np.sign(steps[first - 5]))
        self.assertLessEqual(np.abs(steps).max(), SPEED + 1)

    def test_somebody_stays_while_the_original_walks_on(self):
        frames, masks, odd = self.plant("stopped")
        last = int(np.flatnonzero(odd)[0])
        # The rim is blended into the wall.
        self.assertGreater(plant.foreground(frames[last], self.wall)[masks[last]].mean(), 0.8)
        self.assertGreater(np.abs(frames[last].astype(int) - self.frames[last])[masks[last]].mean(), plant.FOREGROUND)

    def test_a_pasted_thing_is_where_its_mask_says(self):
        frames, masks, odd = self.plant("pasted")
        changed = [(frame != old) for frame, old in zip(frames, self.frames)]
        self.assertFalse(any((change & ~mask).any() for change, mask in zip(changed, masks)))
        self.assertGreater(np.mean([change[mask].mean() for change, mask in zip(changed, masks) if mask.any()]), 0.9)

    def test_flames_change_everywhere_all_the_time_and_stay(self):
        frames, masks, odd = self.plant("flicker")
        outline = masks[int(np.flatnonzero(odd)[0])]
        for t in np.flatnonzero(odd[:-1] & odd[1:])[:plant.PASSAGE - 1]:
            self.assertTrue((masks[t] == outline).all())
            self.assertGreater(cv2.absdiff(frames[t], frames[t + 1])[outline].mean(), plant.FLAME_SPREAD / 3)
        self.assertFalse(any((frame != old).any() for frame, old, normal in zip(frames, self.frames, ~odd) if normal), "nothing else changes")

    def test_what_is_learned_from_holds_about_as_much_that_is_odd_as_asked_for_and_nothing_jumps(self):
        for kind in plant.KINDS:
            learned, odd = plant.plant_learned({"a": self.frames}, plant.PLANTERS[kind], self.wall, 0.05, 1)
            # At most one anomaly more than was asked for.
            self.assertGreaterEqual(odd, 0.05 * COUNT)
            self.assertLessEqual(odd, 0.05 * COUNT + plant.STAND)
            self.assertTrue(all((frame == old).all() for frame, old in zip(learned["a"][:plant.PAUSE], self.frames)))
            self.assertTrue(all((frame == old).all() for frame, old in zip(learned["a"][::-1][:10], self.frames[::-1])))

    def test_labels_frames_and_masks_belong_together(self):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "source"
            plant.write(source, self.frames[:300])
            plant.main([str(source), str(Path(folder) / "out"), "--normal-part", "0.3"])
            for kind in plant.KINDS:
                part = Path(folder) / "out" / kind
                labels = json.loads((part / "labels.json").read_text())["source"]
                self.assertEqual(len(list((part / "normal" / "source").iterdir())), 90)
                for name in ("test", "masks"):
                    self.assertEqual(len(labels), len(list((part / name / "source").iterdir())))
            with self.assertRaises(SystemExit):
                plant.main([str(source), str(Path(folder) / "out")])


if __name__ == "__main__":
    unittest.main()
