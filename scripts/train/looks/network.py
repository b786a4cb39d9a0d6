"""The student: from a grey picture to the look of each of its patches."""

from dataclasses import dataclass

import torch
import torch.nn.functional as functional
from torch import nn

PATCH = 16
LENGTH = 128
# Local contrast: window in pixels, grey levels below which a deviation is noise, steps of a unit (as of the tokens' codes).
WINDOW, QUIET, PER_UNIT, ZERO = 49, 8, 32, 128


def codes(grey, is_relief):
    """What the network is fed, 0–255: the picture itself or its relief."""
    return relief(grey) if is_relief else grey


def relief(grey):
    """The picture with light taken from it as far as that is the same all around: by how many local deviations a pixel differs from its surroundings."""
    def around(x):
        return functional.avg_pool2d(x, WINDOW, stride=1, padding=WINDOW // 2, count_include_pad=False)
    mean = around(grey)
    deviation = (around(grey ** 2) - mean ** 2).clamp(min=0).sqrt()
    return (((grey - mean) / (deviation + QUIET)) * PER_UNIT + ZERO).round().clamp(0, 255)


@dataclass(frozen=True)
class Architecture:
    """Sizes of a student.

    `channels` at strides 2, 4, 8 and 16, `depth` further convolutions at strides 8 and 16, `attention` blocks of attention among the places
    up to `radius` patches away, `views`: three views of each patch through linear layers in place of convolutions.
    """
    channels: tuple = (16, 32, 64, 128)
    depth: tuple = (1, 1)
    attention: int = 0
    heads: int = 4
    radius: int = 3
    is_relief: bool = False
    views: bool = False


class Convolution(nn.Module):
    """3 × 3, batch norm, ReLU; with an addition of its input where `residual`."""

    def __init__(self, inputs, outputs, stride=1, residual=False, dilation=1):
        super().__init__()
        self.convolution = nn.Conv2d(inputs, outputs, 3, stride, padding=dilation, dilation=dilation, bias=False)
        self.norm = nn.BatchNorm2d(outputs)
        self.residual = residual

    def forward(self, x):
        y = self.norm(self.convolution(x))
        return functional.relu(y + x if self.residual else y)


class Attention(nn.Module):
    """Pre-norm attention among the places of the grid within a radius, with a learned bias by relative place."""

    def __init__(self, width, heads, radius):
        super().__init__()
        self.norm, self.after = nn.LayerNorm(width), nn.LayerNorm(width)
        self.joined, self.projection = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.first, self.second = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        self.bias = nn.Parameter(torch.zeros(heads, (2 * radius + 1) ** 2))
        self.heads, self.radius = heads, radius

    def biases(self, rows, columns, device):
        y, x = torch.meshgrid(torch.arange(rows, device=device), torch.arange(columns, device=device), indexing="ij")
        dy, dx = (v.flatten().view(-1, 1) - v.flatten().view(1, -1) for v in (y, x))
        sees = (dy.abs() <= self.radius) & (dx.abs() <= self.radius)
        index = (dy.clamp(-self.radius, self.radius) + self.radius) * (2 * self.radius + 1) + dx.clamp(-self.radius, self.radius) + self.radius
        return self.bias[:, index].masked_fill(~sees, -1e4)

    def forward(self, x):
        n, width, rows, columns = x.shape
        tokens = x.flatten(2).transpose(1, 2)
        count, each = rows * columns, width // self.heads
        query, key, value = self.joined(self.norm(tokens)).view(n, count, 3, self.heads, each).permute(2, 0, 3, 1, 4)
        weights = torch.softmax(query @ key.transpose(2, 3) * each ** -0.5 + self.biases(rows, columns, x.device), -1)
        tokens = tokens + self.projection((weights @ value).transpose(1, 2).reshape(n, count, width))
        tokens = tokens + self.second(functional.relu(self.first(self.after(tokens))))
        return tokens.transpose(1, 2).view(n, width, rows, columns)


class Views(nn.Module):
    """Three views of each patch (16, 32, 64 px around its centre, each at 16 × 16, normalised by itself) through linear layers."""

    def __init__(self, width):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(774, 384), nn.ReLU(), nn.Linear(384, 256), nn.ReLU(), nn.Linear(256, width))

    def forward(self, grey):
        n, _, height, columns = grey.shape
        rows, columns = height // PATCH, columns // PATCH
        padded = functional.pad(grey, (32, 32, 32, 32), mode="replicate")
        parts = []
        for factor in (1, 2, 4):
            small = functional.avg_pool2d(padded, factor) if factor > 1 else padded
            start = (32 + 8) // factor - 8
            step = PATCH // factor
            window = small[:, :, start:start + step * (rows - 1) + 16, start:start + step * (columns - 1) + 16]
            view = functional.unfold(window, 16, stride=step)
            mean, deviation = view.mean(1, keepdim=True), view.std(1, keepdim=True)
            parts += [(view - mean) / (deviation + 8), mean / 128 - 1, (deviation + 8) / 64]
        return self.layers(torch.cat(parts, 1).transpose(1, 2)).transpose(1, 2).reshape(n, -1, rows, columns)


class Student(nn.Module):
    """In: grey pictures [n, 1, h, w], 0–255, sides multiples of 16; out: looks [n, h / 16, w / 16, 128], of length 1."""

    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        a, b, c, d = shape.channels
        if shape.views:
            self.stem = Views(d)
        else:
            layers = [Convolution(1, a, 2), Convolution(a, b, 2), Convolution(b, c, 2)]
            layers += [Convolution(c, c, residual=True) for _ in range(shape.depth[0])]
            layers += [Convolution(c, d, 2)]
            layers += [Convolution(d, d, residual=True, dilation=1 + i % 2) for i in range(shape.depth[1])]
            self.stem = nn.Sequential(*layers)
        self.attention = nn.Sequential(*[Attention(d, shape.heads, shape.radius) for _ in range(shape.attention)])
        self.head = nn.Conv2d(d, LENGTH, 1)

    def forward(self, grey):
        x = grey if self.shape.views else (codes(grey, self.shape.is_relief) - ZERO) / 64
        return functional.normalize(self.head(self.attention(self.stem(x))).permute(0, 2, 3, 1), dim=-1)
