"""The ONNX file, written operator by operator.

A traced export cannot express DynamicQuantizeLinear and MatMulInteger, and rewriting one afterwards is harder to read
than this. Linear layers are int8; norms, softmax, the two attention products and residuals stay float, where int8
gains nothing. Every linear layer is the pattern that ONNX Runtime fuses into one kernel.

Attention is block-sparse by gather and batch: the caller deals the tokens out to blocks, and the tokens of a block
(queries) look at the tokens near the block (keys). One block of all tokens is dense attention, cheapest for a few dozen
tokens; blocks of a few patches keep the cost in proportion to the tokens however many there are. Both give the same
result, since a token sees those within its radius and no others.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import network
import patches
from quantization import EPSILON, Linear, Model

OPSET = 17
IR_VERSION = 8
# Rows and columns away from any patch: where the padding among a block's keys stands.
NOWHERE = -1_000_000


class _Graph:
    """Nodes and constants as they are added; values are referred to by name."""

    def __init__(self, is_int8):
        self.nodes, self.constants, self.count, self.is_int8 = [], {}, 0, is_int8

    def constant(self, name, value):
        self.constants.setdefault(name, numpy_helper.from_array(np.asarray(value), name))
        return name

    def integer(self, name, value):
        return self.constant(name, np.array(value, np.int64))

    def add(self, operator, *inputs, outputs=1, name=None, **parameters):
        self.count += 1
        base = name or f"{operator.lower()}_{self.count}"
        names = [base] if outputs == 1 else [f"{base}_{number}" for number in range(outputs)]
        self.nodes.append(helper.make_node(operator, list(inputs), names, name=f"node_{base}", **parameters))
        return names[0] if outputs == 1 else names

    def linear(self, x, name, layer, output=None):
        if self.is_int8:
            product = self._int8_product(x, name, layer)
        else:
            product = self.add("MatMul", x, self.constant(f"{name}.weight", layer.weight))
        return self.add("Add", product, self.constant(f"{name}.bias", layer.bias), name=output)

    def _int8_product(self, x, name, layer):
        codes, scale, zero = self.add("DynamicQuantizeLinear", x, outputs=3)
        weight = self.constant(f"{name}.weight", layer.quantized)
        sums = self.add("MatMulInteger", codes, weight, zero)
        both = self.add("Mul", scale, self.constant(f"{name}.scale", layer.scale))
        return self.add("Mul", self.add("Cast", sums, to=TensorProto.FLOAT), both)

    def norm(self, x, name, parameters, output=None):
        gamma, beta = (self.constant(f"{name}.{kind}", value) for kind, value in zip(("gamma", "beta"), parameters))
        return self.add("LayerNormalization", x, gamma, beta, name=output, axis=-1, epsilon=EPSILON)


def build(model, description, is_int8=True):
    """The graph, serialised.

    In: tokens [K, 1643], positions [K, 2], queries [B, Q] and keys [B, N] (indices of tokens; K stands for padding among
    keys, padding among queries may be any token), slots [K] (where each token stands among the queries, as B * Q).
    Out: attributes [K, 25], embedding [K, width].
    """
    graph, shape = _Graph(is_int8), model.shape
    split_shape = graph.integer("split_shape", [-1, 3, shape.heads, shape.width // shape.heads])
    first = graph.integer("first_axis", [0])
    keys = _existing(graph, "keys")
    queries = _existing(graph, "queries")
    biases = _attention_biases(graph, model)
    x = graph.linear("tokens", "embed_in", model.linears["embed_in"])
    x = graph.linear(graph.add("Relu", x), "embed_out", model.linears["embed_out"])
    for block in range(shape.blocks):
        name = f"block{block}"
        normed = graph.norm(x, f"{name}.attention_norm", model.norms[f"{name}.attention_norm"])
        split = graph.linear(normed, f"{name}.query_key_value", model.linears[f"{name}.query_key_value"])
        split = graph.add("Transpose", graph.add("Reshape", split, split_shape), perm=[1, 2, 0, 3])
        parts = [graph.add("Squeeze", part, first) for part in graph.add("Split", split, outputs=3, axis=0)]
        mixed = _attend(graph, shape, parts, queries, keys, biases[block])
        x = graph.add("Add", x, graph.linear(mixed, f"{name}.projection", model.linears[f"{name}.projection"]))
        normed = graph.norm(x, f"{name}.mlp_norm", model.norms[f"{name}.mlp_norm"])
        hidden = graph.add("Relu", graph.linear(normed, f"{name}.expand", model.linears[f"{name}.expand"]))
        x = graph.add("Add", x, graph.linear(hidden, f"{name}.contract", model.linears[f"{name}.contract"]))
    embedding = graph.norm(x, "norm", model.norms["norm"], output="embedding")
    graph.linear(embedding, "head", model.linears["head"], output="attributes")
    return _package(graph, shape, description)


def read(content):
    """The Model that build() made an int8 graph of; what it does not say of the shape follows from the weights' sizes."""
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in onnx.load_model_from_string(content).graph.initializer}
    linears = {}
    for name in (key[:-len(".weight")] for key in constants if key.endswith(".weight")):
        quantized, scale = constants[f"{name}.weight"], constants[f"{name}.scale"]
        linears[name] = Linear(quantized * scale, constants[f"{name}.bias"], quantized, scale)
    norms = {name: (constants[f"{name}.gamma"], constants[f"{name}.beta"])
             for name in (key[:-len(".gamma")] for key in constants if key.endswith(".gamma"))}
    hidden, width = linears["embed_out"].weight.shape
    shape = network.Architecture(
        width=width, hidden=hidden, blocks=sum(name.endswith(".expand") for name in linears),
        heads=int(constants["split_shape"][2]), expansion=linears["block0.expand"].weight.shape[1] // width,
        radius=int(constants["radius"]))
    return Model(shape, linears, norms, constants["relative_bias"])


def _attend(graph, shape, parts, queries, keys, bias):
    """Attention of each block's queries to its keys, put back in the order of tokens: [K, width].

    parts are query, key and value, [heads, K, width / heads] each.
    """
    query, key, value = (graph.add("Gather", part, places, axis=1) for part, places in zip(parts, (queries, keys, keys)))
    scores = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 1, 3, 2]))
    weights = graph.add("Softmax", graph.add("Add", scores, bias), axis=-1)
    mixed = graph.add("Transpose", graph.add("MatMul", weights, value), perm=[1, 2, 0, 3])
    mixed = graph.add("Reshape", mixed, graph.integer("merged_shape", [-1, shape.width]))
    return graph.add("Gather", mixed, "slots", axis=0)


def _existing(graph, indices):
    """Indices with padding turned into some token that exists: its bias keeps it from being seen."""
    count = graph.add("Shape", "tokens", start=0, end=1)
    return graph.add("Min", indices, graph.add("Sub", count, graph.integer("one", [1])))


def _attention_biases(graph, model):
    """Per block of the network the bias [heads, B, Q, N]: looked up by relative position, one entry for "not seen"."""
    shape = model.shape
    radius, span = shape.table_radius, 2 * shape.table_radius + 1
    integer = {name: graph.integer(name, value)
               for name, value in (("radius", radius), ("span", span), ("unseen", shape.offsets), ("lowest", 0),
                                   ("highest", 2 * radius), ("query_axis", [2]), ("key_axis", [1]))}
    padded = graph.add("Concat", "positions", graph.integer("nowhere", [[NOWHERE, NOWHERE]]), axis=0)
    place, near = None, None
    for axis in range(2):
        coordinate = graph.add("Gather", padded, graph.integer(f"axis{axis}", axis), axis=1)
        offset = graph.add("Sub",
                           graph.add("Unsqueeze", graph.add("Gather", coordinate, "queries", axis=0), integer["query_axis"]),
                           graph.add("Unsqueeze", graph.add("Gather", coordinate, "keys", axis=0), integer["key_axis"]))
        shifted = graph.add("Add", offset, integer["radius"])
        inside = graph.add("And", graph.add("GreaterOrEqual", shifted, integer["lowest"]),
                           graph.add("LessOrEqual", shifted, integer["highest"]))
        near = inside if near is None else graph.add("And", near, inside)
        place = shifted if place is None else graph.add("Add", graph.add("Mul", place, integer["span"]), shifted)
    place = graph.add("Where", near, place, integer["unseen"])
    table = graph.constant("relative_bias", model.bias_table)
    return graph.add("Split", graph.add("Gather", table, place, axis=1), outputs=shape.blocks, axis=0)


def _package(graph, shape, description):
    def tensor(name, kind, *sizes):
        return helper.make_tensor_value_info(name, kind, sizes)

    body = helper.make_graph(
        graph.nodes, "edgewatch",
        [tensor("tokens", TensorProto.FLOAT, "K", patches.TOKEN_LENGTH), tensor("positions", TensorProto.INT64, "K", 2),
         tensor("queries", TensorProto.INT64, "B", "Q"), tensor("keys", TensorProto.INT64, "B", "N"),
         tensor("slots", TensorProto.INT64, "K")],
        [tensor("attributes", TensorProto.FLOAT, "K", network.OUTPUTS),
         tensor("embedding", TensorProto.FLOAT, "K", shape.width)],
        initializer=list(graph.constants.values()))
    model = helper.make_model(body, producer_name="edgewatch", doc_string=description,
                              opset_imports=[helper.make_opsetid("", OPSET)])
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString(deterministic=True)
