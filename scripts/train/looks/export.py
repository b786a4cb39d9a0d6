"""The student as an ONNX file, written operator by operator: int8 convolutions, then attention as in the other network."""

import numpy as np
import onnx
from onnx import TensorProto, helper

import export
from looks import network, quantization

# ONNX Runtime's own operators; QLinearAdd is one.
CONTRIBUTED = "com.microsoft"


def build(model, description):
    """The graph, serialised.

    In: picture uint8 [1, 1, H, W], sides multiples of 16; queries, keys, places, slots as of the other network, for all
    patches in row-major order.
    Out: looks [K, 128].
    """
    graph, shape = export.Graph(is_int8=True), model.shape
    codes, before = "picture", quantization.PICTURE
    for number, layer in enumerate(model.convolutions):
        codes, before = convolution(graph, f"convolution{number}", layer, codes, before)
    x = graph.add("DequantizeLinear", codes, *parameters(graph, before))
    x = graph.add("Reshape", graph.add("Transpose", x, perm=[0, 2, 3, 1]), graph.integer("row_shape", [-1, shape.width]))
    biases = export.attention_biases(graph, model)
    rows = export.head_rows(graph, shape)
    for block in range(shape.blocks):
        x = export.attended(graph, shape, model.linears, x, rows, biases, block)
    graph.linear(x, "head", model.linears["head"], output="looks")
    return package(graph, description)


def parameters(graph, codes):
    return (graph.constant(f"scale_{codes.scale:.9g}", codes.scale), graph.constant(f"zero_{codes.zero}", np.uint8(codes.zero)))


def convolution(graph, name, layer, codes, before):
    reach = layer.dilation
    out = graph.add(
        "QLinearConv", codes, *parameters(graph, before), graph.constant(f"{name}.weight", layer.weight),
        graph.constant(f"{name}.scale", layer.scale), graph.constant(f"{name}.zero", np.zeros(len(layer.scale), np.int8)),
        *parameters(graph, layer.out), graph.constant(f"{name}.bias", layer.bias),
        kernel_shape=[3, 3], strides=[layer.stride] * 2, dilations=[reach] * 2, pads=[reach] * 4)
    if layer.added is None:
        return out, layer.out
    added = graph.add("QLinearAdd", out, *parameters(graph, layer.out), codes, *parameters(graph, before),
                      *parameters(graph, layer.added), domain=CONTRIBUTED)
    return added, layer.added


def package(graph, description):
    def tensor(name, kind, *sizes):
        return helper.make_tensor_value_info(name, kind, sizes)

    body = helper.make_graph(
        graph.nodes, "edgewatch-look",
        [tensor("picture", TensorProto.UINT8, 1, 1, "H", "W"),
         tensor("queries", TensorProto.INT64, "B", "Q"), tensor("keys", TensorProto.INT64, "B", "N"),
         tensor("places", TensorProto.INT32, "B", "Q", "N"), tensor("slots", TensorProto.INT64, "K")],
        [tensor("looks", TensorProto.FLOAT, "K", network.LENGTH)], initializer=list(graph.constants.values()))
    model = helper.make_model(body, producer_name="edgewatch", doc_string=description,
                              opset_imports=[helper.make_opsetid("", export.OPSET), helper.make_opsetid(CONTRIBUTED, 1)])
    model.ir_version = export.IR_VERSION
    onnx.checker.check_model(model)
    return model.SerializeToString(deterministic=True)
