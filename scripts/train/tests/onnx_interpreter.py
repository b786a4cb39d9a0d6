"""Evaluates an ONNX graph with numpy, one operator at a time: enough of the standard for the shipped networks.

Written from the operators' definitions, so that the tests can hold the exported file to the simulation without any
ONNX runtime.
"""

import numpy as np
from onnx import helper, numpy_helper

_TYPES = {1: np.float32, 6: np.int32, 7: np.int64}


def _dynamic_quantize_linear(x):
    low, high = min(float(x.min()), 0.0), max(float(x.max()), 0.0)
    scale = np.float32((high - low) / 255) or np.float32(1)
    zero = np.uint8(np.clip(np.rint(np.float32(-low) / scale), 0, 255))
    codes = np.clip(np.rint(x / scale) + np.float32(zero), 0, 255).astype(np.uint8)
    return codes, scale, zero


def _instance_normalization(x, scale, shift, epsilon):
    """[N, channels, length]"""
    deviation = np.sqrt(x.var(axis=-1, keepdims=True) + epsilon)
    return ((x - x.mean(axis=-1, keepdims=True)) / deviation * scale[:, None] + shift[:, None]).astype(np.float32)


def _softmax(x, axis):
    exponent = np.exp(x - x.max(axis=axis, keepdims=True))
    return exponent / exponent.sum(axis=axis, keepdims=True)


def _quantize(x, scale, zero):
    return np.clip(np.rint(x / scale) + np.float32(zero), 0, 255).astype(np.uint8)


def _dequantize(codes, scale, zero):
    return (codes.astype(np.float32) - np.float32(zero)) * scale


def _qlinear_conv(x, scale, zero, weight, weight_scale, weight_zero, out_scale, out_zero, bias, kernel_shape, strides, dilations, pads):
    """One picture [1, inputs, h, w]; kernel, stride, dilation and padding alike in both directions. int32 sums, exact."""
    size, stride, dilation, pad = kernel_shape[0], strides[0], dilations[0], pads[0]
    padded = np.pad(x[0].astype(np.int64) - int(zero), ((0, 0), (pad, pad), (pad, pad)))
    reach = (size - 1) * dilation + 1
    windows = np.lib.stride_tricks.sliding_window_view(padded, (reach, reach), axis=(1, 2))
    windows = windows[:, ::stride, ::stride, ::dilation, ::dilation]
    sums = np.einsum("ihwyx,oiyx->ohw", windows, weight.astype(np.int64) - weight_zero.reshape(-1, 1, 1, 1)) + bias[:, None, None]
    return _quantize(sums.astype(np.float32) * (scale * weight_scale)[:, None, None], out_scale, out_zero)[None]


def _qlinear_add(a, a_scale, a_zero, b, b_scale, b_zero, scale, zero):
    return _quantize(_dequantize(a, a_scale, a_zero) + _dequantize(b, b_scale, b_zero), scale, zero)


_OPERATORS = {
    "Add": np.add, "Mul": np.multiply, "MatMul": np.matmul,
    "Relu": lambda x: np.maximum(x, 0),
    "Size": lambda x: np.array(x.size, np.int64),
    "Cast": lambda x, to: x.astype(_TYPES[to]),
    "Reshape": lambda x, shape: x.reshape(shape),
    "Transpose": lambda x, perm: x.transpose(perm),
    "Unsqueeze": lambda x, axes: np.expand_dims(x, tuple(axes)),
    "Gather": lambda x, index, axis: np.take(x, index, axis),
    "Softmax": _softmax,
    "InstanceNormalization": _instance_normalization,
    "DynamicQuantizeLinear": _dynamic_quantize_linear,
    "DequantizeLinear": _dequantize, "QLinearConv": _qlinear_conv, "QLinearAdd": _qlinear_add,
    "MatMulInteger": lambda a, b, zero: (a.astype(np.int64) - int(zero)) @ b.astype(np.int64),
}


def run(model, inputs):
    """All outputs of the graph by name, for inputs by name."""
    values = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer} | inputs
    for node in model.graph.node:
        operands = [values[name] for name in node.input]
        parameters = {item.name: helper.get_attribute_value(item) for item in node.attribute}
        if node.op_type == "Split":
            results = np.split(operands[0], len(node.output), parameters["axis"])
        else:
            results = _OPERATORS[node.op_type](*operands, **parameters)
            results = results if isinstance(results, tuple) else (results,)
        values.update(zip(node.output, results))
    return {output.name: values[output.name] for output in model.graph.output}
