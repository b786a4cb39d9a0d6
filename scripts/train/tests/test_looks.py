import hashlib
import json
import random
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
import onnx
import torch
import torch.nn.functional as functional

import quantization as linear
import recipe as whole
from looks import crops, export, network, quantization, recipe, spoiling, teacher, training
from tests import documented, onnx_interpreter

MODELS = Path(__file__).resolve().parents[3] / "models"
SHIPPED = MODELS / "edgewatch-v2.json"


def random_student():
    torch.manual_seed(0)
    student = network.Student(network.Architecture()).eval()
    with torch.no_grad():
        for module in student.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.running_mean.normal_(0, 0.1)
                module.running_var.uniform_(0.5, 2)
                module.bias.normal_(0, 0.1)
            if isinstance(module, network.Attention):
                module.bias.normal_()
    return student


def pictures(count, height=64, width=96, seed=0):
    """Smooth noise that fills the range: [count, 1, height, width]."""
    generator = torch.Generator().manual_seed(seed)
    coarse = torch.rand(count, 1, height // 8, width // 8, generator=generator)
    return functional.interpolate(coarse, (height, width), mode="bicubic", align_corners=False).clamp(0, 1).mul(255).round()


def stub_teacher(grey):
    """In place of the teacher, of its shapes: what it says of a patch is its mean and its bars."""
    small = functional.avg_pool2d(grey, network.PATCH) / 255
    angles = torch.arange(384).view(1, -1, 1, 1) * 0.1
    return torch.cos(angles * small) + 0.1 * torch.sin(angles * 3)


def graph_input(picture):
    """Inputs of the graph for uint8 [h, w]: one block in which every place looks at those around it."""
    rows, columns = picture.shape[0] // network.PATCH, picture.shape[1] // network.PATCH
    places = np.arange(rows * columns)
    positions = np.stack([places // columns, places % columns], 1)
    seen = linear.relative_places(network.Architecture(), positions).astype(np.int32)
    return {"picture": picture[None, None], "queries": places[None], "keys": places[None], "places": seen[None], "slots": places}


class NetworkTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.student = random_student()
        cls.model = quantization.fold(cls.student, torch.cat([pictures(4), pictures(4, seed=1)]))

    def test_a_look_for_each_place_of_length_1(self):
        with torch.no_grad():
            looks = self.student(pictures(2))
        self.assertEqual(looks.shape, (2, 4, 6, network.LENGTH))
        np.testing.assert_allclose(looks.norm(dim=-1).numpy(), 1, atol=1e-5)

    def test_int8_says_what_float_says(self):
        cosines = recipe.cosines_of_int8(self.student, self.model, pictures(3, seed=2))
        self.assertEqual(cosines.shape, (3, 24))
        self.assertGreater(cosines.mean(), 0.98)

    def test_exported_graph_equals_the_simulation(self):
        graph = onnx.load_model_from_string(export.build(self.model, "test"))
        picture = pictures(1, seed=3)[0, 0].byte().numpy()
        found = onnx_interpreter.run(graph, graph_input(picture))["looks"]
        expected = quantization.forward(self.model, picture)
        self.assertEqual(found.shape, (24, network.LENGTH))
        cosines = (found * expected).sum(1) / np.linalg.norm(found, axis=1) / np.linalg.norm(expected, axis=1)
        # Where the two round another way, a code is off by one.
        self.assertGreater(cosines.min(), 0.999)

    def test_weights_cannot_saturate(self):
        for layer in (*self.model.convolutions, *self.model.linears.values()):
            weight = layer.weight if isinstance(layer, quantization.Convolution) else layer.quantized
            self.assertLessEqual(np.abs(weight.astype(int)).max(), linear.WEIGHT_LIMIT)


class CropsTest(unittest.TestCase):
    def setUp(self):
        rows, columns = torch.meshgrid(torch.arange(300.0), torch.arange(400.0), indexing="ij")
        self.photo = (rows + columns) * 255 / 700

    def test_shapes_are_whole_patches_and_levels_are_grey(self):
        cutter = crops.Crops([self.photo], [self.photo], random.Random(0))
        for _ in range(5):
            clean, seen = cutter.batch(4)
            self.assertEqual(clean.shape, seen.shape)
            self.assertIn(tuple(clean.shape[2:]), crops.CROP_SIZES)
            self.assertTrue(0 <= clean.min() and clean.max() <= 255)

    def test_a_quarter_is_not_shifted_and_nothing_by_more_than_three_pixels(self):
        clean, seen = crops.Crops([torch.rand(300, 400) * 255], [], random.Random(1)).batch(8)
        most = spoiling.LARGEST_SHIFT
        self.assertTrue(torch.equal(clean[::4], seen[::4]))
        for whole_picture, shifted in zip(clean, seen):
            inner = whole_picture[0, most:-most, most:-most]
            height, width = inner.shape
            matches = [torch.equal(inner, shifted[0, y:y + height, x:x + width])
                       for y in range(2 * most + 1) for x in range(2 * most + 1)]
            self.assertEqual(sum(matches), 1)

    def test_a_picture_smaller_than_the_crop_is_scaled_up(self):
        cut = crops.Crops([torch.rand(60, 80) * 255], [], random.Random(0)).cut(240, 384)
        self.assertEqual(cut.shape, (1, 1, 246, 390))


class SpoilingTest(unittest.TestCase):
    def test_shape_and_range_stay_and_about_a_quarter_is_clean(self):
        torch.manual_seed(0)
        clean = pictures(200, 32, 48)
        spoiled = spoiling.spoiled(clean)
        self.assertEqual(spoiled.shape, clean.shape)
        self.assertTrue(0 <= spoiled.min() and spoiled.max() <= 255)
        same = (spoiled == clean).flatten(1).all(1).float().mean().item()
        self.assertTrue(0.15 < same < 0.4, same)


class TrainingTest(unittest.TestCase):
    SHAPE = network.Architecture(channels=(4, 4, 8, 8), depth=(1, 1), blocks=1, heads=2)

    def fit(self, steps, checkpoint):
        photos = [picture[0] for picture in pictures(3, 96, 128)]
        with mock.patch.object(crops, "CROP_SIZES", ((32, 48), (48, 48))), mock.patch.object(training, "SAMPLE_BATCHES", 2), \
                mock.patch.object(training, "CHECKPOINT_STEPS", 2):
            return training.fit(photos, [], stub_teacher, steps, 4, 1, checkpoint, lambda _: None, self.SHAPE)

    def test_an_interrupted_training_ends_as_if_nothing_had_happened(self):
        with tempfile.TemporaryDirectory() as folder:
            whole_run, components, _ = self.fit(5, Path(folder) / "whole.checkpoint")
            step = training.Run.take_step

            def interrupted(run, *arguments):
                if run.step == 3:
                    raise KeyboardInterrupt
                return step(run, *arguments)

            checkpoint = Path(folder) / "run.checkpoint"
            with mock.patch.object(training.Run, "take_step", interrupted), self.assertRaises(KeyboardInterrupt):
                self.fit(5, checkpoint)
            self.assertTrue(checkpoint.exists())
            # As on a device whose library gives the components other signs.
            other = teacher.Components(components.centre, -components.directions)
            with mock.patch.object(training, "components_of", lambda *_: other):
                resumed, components_again, _ = self.fit(5, checkpoint)
        self.assertTrue(torch.equal(components.directions, components_again.directions))
        for (name, found), expected in zip(resumed.state_dict().items(), whole_run.state_dict().values()):
            self.assertTrue(torch.equal(found, expected), name)

    def test_the_rate_rises_and_falls(self):
        rates = [training.rate(step, 1000) for step in (0, 25, 50, 500, 999)]
        self.assertLess(rates[0], rates[1])
        self.assertLess(rates[1], rates[2])
        self.assertAlmostEqual(rates[3], training.LEARNING_RATE / 2, places=5)
        self.assertLess(rates[4], 1e-5)

    def test_a_look_like_the_teachers_costs_nothing(self):
        looks = functional.normalize(torch.randn(2, 3, 4, network.LENGTH), dim=-1)
        self.assertAlmostEqual(training.loss_of(looks, looks).item(), 0, places=5)
        self.assertGreater(training.loss_of(looks, looks.flip(0)).item(), 0.5)


class ManifestTest(unittest.TestCase):
    def test_golden_picture_is_what_the_daemon_feeds(self):
        picture = recipe.golden_picture()
        self.assertEqual((picture.shape, picture.dtype), ((64, 48), np.uint8))
        self.assertEqual(picture.flatten().tolist(), [documented.golden_byte(n) for n in range(64 * 48)])

    def test_looks_go_along_with_another_model(self):
        with tempfile.TemporaryDirectory() as folder:
            own, target = Path(folder) / "a", Path(folder) / "b"
            own.mkdir()
            target.mkdir()
            (own / "looks.onnx").write_bytes(b"looks")
            (own / "m.json").write_text(json.dumps({"name": "m", "look": {"file": "looks.onnx"}}), encoding="utf-8")
            (target / "n.json").write_text(json.dumps({"name": "n"}), encoding="utf-8")
            whole.renew_looks(target / "n.json", own / "m.json")
            self.assertEqual(json.loads((target / "n.json").read_text(encoding="utf-8")), {"name": "n", "look": {"file": "looks.onnx"}})
            self.assertEqual((target / "looks.onnx").read_bytes(), b"looks")
            self.assertEqual(whole.carry_looks(own / "m.json", own), {"look": {"file": "looks.onnx"}})
            self.assertEqual(whole.carry_looks(own / "none.json", target), {})
            self.assertEqual(whole.carry_looks(None, target), {})

    def test_what_is_written_of_looks_stands_in_the_models_manifest(self):
        model = quantization.fold(random_student(), pictures(2))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "m.json"
            path.write_text(json.dumps({"name": "m"}), encoding="utf-8")
            size = recipe.write(path, model, {"steps": 1}, {})
            content, written = (Path(folder) / "edgewatch-look-v1.onnx").read_bytes(), json.loads(path.read_text(encoding="utf-8"))
        look = written["look"]
        self.assertEqual((written["name"], look["bytes"], look["sha256"]), ("m", size, hashlib.sha256(content).hexdigest()))
        self.assertEqual((look["patch"], look["attention_reach"], look["length"]), (16, 3, 128))
        self.assertEqual(np.shape(look["golden"]["looks"]), (12, 128))


@unittest.skipUnless(SHIPPED.exists(), "no model has been made yet")
class ShippedLooksTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.look = json.loads(SHIPPED.read_text(encoding="utf-8"))["look"]
        cls.content = (MODELS / cls.look["file"]).read_bytes()
        cls.graph = onnx.load_model_from_string(cls.content)

    def test_manifest_names_this_file(self):
        self.assertEqual((self.look["sha256"], self.look["bytes"]), (hashlib.sha256(self.content).hexdigest(), len(self.content)))
        self.assertLessEqual(self.graph.ir_version, 8)

    def test_graph_gives_the_golden_looks(self):
        found = onnx_interpreter.run(self.graph, graph_input(recipe.golden_picture()))["looks"]
        golden = np.array(self.look["golden"]["looks"])
        cosines = (found * golden).sum(1) / np.linalg.norm(found, axis=1) / np.linalg.norm(golden, axis=1)
        self.assertLess(1 - cosines.min(), self.look["golden"]["tolerance"])


if __name__ == "__main__":
    unittest.main()
