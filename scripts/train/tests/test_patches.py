import unittest

import numpy as np

import patches


def moving_texture(dy, dx, height=96, width=128, seed=3):
    """Five frames of a random texture that moves by whole pixels per frame."""
    wide = np.random.default_rng(seed).integers(0, 256, (height + 64, width + 64)).astype(np.uint8)
    return np.stack([wide[32 - dy * t:32 - dy * t + height, 32 - dx * t:32 - dx * t + width]
                     for t in range(patches.CLIP_LENGTH)])


def cost_by_definition(newer, older, y0, x0, dy, dx):
    total, height, width = 0, newer.shape[0] - 1, newer.shape[1] - 1
    for y in range(y0, y0 + 16):
        for x in range(x0, x0 + 16):
            a = newer[min(max(y, 0), height), min(max(x, 0), width)]
            b = older[min(max(y - dy, 0), height), min(max(x - dx, 0), width)]
            total += abs(int(a) - int(b))
    return total


class GateTest(unittest.TestCase):
    def test_still_picture_is_inactive(self):
        self.assertEqual(len(patches.gate(np.full((5, 64, 96), 90, np.uint8))), 0)

    def test_level_is_the_mean_over_four_pairs_and_must_be_exceeded(self):
        clip = np.full((5, 32, 32), 100, np.uint8)
        clip[4, :16, :16] += 8
        clip[4, 16:, 16:] += 9
        np.testing.assert_array_equal(patches.activity(clip), [[2.0, 0], [0, 2.25]])
        np.testing.assert_array_equal(patches.gate(clip), [[1, 1]])

    def test_strongest_stay_in_row_major_order_and_first_wins_a_tie(self):
        clip = np.full((5, 32, 48), 100, np.uint8)
        for number, step in enumerate((20, 90, 40, 20, 30, 20)):
            row, column = divmod(number, 3)
            clip[4, row * 16:row * 16 + 16, column * 16:column * 16 + 16] += np.uint8(step)
        np.testing.assert_array_equal(patches.gate(clip, limit=4), [[0, 0], [0, 1], [0, 2], [1, 1]])


class CostVolumeTest(unittest.TestCase):
    def test_minimum_is_the_motion_over_the_lag(self):
        clip = moving_texture(dy=1, dx=-2)
        inner = np.array([[2, 3]])
        _, volumes = patches.observe(clip, inner)
        for volume, lag in ((volumes[0, 0], 2), (volumes[0, 2], 4)):
            i, j = np.unravel_index(volume.argmin(), volume.shape)
            self.assertEqual((i - 8, j - 8, volume.min()), (lag, -2 * lag, 0))

    def test_half_resolution_counts_half_pixels(self):
        _, volumes = patches.observe(moving_texture(dy=-2, dx=4), np.array([[2, 3]]))
        i, j = np.unravel_index(volumes[0, 1].argmin(), (17, 17))
        self.assertEqual((i - 8, j - 8), (-2, 4))

    def test_equals_the_definition_also_at_borders(self):
        clip = moving_texture(dy=1, dx=3)
        places = np.array([[0, 0], [0, 7], [5, 0], [5, 7], [2, 4]])
        _, volumes = patches.observe(clip, places)
        for place, per_patch in zip(places, volumes):
            for (lag, scale), volume in zip(patches.VOLUMES, per_patch):
                newer, older, (y, x) = clip[-1], clip[-1 - lag], place * 16
                if scale == 2:
                    newer, older, (y, x) = patches.halve(newer), patches.halve(older), place * 8 - 4
                for dy, dx in ((-8, -8), (8, 3), (0, 0), (-1, 8)):
                    self.assertEqual(volume[dy + 8, dx + 8], cost_by_definition(newer, older, y, x, dy, dx))

    def test_halving_rounds_half_up(self):
        np.testing.assert_array_equal(patches.halve(np.array([[0, 1], [1, 0]], np.uint8)), [[1]])
        np.testing.assert_array_equal(patches.halve(np.full((2, 2), 255, np.uint8)), [[255]])


class TokenTest(unittest.TestCase):
    def setUp(self):
        generator = np.random.default_rng(0)
        self.pixels = generator.integers(0, 256, (3, 3, 16, 16)).astype(np.uint8)
        self.volumes = generator.integers(500, 20000, (3, 3, 17, 17)).astype(np.uint16)
        self.tokens = patches.tokens(self.pixels, self.volumes)

    def test_length(self):
        self.assertEqual(patches.TOKEN_LENGTH, 1643)
        self.assertEqual(self.tokens.shape, (3, 1643))

    def test_layout(self):
        pixels, cost = self.pixels[1].astype(float), self.volumes[1].astype(float) / 256
        mean, spread = pixels.mean(), pixels.std() + 8
        token = self.tokens[1]
        expected = [mean / 128 - 1, spread / 64, *(np.log(1 + v.min()) - 1 for v in cost),
                    *(np.log(1 + v.mean()) - 2 for v in cost)]
        np.testing.assert_allclose(token[:8], expected, atol=1e-5)
        np.testing.assert_allclose(token[8:776], ((pixels - mean) / spread).ravel(), atol=1e-5)
        scaled = [((v - v.min()) / (v.mean() - v.min() + 1) - 1).ravel() for v in cost]
        np.testing.assert_allclose(token[776:], np.concatenate(scaled), atol=1e-5)

    def test_flat_patch_is_finite(self):
        token = patches.tokens(np.zeros((1, 3, 16, 16), np.uint8), np.zeros((1, 3, 17, 17), np.uint16))
        self.assertTrue(np.isfinite(token).all())


if __name__ == "__main__":
    unittest.main()
