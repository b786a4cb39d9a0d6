"""The teacher: ResNet-18 as ML.NET ships it (trained on ImageNet), up to its third stage, and what it says of each patch.

Its second stage (128 channels, stride 8) sees parts, its third (256 channels, stride 16) sees things. Both are brought to the
patch grid, each is scaled to length 1, and of both together the first principal components are what a student learns.
"""

import hashlib
import os
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as functional
from onnx import numpy_helper

PACKAGE = "microsoft.ml.dnnimagefeaturizer.resnet18/0.23.1"
FILE = "tools/DnnImageModels/ResNet18Onnx/ResNet18.onnx"
SHA256 = "e2552f19db2dfdb01b3669537b6a0f1b44da38d18279535492ed5dfc2ef1ff8f"
# What the network was trained to see subtracted from its input.
MEAN_LEVEL = 114.5
# The residual additions that end its second and its third stage.
STAGES = (4, 6)


def default_path():
    """Where NuGet puts it; see scripts/setup."""
    packages = Path(os.environ.get("NUGET_PACKAGES", Path.home() / ".nuget" / "packages"))
    return packages / PACKAGE / FILE


class Teacher:
    """Runs the few operators of the network. In: grey pictures [n, 1, h, w], 0–255; out: [n, 384, h / 16, w / 16]."""

    def __init__(self, path, device="cpu"):
        graph = onnx.load(str(path)).graph
        self.nodes, self.input = list(graph.node), graph.input[0].name
        self.weights = {i.name: torch.from_numpy(numpy_helper.to_array(i).astype(np.float32)).to(device)
                        for i in graph.initializer}

    @torch.no_grad()
    def __call__(self, grey):
        values, additions, stages, previous = {self.input: (grey - MEAN_LEVEL).repeat(1, 3, 1, 1)}, 0, [], ""
        for node in self.nodes:
            values[node.output[0]] = self.run(node, [values[k] if k in values else self.weights[k] for k in node.input])
            additions += previous == "Add"
            if previous == "Add" and additions in STAGES:
                stages.append(values[node.output[0]])
            if additions == STAGES[-1]:
                return self.joined(*stages)
            previous = node.op_type
        raise ValueError("The teacher has fewer stages than expected.")

    @staticmethod
    def run(node, inputs):
        attributes = {a.name: a for a in node.attribute}
        if node.op_type in ("Conv", "MaxPool"):
            top, left, bottom, right = attributes["pads"].ints
            stride = attributes["strides"].ints[0]
            is_convolution = node.op_type == "Conv"
            padded = functional.pad(inputs[0], (left, right, top, bottom), value=0.0 if is_convolution else -1e9)
            return (functional.conv2d(padded, inputs[1], stride=stride) if is_convolution
                    else functional.max_pool2d(padded, attributes["kernel_shape"].ints[0], stride))
        if node.op_type == "BatchNormalization":
            scale, shift, mean, variance = inputs[1:5]
            return functional.batch_norm(inputs[0], mean, variance, scale, shift, False, 0, attributes["epsilon"].f)
        return inputs[0] + inputs[1] if node.op_type == "Add" else functional.relu(inputs[0])

    @staticmethod
    def joined(second, third):
        second = functional.adaptive_avg_pool2d(second, third.shape[2:])
        return torch.cat([functional.normalize(second, dim=1), functional.normalize(third, dim=1)], 1)


def principal_components(samples, count):
    """From looks [n, 384], so many of them."""
    centre = samples.mean(0)
    centred = samples - centre
    return Components(centre, torch.linalg.svd(centred.T @ centred / len(centred))[0][:, :count])


class Components:
    """The principal components of the teacher's looks: what of them a student learns. Centre [384], directions [384, count]."""

    def __init__(self, centre, directions):
        self.centre, self.directions = centre, directions

    def state(self):
        """What makes the same components anew."""
        return self.centre, self.directions

    def to(self, device):
        """The same on another device."""
        self.centre, self.directions = self.centre.to(device), self.directions.to(device)
        return self

    def of(self, looks):
        """[n, 384, h, w] → [n, h, w, count], of length 1."""
        return functional.normalize((looks.permute(0, 2, 3, 1) - self.centre) @ self.directions, dim=-1)


def checksum(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()
