import json
import unittest

import numpy as np

import attributes
import manifest
import patches
import validation


def example(count=60, seed=0):
    generator = np.random.default_rng(seed)
    values = np.abs(generator.normal(0, 1, (count, attributes.COUNT))).astype(np.float32)
    values[:, attributes.OCCUPANCY] = generator.uniform(0.01, 1, (count, 3))
    values[:2, attributes.OCCUPANCY] = 0
    positions = np.stack(np.divmod(np.arange(count), 20), axis=1)
    volumes = generator.integers(1000, 9000, (count, 3, 17, 17)).astype(np.uint16)
    return np.zeros((count, 3, 16, 16), np.uint8), volumes, positions, values


class FiguresTest(unittest.TestCase):
    def test_the_truth_scores_perfectly(self):
        examples = [example()]
        result = validation.figures(attributes.encode(examples[0][3]), examples)
        for name in ("r2_speed32", "r2_u32", "correlation_speed32", "r2_speed32_border_columns", "slow_r2_speed32"):
            self.assertEqual(result[name], 1)
        self.assertEqual((result["false_motion_share"], result["bias_speed32"]), (0, 0))

    def test_motion_where_nothing_moves_is_counted(self):
        examples = [example()]
        wrong = attributes.encode(examples[0][3])
        wrong[:1, validation.OCCUPANCY32] = 0.5
        still = (examples[0][3][:, validation.OCCUPANCY48] < validation.STILL).sum()
        self.assertAlmostEqual(validation.figures(wrong, examples)["false_motion_share"], 1 / still, places=4)


class BlockMatchingTest(unittest.TestCase):
    def test_a_bowl_between_two_pixels_is_found_there(self):
        shift = np.arange(patches.SHIFTS) - patches.SEARCH_RADIUS
        bowl = 1000 + 100 * ((shift[:, None] - 1.25) ** 2 + (shift[None, :] + 3.0) ** 2)
        volumes = np.repeat(bowl.astype(np.uint16)[None, None], 3, axis=1)
        length = np.hypot(1.25, 3)
        expected = (length / 2 + length * 2 / 2 + length / 4) / 3
        np.testing.assert_allclose(validation.block_matching_speed(volumes), [expected], atol=0.02)

    def test_a_flat_volume_is_no_motion(self):
        self.assertEqual(validation.block_matching_speed(np.full((1, 3, 17, 17), 700, np.uint16))[0], 0)


class ManifestTextTest(unittest.TestCase):
    def test_layout_changes_nothing(self):
        content = {"a": 1, "b": {"c": [[1.5, 2], [3, 4]], "d": {}, "e": [{"lag": 2}, {"lag": 4}]}, "f": ["ü", None, True]}
        self.assertEqual(json.loads(manifest.text(content)), content)
        self.assertIn('"c": [\n      [1.5, 2],\n', manifest.text(content))


if __name__ == "__main__":
    unittest.main()
