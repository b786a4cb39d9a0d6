"""The ONNX file, written operator by operator.

A traced export cannot express DynamicQuantizeLinear and MatMulInteger, and rewriting one afterwards is harder to read
than this. Linear layers are int8; norms, softmax, the two attention products and residuals stay float, where int8
gains nothing. Every linear layer is the pattern that ONNX Runtime fuses into one kernel.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import attributes
import patches
from network import BLOCKS, HEADS, OFFSETS, RADIUS, WIDTH
from quantization import EPSILON

OPSET = 17
IR_VERSION = 8


class _Graph:
    """Nodes and constants as they are added; values are referred to by name."""

    def __init__(self):
        self.nodes, self.constants, self.count = [], {}, 0

    def constant(self, name, value):
        self.constants.setdefault(name, numpy_helper.from_array(np.asarray(value), name))
        return name

    def add(self, operator, *inputs, outputs=1, name=None, **parameters):
        self.count += 1
        base = name or f"{operator.lower()}_{self.count}"
        names = [base] if outputs == 1 else [f"{base}_{number}" for number in range(outputs)]
        self.nodes.append(helper.make_node(operator, list(inputs), names, name=f"node_{base}", **parameters))
        return names[0] if outputs == 1 else names

    def linear(self, x, name, layer, output=None):
        codes, scale, zero = self.add("DynamicQuantizeLinear", x, outputs=3)
        weight = self.constant(f"{name}.weight", layer.quantized)
        sums = self.add("MatMulInteger", codes, weight, zero)
        both = self.add("Mul", scale, self.constant(f"{name}.scale", layer.scale))
        product = self.add("Mul", self.add("Cast", sums, to=TensorProto.FLOAT), both)
        return self.add("Add", product, self.constant(f"{name}.bias", layer.bias), name=output)

    def norm(self, x, name, parameters, output=None):
        gamma, beta = (self.constant(f"{name}.{kind}", value) for kind, value in zip(("gamma", "beta"), parameters))
        return self.add("LayerNormalization", x, gamma, beta, name=output, axis=-1, epsilon=EPSILON)


def build(model, description):
    """The graph: tokens [K, 1643], positions [K, 2] -> attributes [K, 15], embedding [K, 96]."""
    graph = _Graph()
    biases = _attention_biases(graph, model)
    split_shape = graph.constant("split_shape", np.array([-1, 3, HEADS, WIDTH // HEADS], np.int64))
    merged_shape = graph.constant("merged_shape", np.array([-1, WIDTH], np.int64))
    first = graph.constant("first_axis", np.array([0], np.int64))
    x = graph.linear("tokens", "embed_in", model.linears["embed_in"])
    x = graph.linear(graph.add("Relu", x), "embed_out", model.linears["embed_out"])
    for block in range(BLOCKS):
        name = f"block{block}"
        normed = graph.norm(x, f"{name}.attention_norm", model.norms[f"{name}.attention_norm"])
        split = graph.linear(normed, f"{name}.query_key_value", model.linears[f"{name}.query_key_value"])
        split = graph.add("Transpose", graph.add("Reshape", split, split_shape), perm=[1, 2, 0, 3])
        query, key, value = (graph.add("Squeeze", part, first)
                             for part in graph.add("Split", split, outputs=3, axis=0))
        scores = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 2, 1]))
        weights = graph.add("Softmax", graph.add("Add", scores, biases[block]), axis=-1)
        mixed = graph.add("Transpose", graph.add("MatMul", weights, value), perm=[1, 0, 2])
        mixed = graph.add("Reshape", mixed, merged_shape)
        x = graph.add("Add", x, graph.linear(mixed, f"{name}.projection", model.linears[f"{name}.projection"]))
        normed = graph.norm(x, f"{name}.mlp_norm", model.norms[f"{name}.mlp_norm"])
        hidden = graph.add("Relu", graph.linear(normed, f"{name}.expand", model.linears[f"{name}.expand"]))
        x = graph.add("Add", x, graph.linear(hidden, f"{name}.contract", model.linears[f"{name}.contract"]))
    embedding = graph.norm(x, "norm", model.norms["norm"], output="embedding")
    graph.linear(embedding, "head", model.linears["head"], output="attributes")
    return _package(graph, description)


def _attention_biases(graph, model):
    """Per block the bias [heads, K, K]: looked up by relative position, with one entry for "too far"."""
    integer = {name: graph.constant(name, np.array(value, np.int64))
               for name, value in (("radius", RADIUS), ("span", 2 * RADIUS + 1), ("far", OFFSETS), ("lowest", 0),
                                   ("highest", 2 * RADIUS), ("row_axis", [1]), ("key_axis", [0]))}
    place, near = None, None
    for axis in range(2):
        coordinate = graph.add("Gather", "positions", graph.constant(f"axis{axis}", np.array(axis, np.int64)), axis=1)
        offset = graph.add("Sub", graph.add("Unsqueeze", coordinate, integer["row_axis"]),
                           graph.add("Unsqueeze", coordinate, integer["key_axis"]))
        shifted = graph.add("Add", offset, integer["radius"])
        inside = graph.add("And", graph.add("GreaterOrEqual", shifted, integer["lowest"]),
                           graph.add("LessOrEqual", shifted, integer["highest"]))
        near = inside if near is None else graph.add("And", near, inside)
        place = shifted if place is None else graph.add("Add", graph.add("Mul", place, integer["span"]), shifted)
    place = graph.add("Where", near, place, integer["far"])
    table = graph.constant("relative_bias", model.bias_table)
    return graph.add("Split", graph.add("Gather", table, place, axis=1), outputs=BLOCKS, axis=0)


def _package(graph, description):
    def tensor(name, kind, width):
        return helper.make_tensor_value_info(name, kind, ["K", width])

    body = helper.make_graph(
        graph.nodes, "edgewatch",
        [tensor("tokens", TensorProto.FLOAT, patches.TOKEN_LENGTH), tensor("positions", TensorProto.INT64, 2)],
        [tensor("attributes", TensorProto.FLOAT, attributes.COUNT), tensor("embedding", TensorProto.FLOAT, WIDTH)],
        initializer=list(graph.constants.values()))
    model = helper.make_model(body, producer_name="edgewatch", doc_string=description,
                              opset_imports=[helper.make_opsetid("", OPSET)])
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString(deterministic=True)
