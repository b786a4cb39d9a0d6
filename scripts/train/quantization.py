"""int8: weights once, per output channel; activations at run time, per tensor; and the forward pass in numpy.

The numpy pass is the oracle for the golden vector. It follows the ONNX operators' definitions and shares no code with
an ONNX runtime, so a runtime with a broken kernel cannot agree with it by accident.
"""

from dataclasses import dataclass

import numpy as np
import torch

import attributes
from network import MASKED, Architecture, Network

# 7 bits and a sign: x86 CPUs without VNNI add two products of uint8 and int8 in 16 bits and saturate, and
# 2 * 255 * 64 still fits.
WEIGHT_LIMIT = 64
# How tokens are fed: 8 bits from -4 on in steps of 1/32.
CODE_STEP, CODE_ZERO = 1 / 32, 128
EPSILON = 1e-5


@dataclass
class Linear:
    """y = x W + b: float weight [inputs, outputs], its int8 form, and the scale of each output."""
    weight: np.ndarray
    bias: np.ndarray
    quantized: np.ndarray
    scale: np.ndarray


@dataclass
class Model:
    """The network as exported: linear layers by name, relative biases [50, heads of all blocks]."""
    shape: Architecture
    linears: dict
    bias_table: np.ndarray


def quantize(weight, bias):
    """A Linear from float weight [inputs, outputs]; per output the scale with the least squared error."""
    weight, bias = np.asarray(weight, np.float32), np.asarray(bias, np.float32)
    widest = np.maximum(np.abs(weight).max(axis=0), 1e-12)
    best_error, best_scale = np.full(weight.shape[1], np.inf), widest / WEIGHT_LIMIT
    for share in np.linspace(0.6, 1, 21):
        scale = widest * share / WEIGHT_LIMIT
        error = ((_round_weights(weight, scale) * scale - weight) ** 2).sum(axis=0)
        better = error < best_error
        best_error, best_scale = np.where(better, error, best_error), np.where(better, scale, best_scale)
    best_scale = best_scale.astype(np.float32)
    return Linear(weight, bias, _round_weights(weight, best_scale).astype(np.int8), best_scale)


def _round_weights(weight, scale):
    return np.clip(np.rint(weight / scale), -WEIGHT_LIMIT, WEIGHT_LIMIT)


def fold(network):
    """The trained network as a Model, with everything folded into weights that can be.

    1/sqrt(head width) goes into the queries, the norms' scales and shifts into the layers that follow them, the
    de-standardisation into the head.
    """
    state = {name: value.detach().numpy().astype(np.float64) for name, value in network.state_dict().items()}

    def layer(name, norm=None):
        weight, bias = state[f"{name}.weight"].T.copy(), state[f"{name}.bias"].copy()
        if norm is None:
            return weight, bias
        return state[f"{norm}.weight"][:, None] * weight, bias + state[f"{norm}.bias"] @ weight

    shape = network.shape
    queries = slice(0, shape.width)
    linears = {name: quantize(*layer(name)) for name in ("embed_in", "embed_out")}
    for block in range(shape.blocks):
        weight, bias = layer(f"blocks.{block}.attention.query_key_value", f"blocks.{block}.attention_norm")
        weight[:, queries] *= (shape.width // shape.heads) ** -0.5
        bias[queries] *= (shape.width // shape.heads) ** -0.5
        linears[f"block{block}.query_key_value"] = quantize(weight, bias)
        linears[f"block{block}.projection"] = quantize(*layer(f"blocks.{block}.attention.projection"))
        linears[f"block{block}.expand"] = quantize(*layer(f"blocks.{block}.expand", f"blocks.{block}.mlp_norm"))
        linears[f"block{block}.contract"] = quantize(*layer(f"blocks.{block}.contract"))
    linears["head"] = quantize(*_physical_head(state, *layer("head", "norm")))
    # The last row stands for every pair of patches too far apart to see each other.
    table = np.concatenate([state["relative_bias"], np.full((1, shape.blocks * shape.heads), MASKED)])
    return Model(shape, linears, table.astype(np.float32))


def _physical_head(state, weight, bias):
    """The head with the de-standardisation folded in: attributes, then the log-sigmas of the speeds."""
    mean, deviation = state["target_mean"], state["target_deviation"]
    scale = np.concatenate([deviation, np.ones(len(attributes.SPEED))])
    shift = np.concatenate([mean, np.log(deviation[attributes.SPEED])])
    return weight * scale, bias * scale + shift


def unfold(model):
    """A network to train on, from an exported model: the inverse of fold, as far as int8 kept the weights.

    Its norms are those of a new network, scale 1 and shift 0: theirs are in the layers that follow.
    """
    shape = model.shape
    queries, root = slice(0, shape.width), (shape.width // shape.heads) ** 0.5
    state = {"relative_bias": model.bias_table[:-1]}

    def put(name, layer, weight=None, bias=None):
        state[f"{name}.weight"] = (layer.quantized * layer.scale if weight is None else weight).T
        state[f"{name}.bias"] = layer.bias if bias is None else bias

    for name in ("embed_in", "embed_out", "head"):
        put(name, model.linears[name])
    for block in range(shape.blocks):
        layer = model.linears[f"block{block}.query_key_value"]
        weight, bias = layer.quantized * layer.scale, layer.bias.copy()
        weight[:, queries] *= root
        bias[queries] *= root
        put(f"blocks.{block}.attention.query_key_value", layer, weight, bias)
        put(f"blocks.{block}.attention.projection", model.linears[f"block{block}.projection"])
        for name in ("expand", "contract"):
            put(f"blocks.{block}.{name}", model.linears[f"block{block}.{name}"])
    # The head speaks in physical units already: mean 0 and deviation 1.
    result = Network(shape)
    with torch.no_grad():
        for name, value in state.items():
            result.get_parameter(name).copy_(torch.from_numpy(np.array(value)))
    result.is_trained = True
    return result


def codes_of(tokens):
    """Tokens as the int8 network takes them, uint8: value / CODE_STEP + CODE_ZERO, rounded and cut off.

    The steps are fixed, so that what one token holds does not make the others coarser. Of real tokens' values one in a
    thousand is beyond the first or the last.
    """
    return np.clip(np.floor(tokens / CODE_STEP + (CODE_ZERO + 0.5)), 0, 255).astype(np.uint8)


def apply_float(x, layer):
    """The linear layer as trained."""
    return x @ layer.weight + layer.bias


def apply_codes(codes, layer):
    """A linear layer of tokens' codes: MatMulInteger, Cast, Mul, Add."""
    return _integer_product(codes, CODE_ZERO, np.float32(CODE_STEP), layer)


def apply_int8(x, layer):
    """DynamicQuantizeLinear, MatMulInteger, Cast, Mul, Add, by their definitions."""
    low, high = min(x.min(), np.float32(0)), max(x.max(), np.float32(0))
    # ONNX gives a tensor of zeros scale 0 and divides by it; every runtime special-cases that as scale 1.
    scale = np.float32((high - low) / np.float32(255)) or np.float32(1)
    zero = np.clip(np.rint(-low / scale), 0, 255)
    codes = np.clip(np.rint(x / scale) + zero, 0, 255)
    return _integer_product(codes, zero, scale, layer)


def _integer_product(codes, zero, scale, layer):
    # float64 holds these integer sums exactly, and its matrix product is fast.
    sums = (codes.astype(np.float64) - zero) @ layer.quantized.astype(np.float64)
    return sums.astype(np.float32) * (scale * layer.scale) + layer.bias


def forward(model, tokens, positions, apply=apply_int8):
    """One frame: tokens float32 [K, 1643], positions int [K, 2] -> outputs [K, 25] (encoded), embedding [K, width].

    Tokens may be codes, uint8 [K, 1643], as the int8 network takes them; each is made of the other where need be.
    """
    shape, count, linears = model.shape, len(tokens), model.linears
    bias = model.bias_table[relative_places(shape, positions)].transpose(2, 0, 1)
    if apply is apply_int8:
        codes = tokens if tokens.dtype == np.uint8 else codes_of(tokens)
        x = apply_codes(codes, linears["embed_in"])
    else:
        tokens = (tokens.astype(np.float32) - CODE_ZERO) * np.float32(CODE_STEP) if tokens.dtype == np.uint8 else tokens
        x = apply(tokens, linears["embed_in"])
    x = apply(np.maximum(x, 0), linears["embed_out"])
    for block in range(shape.blocks):
        x = attended(shape, linears, x, bias, block, apply)
    embedding = layer_norm(x)
    return apply(embedding, linears["head"]), embedding


def attended(shape, linears, x, bias, block, apply):
    """One block: x [K, width], bias [heads of all blocks, K, K] -> [K, width]."""
    split = apply(layer_norm(x), linears[f"block{block}.query_key_value"]).reshape(len(x), 3, shape.heads, -1)
    query, key, value = split.transpose(1, 2, 0, 3)
    scores = query @ key.transpose(0, 2, 1) + bias[block * shape.heads:(block + 1) * shape.heads]
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    mixed = (weights @ value).transpose(1, 0, 2).reshape(len(x), shape.width)
    x = x + apply(mixed, linears[f"block{block}.projection"])
    hidden = apply(layer_norm(x), linears[f"block{block}.expand"])
    return x + apply(np.maximum(hidden, 0), linears[f"block{block}.contract"])


def relative_places(shape, positions):
    """Row of the bias table for each pair of tokens, int [K, K]: the last one where they do not see each other."""
    offset = positions[:, None] - positions[None, :]
    radius, span = shape.table_radius, 2 * shape.table_radius + 1
    near = np.abs(offset).max(axis=-1) <= radius if shape.radius is not None else np.ones(offset.shape[:2], bool)
    offset = np.clip(offset, -radius, radius) + radius
    return np.where(near, offset[..., 0] * span + offset[..., 1], shape.offsets)


def layer_norm(x):
    centred = x - x.mean(axis=-1, keepdims=True)
    return centred / np.sqrt((centred ** 2).mean(axis=-1, keepdims=True) + np.float32(EPSILON))
