import unittest

import cv2
import numpy as np

import attributes
import patches
import synthesis
import training
import validation


class NoiseStills:
    """Stands for real images, so that the tests need none."""

    def draw(self, generator):
        noise = generator.normal(0, 60, (240, 320)).astype(np.float32)
        return np.clip(cv2.GaussianBlur(noise, (0, 0), 2) * 3 + 128, 0, 255).astype(np.uint8)


def box(velocity, centre=(160, 120), size=80, seed=0):
    """One textured box on a flat ground: frames uint8 [5, 240, 320], flows and things."""
    generator = np.random.default_rng(seed)
    noise = cv2.GaussianBlur(generator.normal(0, 1, (2 * size, 2 * size)).astype(np.float32), (0, 0), 3)
    part = synthesis.Part(synthesis.superellipse(size, size, 10), 128 + 50 * noise / noise.std(), np.zeros(2), np.zeros(2))
    sprite = synthesis.Sprite([part], np.array(centre, float), np.array(velocity, float), 1.0, 0.0)
    frames, flows, things = synthesis.render(np.full((240, 320), 100, np.float32), [sprite])
    return np.clip(np.rint(frames), 0, 255).astype(np.uint8), flows, things


class RenderTest(unittest.TestCase):
    def test_placement_is_sub_pixel_exact(self):
        part = synthesis.Part(synthesis.superellipse(21, 15, 3), np.ones((42, 30), np.float32), np.zeros(2), np.zeros(2))
        for centre in ((50.0, 40.0), (50.25, 40.5), (50.9, 40.1)):
            alpha, _, top, left = synthesis.place(part, np.array(centre))
            y, x = np.mgrid[:alpha.shape[0], :alpha.shape[1]] + 0.5
            found = np.array([(alpha * x).sum(), (alpha * y).sum()]) / alpha.sum() + [left, top]
            np.testing.assert_allclose(found, centre, atol=0.03)

    def test_label_is_the_motion_that_block_matching_sees(self):
        for velocity in ((0.75, 0), (-1.5, 0.5), (0, 1.75)):
            frames, flows, things = box(velocity)
            positions = np.array([[7, 9], [7, 10]])
            _, volumes = patches.observe(frames, positions)
            speed = validation.block_matching_speed(volumes)
            np.testing.assert_allclose(speed, np.hypot(*velocity), atol=0.12)
            labels = attributes.measure(flows, things, positions)
            np.testing.assert_allclose(labels[:, 0], velocity[0], atol=0.01)
            np.testing.assert_allclose(labels[:, 1], velocity[1], atol=0.01)
            np.testing.assert_allclose(labels[:, 3], 1, atol=0.01)
            # u, v, speed, height, width, swing of an 80 px box without limbs; MARGIN is its soft edge.
            side = 80 - synthesis.MARGIN
            np.testing.assert_allclose(labels[:, 15:], [[*velocity, np.hypot(*velocity), side, side, 0]] * 2, atol=0.01)

    def test_sprites_may_stand_outside_the_frame(self):
        frames, flows, things = box((2, 0), centre=(-300, 500))
        self.assertEqual(np.abs(flows).max(), 0)
        self.assertEqual(len(np.unique(frames)), 1)
        self.assertTrue(np.isnan(things).all())

    def test_a_swinging_leg_does_not_change_the_speed_of_the_thing(self):
        generator = np.random.default_rng(3)
        parts = synthesis.figure(generator, NoiseStills(), 60, 1.0, 1, 0.6)
        sprite = synthesis.Sprite(parts, np.array([160.0, 120.0]), np.array([1.0, 0.0]), 0.6, 0.0)
        _, flows, things = synthesis.render(np.full((240, 320), 100, np.float32), [sprite])
        positions = np.stack(np.divmod(np.arange(15 * 20), 20), axis=1)
        values = attributes.measure(flows, things, positions)
        there = ~np.isnan(values[:, 15])
        self.assertGreater(there.sum(), 4)
        np.testing.assert_allclose(values[there, 17], 1, atol=1e-4)
        self.assertGreater(values[there, 2].max() - values[there & (values[:, 3] > 0.05), 2].min(), 0.1)
        self.assertGreater(values[there, 20].min(), 0.05)

    def test_the_size_of_a_thing_is_that_of_all_its_parts(self):
        part = lambda size, offset: synthesis.Part(
            synthesis.superellipse(size, size, 10), np.zeros((2 * size, 2 * size), np.float32), np.array(offset, float), np.zeros(2))
        thing = synthesis.Sprite([part(13, (0, -10)), part(23, (0, 10))], np.zeros(2), np.array([3.0, 4.0]), 1.0, 0.0)
        # 10 px above, 20 px below: from -15 to 20 in height, the wider one's 20 in width.
        np.testing.assert_allclose(thing.description(), [3, 4, 5, 35, 20, 0])

    def test_a_scene_is_repeatable_and_as_described(self):
        one, two = (synthesis.scene(np.random.default_rng(5), NoiseStills()) for _ in range(2))
        np.testing.assert_array_equal(one[0], two[0])
        self.assertEqual((one[0].shape, one[0].dtype), ((5, 240, 320), np.uint8))
        self.assertEqual(one[1].shape, (4, 240, 320, 2))
        self.assertEqual(one[2].shape, (6, 240, 320))

    def test_every_degradation_keeps_shape_and_type(self):
        frames, _, _ = box((1, 0))
        for seed in range(40):
            result = synthesis.degrade(np.random.default_rng(seed), frames.astype(np.float32))
            self.assertEqual((result.shape, result.dtype), (frames.shape, np.uint8))


class AttributesTest(unittest.TestCase):
    def test_windows_at_the_border_count_only_what_is_inside(self):
        flows = np.zeros((4, 64, 64, 2), np.float32)
        flows[..., 0] = 2
        values = attributes.measure(flows, None, np.array([[0, 0], [3, 3], [1, 2]]))
        for name, expected in (("u", 2), ("v", 0), ("speed", 2), ("occupancy", 1), ("speed_std", 0)):
            for window in attributes.WINDOWS:
                np.testing.assert_allclose(values[:, attributes.NAMES.index(f"{name}{window}")], expected, atol=1e-2)

    def test_windows_are_centred_on_the_patch(self):
        flows = np.zeros((4, 64, 64, 2), np.float32)
        flows[:, 16:32, 24:40, 1] = -1
        values = attributes.measure(flows, None, np.array([[1, 1], [1, 2]]))
        # The moving square of 256 px is cut by both 16 px windows, lies in both 32 px windows, and the 48 px window of
        # both lies wholly inside the frame.
        np.testing.assert_allclose(values[:, 3], 0.5, atol=1e-6)
        np.testing.assert_allclose(values[:, 8], 256 / 32 ** 2, atol=1e-6)
        np.testing.assert_allclose(values[:, 13], 256 / 48 ** 2, atol=1e-6)

    def test_decode_inverts_encode(self):
        values = np.abs(np.random.default_rng(1).normal(0, 2, (50, attributes.COUNT))).astype(np.float32)
        values[:, attributes.VELOCITY] *= -1
        np.testing.assert_allclose(attributes.decode(attributes.encode(values)), values, rtol=1e-4, atol=1e-5)


class AugmentationTest(unittest.TestCase):
    def test_a_mirrored_example_is_the_example_of_the_mirrored_clip(self):
        class Fixed:
            """A generator that mirrors (first draw 0), or flips (second draw 0), and nothing else."""
            def __init__(self, draws):
                self.draws = list(draws)

            def random(self, size=None):
                return self.draws.pop(0) if size is None else np.ones(size)

        frames, flows, things = box((1.5, -0.5), centre=(100, 90), size=40)

        def example(frames, flows, things):
            positions = patches.gate(frames)
            return (*patches.observe(frames, positions), positions, attributes.measure(flows, things, positions))

        original = example(frames, flows, things)
        for draws, axis, sign, grid in (((0, 1, 1), 2, [-1, 1], [1, -1]), ((1, 0, 1), 1, [1, -1], [-1, 1])):
            turned = np.flip(things, axis) * np.float32([*sign, 1, 1, 1, 1])[:, None, None]
            mirrored = example(np.ascontiguousarray(np.flip(frames, axis)), np.flip(flows, axis) * np.float32(sign), turned)
            pixels, volumes, positions, values = training.augment(original, Fixed(draws), 0)
            positions = positions - positions.min(axis=0)
            order = np.lexsort((positions[:, 1], positions[:, 0]))
            np.testing.assert_array_equal(pixels[order], mirrored[0])
            np.testing.assert_array_equal(volumes[order], mirrored[1])
            np.testing.assert_array_equal(positions[order], mirrored[2] - mirrored[2].min(axis=0))
            np.testing.assert_allclose(values[order], mirrored[3], atol=2e-2)


if __name__ == "__main__":
    unittest.main()
