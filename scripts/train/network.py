"""The network: an embedding of each token, blocks of local attention between active patches, a linear head."""

from dataclasses import dataclass

import torch
import torch.nn.functional as functional
from torch import nn

import attributes
import patches

OUTPUT_NAMES = attributes.NAMES + [f"{attributes.NAMES[i]}_log_sigma" for i in attributes.SPEED]
OUTPUTS = len(OUTPUT_NAMES)
# Softmax of this is zero in float32, and unlike -inf it cannot give NaN in a row of padding.
MASKED = -1e4


@dataclass(frozen=True)
class Architecture:
    """Sizes of a network; the defaults are those of the shipped one.

    `radius` is how many patches away a token sees others (None: all of them), `dropout` the share of attention weights
    and of hidden units that training leaves out.
    """
    width: int = 128
    hidden: int = 128
    blocks: int = 3
    heads: int = 4
    expansion: int = 2
    radius: int | None = 3
    dropout: float = 0.0

    @property
    def offsets(self):
        """Relative places that a token can see."""
        return (2 * self.table_radius + 1) ** 2

    @property
    def table_radius(self):
        """Places farther away than this, where they are seen at all, share the bias of those at this distance."""
        return 3 if self.radius is None else self.radius

    def macs(self, tokens):
        """Multiply-accumulates of one frame with so many tokens, as deployed (dense attention)."""
        linear = (patches.TOKEN_LENGTH * self.hidden + self.hidden * self.width
                  + self.blocks * self.width ** 2 * (4 + 2 * self.expansion) + self.width * OUTPUTS)
        return tokens * (linear + 2 * self.blocks * tokens * self.width)


SHIPPED = Architecture()


class Attention(nn.Module):
    """Multi-head self-attention over [B, K, width] with an additive bias [B, heads, K, K]."""

    def __init__(self, shape):
        super().__init__()
        self.heads, self.dropout = shape.heads, shape.dropout
        self.query_key_value = nn.Linear(shape.width, 3 * shape.width)
        self.projection = nn.Linear(shape.width, shape.width)

    def forward(self, x, bias):
        batch, count, width = x.shape
        each = width // self.heads
        split = self.query_key_value(x).view(batch, count, 3, self.heads, each)
        query, key, value = split.permute(2, 0, 3, 1, 4).reshape(3, batch * self.heads, count, each)
        scores = torch.bmm(query, key.transpose(1, 2)) * each ** -0.5
        weights = torch.softmax(scores + bias.reshape(batch * self.heads, count, count), dim=-1)
        weights = functional.dropout(weights, self.dropout, self.training)
        mixed = torch.bmm(weights, value).view(batch, self.heads, count, each)
        return self.projection(mixed.transpose(1, 2).reshape(batch, count, width))


class Block(nn.Module):
    """Pre-norm transformer block over [B, K, width]."""

    def __init__(self, shape, attention):
        super().__init__()
        self.attention_norm = nn.LayerNorm(shape.width)
        self.attention = attention(shape)
        self.mlp_norm = nn.LayerNorm(shape.width)
        self.expand = nn.Linear(shape.width, shape.expansion * shape.width)
        self.contract = nn.Linear(shape.expansion * shape.width, shape.width)
        self.dropout = shape.dropout

    def forward(self, x, bias):
        x = x + self.attention(self.attention_norm(x), bias)
        hidden = functional.dropout(torch.relu(self.expand(self.mlp_norm(x))), self.dropout, self.training)
        return x + self.contract(hidden)


class Network(nn.Module):
    """Tokens and patch positions in; standardised attributes, log-sigmas of the speeds and embeddings out."""

    def __init__(self, shape=SHIPPED, attention=Attention):
        super().__init__()
        self.shape = shape
        self.embed_in = nn.Linear(patches.TOKEN_LENGTH, shape.hidden)
        self.embed_out = nn.Linear(shape.hidden, shape.width)
        self.blocks = nn.ModuleList([Block(shape, attention) for _ in range(shape.blocks)])
        self.norm = nn.LayerNorm(shape.width)
        self.head = nn.Linear(shape.width, OUTPUTS)
        # Rows: (dy + radius) * span + dx + radius, where dy, dx lead from the key's patch to the query's. Columns: block, head.
        self.relative_bias = nn.Parameter(torch.zeros(shape.offsets, shape.blocks * shape.heads))
        self.register_buffer("target_mean", torch.zeros(attributes.COUNT))
        self.register_buffer("target_deviation", torch.ones(attributes.COUNT))
        # Whether the head says anything that is worth keeping.
        self.is_trained = False

    def standardise(self, mean, deviation):
        """Sets the targets' mean and deviation [21]; what a trained network says in physical units stays as it is."""
        with torch.no_grad():
            if not self.is_trained:
                self.target_mean.copy_(mean)
                self.target_deviation.copy_(deviation)
                return
            scale = self.target_deviation / deviation
            shift = (self.target_mean - mean) / deviation
            self.head.weight[:attributes.COUNT] *= scale[:, None]
            self.head.bias[:attributes.COUNT] *= scale
            self.head.bias[:attributes.COUNT] += shift
            self.head.bias[attributes.COUNT:] += torch.log(scale[attributes.SPEED])
            self.target_mean.copy_(mean)
            self.target_deviation.copy_(deviation)

    def forward(self, tokens, positions, padding):
        """tokens [B, K, 1643], positions [B, K, 2], padding bool [B, K] -> outputs [B, K, 25], embeddings [B, K, width]."""
        bias = self._attention_bias(positions, padding)
        x = self.embed_out(torch.relu(self.embed_in(tokens)))
        for number, block in enumerate(self.blocks):
            x = block(x, bias[:, number * self.shape.heads:(number + 1) * self.shape.heads])
        embedding = self.norm(x)
        return self.head(embedding), embedding

    def _attention_bias(self, positions, padding):
        """[B, blocks * heads, K, K]: the learned relative bias, MASKED where a token must not look."""
        radius, reach = self.shape.table_radius, self.shape.radius
        offset = positions[:, :, None] - positions[:, None, :]
        near = ~padding[:, None, :].expand(-1, positions.shape[1], -1)
        if reach is not None:
            near = near & (offset.abs() <= reach).all(dim=-1)
        # A token of padding sees nothing but itself; its output is thrown away.
        index = torch.arange(positions.shape[1])
        near = near | (index[:, None] == index)
        row, column = (offset.clamp(-radius, radius) + radius).unbind(dim=-1)
        bias = functional.embedding(row * (2 * radius + 1) + column, self.relative_bias)
        return bias.permute(0, 3, 1, 2).masked_fill(~near[:, None], MASKED)
