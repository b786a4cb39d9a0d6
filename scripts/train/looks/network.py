"""The student: from a grey picture to the look of each of its patches."""

from dataclasses import dataclass

import torch
import torch.nn.functional as functional
from torch import nn

PATCH = 16
LENGTH = 128
# The grey level that is fed as 0, and how many of them are 1.
ZERO, LEVELS_PER_UNIT = 128, 64


@dataclass(frozen=True)
class Architecture:
    """Sizes of a student.

    `channels` at strides 2, 4, 8 and 16, `depth` further convolutions at strides 8 and 16, `blocks` of attention among the
    places up to `radius` patches away.
    """
    channels: tuple = (16, 32, 64, 128)
    depth: tuple = (2, 2)
    blocks: int = 2
    heads: int = 4
    radius: int = 3

    @property
    def width(self):
        """Values of each place in attention."""
        return self.channels[-1]

    @property
    def table_radius(self):
        return self.radius

    @property
    def offsets(self):
        """Places that one can see, itself included."""
        return (2 * self.radius + 1) ** 2


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
        row, column = (offset.clamp(-self.radius, self.radius) + self.radius for offset in (dy, dx))
        index = row * (2 * self.radius + 1) + column
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


class Student(nn.Module):
    """In: grey pictures [n, 1, h, w], 0–255, sides multiples of 16; out: looks [n, h / 16, w / 16, 128], of length 1."""

    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        a, b, c, d = shape.channels
        layers = [Convolution(1, a, 2), Convolution(a, b, 2), Convolution(b, c, 2)]
        layers += [Convolution(c, c, residual=True) for _ in range(shape.depth[0])]
        layers += [Convolution(c, d, 2)]
        layers += [Convolution(d, d, residual=True, dilation=1 + i % 2) for i in range(shape.depth[1])]
        self.stem = nn.Sequential(*layers)
        self.attention = nn.Sequential(*[Attention(d, shape.heads, shape.radius) for _ in range(shape.blocks)])
        self.head = nn.Conv2d(d, LENGTH, 1)

    def forward(self, grey):
        x = self.attention(self.stem((grey - ZERO) / LEVELS_PER_UNIT))
        return functional.normalize(self.head(x).permute(0, 2, 3, 1), dim=-1)
