"""int8: convolutions with scales that are fixed once, linear layers as in the other network; and the forward pass in numpy.

The numpy pass is the oracle for the golden vector: it follows the operators' definitions and shares no code with an ONNX runtime.
"""

from dataclasses import dataclass

import numpy as np
import torch

import quantization
from looks import network

# Activations beyond the largest of ten thousand are cut off.
CUT = 0.9999
# The largest code.
LEVELS = 255
# Activations of a layer of which the range is taken, about; the least range, for a layer that says nothing.
RANGE_SAMPLES, LEAST_RANGE = 2_000_000, 1e-6


@dataclass
class Codes:
    """How values are written in a byte: value = (code - zero) * scale."""
    scale: np.float32
    zero: int

    def values(self, codes):
        return (codes.astype(np.float32) - self.zero) * self.scale

    def of(self, values):
        return np.clip(np.rint(values / self.scale) + self.zero, 0, LEVELS)


PICTURE = Codes(np.float32(1 / network.LEVELS_PER_UNIT), network.ZERO)


@dataclass
class Convolution:
    """3 × 3 in int8: weight [outputs, inputs, 3, 3], the scale of each output, bias in sums.

    `out`: how what comes out is written; `added`: and after its input was added, where it is.
    """
    weight: np.ndarray
    scale: np.ndarray
    bias: np.ndarray
    stride: int
    dilation: int
    out: Codes
    added: Codes | None


@dataclass
class Model:
    """The student as exported: convolutions in order, linear layers by name, relative biases [50, heads of all blocks]."""
    shape: network.Architecture
    convolutions: list
    linears: dict
    bias_table: np.ndarray


def fold(student, pictures):
    """The trained student as a Model. `pictures`: grey [n, 1, h, w] as cameras show them, for the ranges of activations."""
    ranges = measure(student, pictures)
    convolutions, before = [], PICTURE
    for layer, (own, added) in zip(student.stem, ranges):
        convolutions.append(convolution(layer, before, own, added))
        before = convolutions[-1].added or convolutions[-1].out
    width, heads = student.shape.width, student.shape.heads
    linears, tables = {}, []
    for block, attention in enumerate(student.attention):
        root = (width // heads) ** -0.5
        weight, bias = after_norm(attention.norm, attention.joined)
        weight[:, :width] *= root
        bias[:width] *= root
        linears[f"block{block}.query_key_value"] = quantization.quantize(weight, bias)
        linears[f"block{block}.projection"] = quantization.quantize(*plain(attention.projection))
        linears[f"block{block}.expand"] = quantization.quantize(*after_norm(attention.after, attention.first))
        linears[f"block{block}.contract"] = quantization.quantize(*plain(attention.second))
        tables.append(array(attention.bias).T)
    head = array(student.head.weight)[:, :, 0, 0]
    linears["head"] = quantization.quantize(head.T, array(student.head.bias))
    table = np.concatenate([np.concatenate(tables, 1), np.full((1, len(tables) * heads), quantization.MASKED)])
    return Model(student.shape, convolutions, linears, table.astype(np.float32))


def array(tensor):
    return tensor.detach().numpy().astype(np.float64)


def plain(layer):
    return array(layer.weight).T.copy(), array(layer.bias).copy()


def after_norm(norm, layer):
    weight, bias = plain(layer)
    return array(norm.weight)[:, None] * weight, bias + array(norm.bias) @ weight


@torch.no_grad()
def measure(student, pictures):
    """Of each convolution the range of what comes out (with batch norm, before its ReLU where its input is added), and of the sum."""
    x, ranges = (pictures - network.ZERO) / network.LEVELS_PER_UNIT, []
    for layer in student.stem:
        own = layer.norm(layer.convolution(x))
        own = own if layer.residual else own.relu()
        added = (own + x).relu() if layer.residual else None
        ranges.append((extent(own), None if added is None else extent(added)))
        x = own if added is None else added
    return ranges


def extent(x):
    values = x.flatten()[::max(1, x.numel() // RANGE_SAMPLES)].numpy()
    return min(0.0, float(np.quantile(values, 1 - CUT))), float(np.quantile(values, CUT))


def codes_for(low, high):
    scale = np.float32(max(high - low, LEAST_RANGE) / LEVELS)
    return Codes(scale, int(np.clip(np.rint(-low / scale), 0, LEVELS)))


def convolution(layer, before, own, added):
    norm, weight = layer.norm, array(layer.convolution.weight)
    factor = array(norm.weight) / np.sqrt(array(norm.running_var) + norm.eps)
    flat = (weight * factor[:, None, None, None]).reshape(len(weight), -1).T
    bias = array(norm.bias) - array(norm.running_mean) * factor
    folded = quantization.quantize(flat, bias)
    scale = folded.scale.astype(np.float32)
    sums = np.rint(bias / (scale * before.scale)).astype(np.int32)
    return Convolution(folded.quantized.T.reshape(weight.shape), scale, sums, layer.convolution.stride[0], layer.convolution.dilation[0],
                       codes_for(*own), None if added is None else codes_for(*added))


def run_convolution(layer, codes, before):
    """QLinearConv: [inputs, h, w] codes → [outputs, h', w'] codes."""
    reach, step = layer.dilation, layer.stride
    x = np.pad(codes.astype(np.float64) - before.zero, ((0, 0), (reach, reach), (reach, reach)))
    height, width = (codes.shape[1] - 1) // step + 1, (codes.shape[2] - 1) // step + 1
    sums = np.zeros((len(layer.weight), height * width))
    for row in range(3):
        for column in range(3):
            part = x[:, row * reach:row * reach + (height - 1) * step + 1:step, column * reach:column * reach + (width - 1) * step + 1:step]
            sums += layer.weight[:, :, row, column].astype(np.float64) @ part.reshape(len(codes), -1)
    sums += layer.bias[:, None]
    factor = (before.scale * layer.scale / layer.out.scale).astype(np.float32)
    out = np.clip(np.rint(sums.astype(np.float32) * factor[:, None]) + layer.out.zero, 0, LEVELS)
    return out.reshape(-1, height, width)


def forward(model, grey, apply=quantization.apply_int8):
    """One picture, uint8 [h, w] → looks [patches, 128], not yet of length 1."""
    codes, before = grey[None].astype(np.float64), PICTURE
    for layer in model.convolutions:
        out = run_convolution(layer, codes, before)
        if layer.added is not None:
            out = layer.added.of(layer.out.values(out) + before.values(codes))
        codes, before = out, layer.added or layer.out
    shape = model.shape
    rows, columns = codes.shape[1:]
    x = before.values(codes).reshape(shape.width, -1).T
    positions = np.stack([np.arange(rows * columns) // columns, np.arange(rows * columns) % columns], 1)
    bias = model.bias_table[quantization.relative_places(shape, positions)].transpose(2, 0, 1)
    for block in range(shape.blocks):
        x = quantization.attended(shape, model.linears, x, bias, block, apply)
    return apply(x, model.linears["head"])
