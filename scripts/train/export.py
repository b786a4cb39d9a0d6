"""The ONNX file, written operator by operator.

A traced export cannot express DynamicQuantizeLinear and MatMulInteger, and rewriting one afterwards is harder to read
than this. Linear layers are int8; norms, softmax, the two attention products and residuals stay float, where int8
gains nothing. Every linear layer but the first is the pattern that ONNX Runtime fuses into one kernel.

Attention is block-sparse by gather and batch: the caller deals the tokens out to blocks, and the tokens of a block
(queries) look at the tokens near the block (keys). One block of all tokens is dense attention, cheapest for a few dozen
tokens; blocks of a few patches keep the cost in proportion to the tokens however many there are. Both give the same
result, since a token sees those within its radius and no others.

The operators are those that ONNX Runtime is quick at on one thread (figures: tests/EdgeWatch.Benchmarks). It copies rows
several times as fast as single values, so a gather fetches all heads' biases of a pair of tokens, and a whole head of
a token. It adds up a LayerNormalization value by value, but an InstanceNormalization of one channel, the same thing, with SIMD.
"""

import math
from typing import NamedTuple

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import network
import patches
from quantization import CODE_STEP, CODE_ZERO, EPSILON, Linear, Model

OPSET = 17
IR_VERSION = 8


class Graph:
    """Nodes and constants as they are added; values are referred to by name."""

    def __init__(self, is_int8, takes_codes=False):
        self.nodes, self.constants, self.count, self.is_int8 = [], {}, 0, is_int8
        self.takes_codes = is_int8 or takes_codes

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

    def tokens(self):
        """The first layer's input: codes with their scale and zero, or what a float network makes of them."""
        if not self.is_int8:
            if not self.takes_codes:
                return "tokens"
            values = self.add("Sub", self.add("Cast", "tokens", to=TensorProto.FLOAT),
                              self.constant("token_zero", np.float32(CODE_ZERO)))
            return self.add("Mul", values, self.constant("token_step", np.float32(CODE_STEP)))
        return ("tokens", self.constant("token_step", np.float32(CODE_STEP)),
                self.constant("token_zero", np.uint8(CODE_ZERO)))

    def linear(self, x, name, layer, output=None):
        """x: a value, or codes with their scale and zero."""
        if self.is_int8:
            codes = x if isinstance(x, tuple) else self.add("DynamicQuantizeLinear", x, outputs=3)
            product = self._integer_product(*codes, name, layer)
        else:
            product = self.add("MatMul", x, self.constant(f"{name}.weight", layer.weight))
        return self.add("Add", product, self.constant(f"{name}.bias", layer.bias), name=output)

    def _integer_product(self, codes, scale, zero, name, layer):
        weight = self.constant(f"{name}.weight", layer.quantized)
        sums = self.add("MatMulInteger", codes, weight, zero)
        both = self.add("Mul", scale, self.constant(f"{name}.scale", layer.scale))
        return self.add("Mul", self.add("Cast", sums, to=TensorProto.FLOAT), both)

    def norm(self, x, width, output=None):
        """Each row of [K, width] to mean 0 and variance 1."""
        channel = self.add("Reshape", x, self.integer("channel_shape", [-1, 1, width]))
        scale, shift = (self.constant(name, np.full(1, value, np.float32)) for name, value in (("one", 1), ("zero", 0)))
        normed = self.add("InstanceNormalization", channel, scale, shift, epsilon=EPSILON)
        return self.add("Reshape", normed, self.integer("row_shape", [-1, width]), name=output)


def build(model, description, is_int8=True, takes_codes=False):
    """The graph, serialised.

    In: tokens [K, 1643], as codes (quantization.py) where the network is int8 or takes_codes; queries [B, Q] and keys [B, N], indices of tokens, padded with any token; places int32 [B, Q, N],
    where each query stands as seen from each key (a row of the bias table; its last one for "not seen", as padding is);
    slots [K], where each token stands among the queries, as B * Q.
    Out: attributes [K, 25], embedding [K, width].
    """
    graph, shape = Graph(is_int8, takes_codes), model.shape
    biases = attention_biases(graph, model)
    rows = head_rows(graph, shape)
    x = graph.linear(graph.tokens(), "embed_in", model.linears["embed_in"])
    x = graph.linear(graph.add("Relu", x), "embed_out", model.linears["embed_out"])
    for block in range(shape.blocks):
        x = attended(graph, shape, model.linears, x, rows, biases, block)
    embedding = graph.norm(x, shape.width, output="embedding")
    graph.linear(embedding, "head", model.linears["head"], output="attributes")
    return _package(graph, shape, description)


def attended(graph, shape, linears, x, rows, biases, block):
    """One block of attention and hidden layers: [K, width] -> [K, width]."""
    name = f"block{block}"
    split = graph.linear(graph.norm(x, shape.width), f"{name}.query_key_value", linears[f"{name}.query_key_value"])
    mixed = attend(graph, shape, split, rows, biases[block])
    x = graph.add("Add", x, graph.linear(mixed, f"{name}.projection", linears[f"{name}.projection"]))
    hidden = graph.linear(graph.norm(x, shape.width), f"{name}.expand", linears[f"{name}.expand"])
    return graph.add("Add", x, graph.linear(graph.add("Relu", hidden), f"{name}.contract", linears[f"{name}.contract"]))


def read(content):
    """The Model that build() made an int8 graph of; what it does not say of the shape follows from the weights' sizes."""
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in onnx.load_model_from_string(content).graph.initializer}
    linears = {}
    for name in (key[:-len(".weight")] for key in constants if key.endswith(".weight")):
        quantized, scale = constants[f"{name}.weight"], constants[f"{name}.scale"]
        linears[name] = Linear(quantized * scale, constants[f"{name}.bias"], quantized, scale)
    hidden, width = linears["embed_out"].weight.shape
    table = constants["relative_bias"]
    shape = network.Architecture(
        width=width, hidden=hidden, blocks=sum(name.endswith(".expand") for name in linears),
        heads=width // int(constants["head_shape"][1]), expansion=linears["block0.expand"].weight.shape[1] // width,
        radius=(math.isqrt(len(table) - 1) - 1) // 2)
    return Model(shape, linears, table)


class HeadRows(NamedTuple):
    """Which rows attention gathers, each a head of a token: indices [heads, B, Q], [heads, B, N] twice, [K, heads]."""
    queries: str
    keys: str
    values: str
    mixed: str


def head_rows(graph, shape):
    """The layer that makes queries, keys and values gives each token 3 * heads rows; attention gives each head B * Q."""
    def heads(name, first, *sizes):
        return graph.constant(name, np.arange(first, first + shape.heads, dtype=np.int64).reshape(sizes))

    per_token = graph.integer("rows_per_token", 3 * shape.heads)
    queries, keys = (graph.add("Mul", tokens, per_token) for tokens in ("queries", "keys"))
    block_heads = (shape.heads, 1, 1)
    first_slots = graph.add("Mul", graph.add("Size", "queries"), heads("head_numbers", 0, 1, shape.heads))
    return HeadRows(
        graph.add("Add", queries, heads("query_heads", 0, *block_heads)),
        graph.add("Add", keys, heads("key_heads", shape.heads, *block_heads)),
        graph.add("Add", keys, heads("value_heads", 2 * shape.heads, *block_heads)),
        graph.add("Add", graph.add("Unsqueeze", "slots", graph.integer("last_axis", [1])), first_slots))


def attend(graph, shape, split, rows, bias):
    """Attention of each block's queries to its keys, put back in the order of tokens: [K, 3 * width] -> [K, width]."""
    head_shape = graph.integer("head_shape", [-1, shape.width // shape.heads])
    split = graph.add("Reshape", split, head_shape)
    query, key, value = (graph.add("Gather", split, which, axis=0) for which in (rows.queries, rows.keys, rows.values))
    scores = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 1, 3, 2]))
    weights = graph.add("Softmax", graph.add("Add", scores, bias), axis=-1)
    mixed = graph.add("Reshape", graph.add("MatMul", weights, value), head_shape)
    mixed = graph.add("Gather", mixed, rows.mixed, axis=0)
    return graph.add("Reshape", mixed, graph.integer("row_shape", [-1, shape.width]))


def attention_biases(graph, model):
    """Per block of the network the bias [heads, B, Q, N]."""
    found = graph.add("Gather", graph.constant("relative_bias", model.bias_table), "places", axis=0)
    return graph.add("Split", graph.add("Transpose", found, perm=[3, 0, 1, 2]), outputs=model.shape.blocks, axis=0)


def token_type(graph):
    return TensorProto.UINT8 if graph.takes_codes else TensorProto.FLOAT


def _package(graph, shape, description):
    def tensor(name, kind, *sizes):
        return helper.make_tensor_value_info(name, kind, sizes)

    body = helper.make_graph(
        graph.nodes, "edgewatch",
        [tensor("tokens", token_type(graph), "K", patches.TOKEN_LENGTH),
         tensor("queries", TensorProto.INT64, "B", "Q"), tensor("keys", TensorProto.INT64, "B", "N"),
         tensor("places", TensorProto.INT32, "B", "Q", "N"), tensor("slots", TensorProto.INT64, "K")],
        [tensor("attributes", TensorProto.FLOAT, "K", network.OUTPUTS),
         tensor("embedding", TensorProto.FLOAT, "K", shape.width)],
        initializer=list(graph.constants.values()))
    model = helper.make_model(body, producer_name="edgewatch", doc_string=description,
                              opset_imports=[helper.make_opsetid("", OPSET)])
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString(deterministic=True)
