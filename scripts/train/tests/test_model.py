import hashlib
import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
import onnx
import torch

import attributes
import export
import manifest
import network
import quantization
import training
from tests import documented, onnx_interpreter

MODELS = Path(__file__).resolve().parents[3] / "models"
SHIPPED = MODELS / "edgewatch-v2.onnx"


def random_network():
    torch.manual_seed(0)
    result = network.Network().eval()
    with torch.no_grad():
        result.relative_bias.normal_()
        for module in result.modules():
            if isinstance(module, torch.nn.LayerNorm):
                module.weight.uniform_(0.5, 2)
                module.bias.normal_()
        result.target_mean.normal_()
        result.target_deviation.uniform_(0.5, 2)
    return result


def random_input(count, seed=0):
    generator = np.random.default_rng(seed)
    cells = generator.permutation(15 * 20)[:count]
    tokens = generator.uniform(-1, 1, (count, 1643)).astype(np.float32)
    return tokens, np.stack(np.divmod(np.sort(cells), 20), axis=1)


def run_torch(model, tokens, positions):
    padding = torch.zeros(1, len(tokens), dtype=torch.bool)
    with torch.no_grad():
        outputs, embedding = model(torch.from_numpy(tokens)[None], torch.from_numpy(positions)[None], padding)
        # The exported network gives what the last norm has before its scale and shift.
        embedding = (embedding[0] - model.norm.bias) / model.norm.weight
    return physical(model, outputs[0]).numpy(), embedding.numpy()


def physical(model, outputs):
    """Outputs [K, 25] as the exported network gives them."""
    values = outputs[:, :attributes.COUNT] * model.target_deviation + model.target_mean
    sigmas = outputs[:, attributes.COUNT:] + torch.log(model.target_deviation[attributes.SPEED])
    return torch.cat([values, sigmas], dim=1)


def graph_input(tokens, positions, queries, keys, slots):
    """Inputs of the graph for blocks of queries and keys; what pads the keys is out of the range of tokens."""
    padded = np.pad(quantization.relative_places(network.SHIPPED, positions), ((0, 0), (0, 1)),
                    constant_values=network.SHIPPED.offsets)
    places = padded[queries[:, :, None], keys[:, None, :]].astype(np.int32)
    return {"tokens": tokens, "queries": queries, "keys": np.where(keys < len(tokens), keys, 0), "places": places, "slots": slots}


def in_one_block(tokens, positions):
    """Inputs of the graph: every token sees all others that are near enough."""
    everything = np.arange(len(tokens))[None]
    return graph_input(tokens, positions, everything, everything, everything[0])


def in_tiles(tokens, positions, side=4, reach=3):
    """Inputs of the graph: tiles of 4 x 4 patches, each looking at those 3 patches around it too."""
    count, queries, keys, slots = len(tokens), [], [], np.zeros(len(tokens), np.int64)
    for tile in sorted({(row // side, column // side) for row, column in positions.tolist()}):
        corner = np.array(tile) * side
        inside = np.flatnonzero(((positions >= corner) & (positions < corner + side)).all(axis=1))
        around = np.flatnonzero(((positions >= corner - reach) & (positions < corner + side + reach)).all(axis=1))
        slots[inside] = len(queries) * side * side + np.arange(len(inside))
        queries.append(np.pad(inside, (0, side * side - len(inside))))
        keys.append(np.pad(around, (0, (side + 2 * reach) ** 2 - len(around)), constant_values=count))
    return graph_input(tokens, positions, np.stack(queries), np.stack(keys), slots)


class NetworkTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.network = random_network()
        cls.model = quantization.fold(cls.network)

    def test_folded_float_model_equals_the_trained_one(self):
        for count in (1, 12, 96):
            tokens, positions = random_input(count)
            expected = run_torch(self.network, tokens, positions)
            found = quantization.forward(self.model, tokens, positions, quantization.apply_float)
            for a, b in zip(found, expected):
                np.testing.assert_allclose(a, b, atol=2e-5)

    def test_padding_changes_nothing(self):
        tokens, positions = random_input(7)
        wide, places = torch.zeros(1, 11, 1643), torch.zeros(1, 11, 2, dtype=torch.long)
        wide[0, :7], places[0, :7] = torch.from_numpy(tokens), torch.from_numpy(positions)
        with torch.no_grad():
            padded, _ = self.network(wide, places, torch.arange(11)[None] >= 7)
        values = physical(self.network, padded[0, :7])
        np.testing.assert_allclose(values.numpy(), run_torch(self.network, tokens, positions)[0], atol=2e-5)

    def test_a_token_four_patches_away_is_not_seen(self):
        tokens, _ = random_input(2)
        for column, seen in ((3, True), (4, False)):
            positions = np.array([[5, 0], [5, column]])
            alone = quantization.forward(self.model, tokens[:1], positions[:1], quantization.apply_float)[0]
            pair = quantization.forward(self.model, tokens, positions, quantization.apply_float)[0]
            self.assertEqual(np.abs(alone[0] - pair[0]).max() > 1e-4, seen)

    def test_exported_graph_equals_the_simulation(self):
        graph = onnx.load_model_from_string(export.build(self.model, "test"))
        for count in (1, 12, 40):
            tokens, positions = random_input(count)
            found = onnx_interpreter.run(graph, in_one_block(quantization.codes_of(tokens), positions))
            values, embedding = quantization.forward(self.model, tokens, positions)
            np.testing.assert_allclose(found["attributes"], values, atol=0.05)
            np.testing.assert_allclose(found["embedding"], embedding, atol=0.05)

    def test_blocks_of_tiles_give_what_one_block_gives(self):
        graph = onnx.load_model_from_string(export.build(self.model, "test", is_int8=False))
        for count in (1, 30, 150):
            tokens, positions = random_input(count)
            whole = onnx_interpreter.run(graph, in_one_block(tokens, positions))
            tiled = onnx_interpreter.run(graph, in_tiles(tokens, positions))
            for name in ("attributes", "embedding"):
                np.testing.assert_allclose(tiled[name], whole[name], atol=2e-4)

    def test_an_exported_network_can_be_read_and_trained_on(self):
        model = export.read(export.build(self.model, "test"))
        self.assertEqual(model.shape, self.network.shape)
        tokens, positions = random_input(20)
        expected = quantization.forward(model, tokens, positions, quantization.apply_float)
        unfolded = quantization.unfold(model).eval()
        for found, wanted in zip(run_torch(unfolded, tokens, positions), expected):
            np.testing.assert_allclose(found, wanted, atol=2e-4)
        unfolded.standardise(torch.randn(attributes.COUNT), torch.rand(attributes.COUNT) + 0.5)
        np.testing.assert_allclose(run_torch(unfolded, tokens, positions)[0], expected[0], atol=2e-4)

    def test_macs_and_parameters_are_those_of_the_recipe(self):
        self.assertEqual(sum(value.numel() for value in self.network.parameters()), 628453)
        self.assertEqual(round(network.SHIPPED.macs(64) / 1e6, 1), 43.0)


class TrainingTest(unittest.TestCase):
    def test_an_interrupted_training_ends_as_if_nothing_had_happened(self):
        generator = np.random.default_rng(0)
        examples = []
        for count in (7, 9, 12):
            values = np.abs(generator.normal(0, 1, (count, attributes.COUNT))).astype(np.float32)
            examples.append((generator.integers(0, 255, (count, 3, 16, 16)).astype(np.uint8),
                             generator.integers(0, 9999, (count, 3, 17, 17)).astype(np.uint16), random_input(count)[1], values))
        whole = training.fit(examples, 20, 1, lambda _: None)
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(training, "CHECKPOINT_STEPS", 6):
            checkpoint = Path(folder) / "run.checkpoint"
            step = training.Run.take_step

            def interrupted(run, given):
                if run.step == 14:
                    raise KeyboardInterrupt
                step(run, given)

            with mock.patch.object(training.Run, "take_step", interrupted), self.assertRaises(KeyboardInterrupt):
                training.fit(examples, 20, 1, lambda _: None, checkpoint=checkpoint)
            resumed = training.fit(examples, 20, 1, lambda _: None, checkpoint=checkpoint)
        for found, expected in zip(resumed.parameters(), whole.parameters()):
            self.assertTrue(torch.equal(found, expected))


class QuantizationTest(unittest.TestCase):
    def test_products_of_two_pairs_fit_sixteen_bits(self):
        self.assertLessEqual(2 * 255 * quantization.WEIGHT_LIMIT, 2 ** 15 - 1)
        layer = quantization.quantize(np.random.default_rng(0).normal(0, 1, (96, 30)), np.zeros(30))
        self.assertLessEqual(np.abs(layer.quantized.astype(int)).max(), quantization.WEIGHT_LIMIT)

    def test_error_is_small(self):
        generator = np.random.default_rng(0)
        layer = quantization.quantize(generator.normal(0, 1, (200, 40)), generator.normal(0, 1, 40))
        x = generator.normal(0, 1, (30, 200)).astype(np.float32)
        exact = quantization.apply_float(x, layer)
        self.assertLess(np.abs(quantization.apply_int8(x, layer) - exact).std() / exact.std(), 0.02)

    def test_zeros_stay_zeros(self):
        layer = quantization.quantize(np.ones((4, 2)), np.array([1.0, 2.0]))
        np.testing.assert_array_equal(quantization.apply_int8(np.zeros((3, 4), np.float32), layer), [[1, 2]] * 3)

    def test_codes_are_tokens_in_steps_of_a_32nd_and_end_at_4(self):
        values = np.array([0, 1 / 32, -1 / 32, 0.4 / 32, 0.6 / 32, 3.96875, 9, -4, -9], np.float32)
        self.assertEqual(quantization.codes_of(values).tolist(), [128, 129, 127, 128, 129, 255, 255, 0, 0])


class GoldenTest(unittest.TestCase):
    def test_hash_is_as_documented(self):
        codes, positions = manifest.golden_input()
        for k, i in ((0, 0), (0, 1), (3, 17), (11, 1642)):
            self.assertEqual(codes[k, i], documented.golden_byte(k * 1643 + i))
        self.assertEqual(positions[7].tolist(), [1, 3])


@unittest.skipUnless(SHIPPED.exists(), "no model has been made yet")
class ShippedModelTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.content = SHIPPED.read_bytes()
        cls.manifest = json.loads(SHIPPED.with_suffix(".json").read_text(encoding="utf-8"))
        cls.graph = onnx.load_model_from_string(cls.content)

    def test_manifest_names_this_file(self):
        self.assertEqual(self.manifest["sha256"], hashlib.sha256(self.content).hexdigest())
        self.assertEqual(self.manifest["bytes"], len(self.content))
        self.assertLess(len(self.content), 4_000_000)
        self.assertLessEqual(self.graph.ir_version, 8)

    def test_graph_gives_the_golden_vector(self):
        tokens, positions = manifest.golden_input()
        found = onnx_interpreter.run(self.graph, in_one_block(tokens, positions))["attributes"]
        golden = self.manifest["golden"]
        np.testing.assert_allclose(found, golden["attributes"], atol=golden["tolerance"])

    def test_weights_cannot_saturate(self):
        for tensor in self.graph.graph.initializer:
            if tensor.data_type == onnx.TensorProto.INT8:
                self.assertLessEqual(np.abs(onnx.numpy_helper.to_array(tensor).astype(int)).max(), 64)


if __name__ == "__main__":
    unittest.main()
