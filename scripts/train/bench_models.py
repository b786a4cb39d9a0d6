"""Write the networks that the model benchmark compares with the shipped one; see tests/EdgeWatch.Benchmarks/README.md.

    /usr/bin/python3 scripts/train/bench_models.py [FOLDER]     default: artifacts/benchmarks/networks

Their weights are random: time does not depend on them. "sparse" is the shipped architecture as export.py writes it,
"dense" the same widths with attention from every token to every other one, without a bias by position. The last one
is a dense transformer with as many parameters (3.0 M) and tokens (800) as AED-MAE has.
"""

import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper

import export
import network
import patches
import quantization

FOLDER = Path(__file__).resolve().parents[2] / "artifacts" / "benchmarks" / "networks"
# Chosen to meet AED-MAE's parameters; it is wide and shallow because attention over 800 tokens costs most of the rest.
LARGE_WIDTH, LARGE_BLOCKS, LARGE_HEADS, LARGE_EXPANSION, LARGE_TOKENS = 320, 2, 5, 4, 800
LARGE_TOKEN_LENGTH = 3 * patches.PATCH * patches.PATCH


class _Dense:
    """A pre-norm transformer in which every token sees every other one; counts its parameters."""

    def __init__(self, graph, seed=0):
        self.graph, self.generator, self.parameters = graph, np.random.default_rng(seed), 0

    def linear(self, x, name, inputs, outputs, output=None):
        self.parameters += inputs * outputs + outputs
        weight = self.generator.normal(0, inputs ** -0.5, (inputs, outputs))
        return self.graph.linear(x, name, quantization.quantize(weight, np.zeros(outputs)), output)

    def attention(self, x, name, width, heads):
        graph = self.graph
        shape = graph.constant("split_shape", np.array([-1, 3, heads, width // heads], np.int64))
        split = graph.add("Reshape", self.linear(x, f"{name}.query_key_value", width, 3 * width), shape)
        parts = graph.add("Split", graph.add("Transpose", split, perm=[1, 2, 0, 3]), outputs=3, axis=0)
        first = graph.constant("first_axis", np.array([0], np.int64))
        query, key, value = (graph.add("Squeeze", part, first) for part in parts)
        scores = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 2, 1]))
        mixed = graph.add("MatMul", graph.add("Softmax", scores, axis=-1), value)
        merged = graph.constant("merged_shape", np.array([-1, width], np.int64))
        mixed = graph.add("Reshape", graph.add("Transpose", mixed, perm=[1, 0, 2]), merged)
        return self.linear(mixed, f"{name}.projection", width, width)

    def blocks(self, x, width, blocks, heads, expansion):
        for number in range(blocks):
            name = f"block{number}"
            normed = self.graph.norm(x, width)
            x = self.graph.add("Add", x, self.attention(normed, name, width, heads))
            hidden = self.linear(self.graph.norm(x, width), f"{name}.expand", width, expansion * width)
            hidden = self.linear(self.graph.add("Relu", hidden), f"{name}.contract", expansion * width, width)
            x = self.graph.add("Add", x, hidden)
        return x


def sparse(is_int8):
    """The shipped architecture with random weights, as bytes."""
    import torch

    torch.manual_seed(0)
    return export.build(quantization.fold(network.Network().eval()), "benchmark", is_int8)


def dense(is_int8):
    """The shipped widths with dense attention."""
    graph, shape = export.Graph(is_int8), network.SHIPPED
    model = _Dense(graph)
    x = graph.add("Relu", model.linear(graph.tokens(), "embed_in", patches.TOKEN_LENGTH, shape.hidden))
    x = model.linear(x, "embed_out", shape.hidden, shape.width)
    x = model.blocks(x, shape.width, shape.blocks, shape.heads, shape.expansion)
    embedding = graph.norm(x, shape.width, output="embedding")
    model.linear(embedding, "head", shape.width, network.OUTPUTS, output="attributes")
    return _package(graph, patches.TOKEN_LENGTH, {"attributes": network.OUTPUTS, "embedding": shape.width})


def large():
    """A dense float transformer of AED-MAE's size: pixels of a patch in, pixels out."""
    graph = export.Graph(is_int8=False)
    model = _Dense(graph)
    x = model.linear("tokens", "embed", LARGE_TOKEN_LENGTH, LARGE_WIDTH)
    x = model.blocks(x, LARGE_WIDTH, LARGE_BLOCKS, LARGE_HEADS, LARGE_EXPANSION)
    model.linear(graph.norm(x, LARGE_WIDTH), "head", LARGE_WIDTH, LARGE_TOKEN_LENGTH, output="pixels")
    attention = 2 * LARGE_BLOCKS * LARGE_TOKENS ** 2 * LARGE_WIDTH
    macs = model.parameters * LARGE_TOKENS + attention
    print(f"AED-MAE-sized: {model.parameters / 1e6:.2f} M parameters, {macs / 1e9:.2f} GMAC at {LARGE_TOKENS} tokens")
    return _package(graph, LARGE_TOKEN_LENGTH, {"pixels": LARGE_TOKEN_LENGTH})


def _package(graph, token_length, outputs):
    def tensor(name, width, kind=TensorProto.FLOAT):
        return helper.make_tensor_value_info(name, kind, ["K", width])

    body = helper.make_graph(graph.nodes, "benchmark", [tensor("tokens", token_length, export.token_type(graph))],
                             [tensor(name, width) for name, width in outputs.items()],
                             initializer=list(graph.constants.values()))
    model = helper.make_model(body, opset_imports=[helper.make_opsetid("", export.OPSET)])
    model.ir_version = export.IR_VERSION
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString(deterministic=True)


def main(folder=FOLDER):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in (("sparse-int8", lambda: sparse(True)), ("sparse-float", lambda: sparse(False)),
                       ("dense-int8", lambda: dense(True)), ("dense-float", lambda: dense(False)),
                       ("AED-MAE-sized", large)):
        content = make()
        (folder / f"{name}.onnx").write_bytes(content)
        print(f"{folder / name}.onnx: {len(content)} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:2])
