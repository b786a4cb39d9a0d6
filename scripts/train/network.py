"""The network: an embedding of each token, three blocks of local attention between active patches, a linear head."""

import torch
import torch.nn.functional as functional
from torch import nn

import attributes
import patches

WIDTH = 96
HIDDEN = 128
BLOCKS = 3
HEADS = 4
EXPANSION = 2
RADIUS = 3
OFFSETS = (2 * RADIUS + 1) ** 2
OUTPUTS = attributes.COUNT + len(attributes.SPEED)
# Softmax of this is zero in float32, and unlike -inf it cannot give NaN in a row of padding.
MASKED = -1e4


class Block(nn.Module):
    """Pre-norm transformer block over [B, K, 96]."""

    def __init__(self):
        super().__init__()
        self.attention_norm = nn.LayerNorm(WIDTH)
        self.query_key_value = nn.Linear(WIDTH, 3 * WIDTH)
        self.projection = nn.Linear(WIDTH, WIDTH)
        self.mlp_norm = nn.LayerNorm(WIDTH)
        self.expand = nn.Linear(WIDTH, EXPANSION * WIDTH)
        self.contract = nn.Linear(EXPANSION * WIDTH, WIDTH)

    def forward(self, x, bias):
        batch, count, _ = x.shape
        split = self.query_key_value(self.attention_norm(x)).view(batch, count, 3, HEADS, WIDTH // HEADS)
        query, key, value = split.permute(2, 0, 3, 1, 4).reshape(3, batch * HEADS, count, WIDTH // HEADS)
        scores = torch.bmm(query, key.transpose(1, 2)) * (WIDTH // HEADS) ** -0.5
        weights = torch.softmax(scores + bias.reshape(batch * HEADS, count, count), dim=-1)
        mixed = torch.bmm(weights, value).view(batch, HEADS, count, WIDTH // HEADS)
        x = x + self.projection(mixed.transpose(1, 2).reshape(batch, count, WIDTH))
        return x + self.contract(torch.relu(self.expand(self.mlp_norm(x))))


class Network(nn.Module):
    """Tokens and patch positions in; standardised attributes, log-sigmas of the three speeds and embeddings out."""

    def __init__(self):
        super().__init__()
        self.embed_in = nn.Linear(patches.TOKEN_LENGTH, HIDDEN)
        self.embed_out = nn.Linear(HIDDEN, WIDTH)
        self.blocks = nn.ModuleList([Block() for _ in range(BLOCKS)])
        self.norm = nn.LayerNorm(WIDTH)
        self.head = nn.Linear(WIDTH, OUTPUTS)
        # Rows: (dy + 3) * 7 + dx + 3, where dy, dx lead from the key's patch to the query's. Columns: block, head.
        self.relative_bias = nn.Parameter(torch.zeros(OFFSETS, BLOCKS * HEADS))
        self.register_buffer("target_mean", torch.zeros(attributes.COUNT))
        self.register_buffer("target_deviation", torch.ones(attributes.COUNT))

    def forward(self, tokens, positions, padding):
        """tokens [B, K, 1643], positions [B, K, 2], padding bool [B, K] -> outputs [B, K, 18], embeddings [B, K, 96]."""
        bias = self._attention_bias(positions, padding)
        x = self.embed_out(torch.relu(self.embed_in(tokens)))
        for number, block in enumerate(self.blocks):
            x = block(x, bias[:, number * HEADS:(number + 1) * HEADS])
        embedding = self.norm(x)
        return self.head(embedding), embedding

    def _attention_bias(self, positions, padding):
        """[B, blocks * heads, K, K]: the learned relative bias, MASKED where a token must not look."""
        offset = positions[:, :, None] - positions[:, None, :]
        near = (offset.abs() <= RADIUS).all(dim=-1) & ~padding[:, None, :]
        # A token of padding sees nothing but itself; its output is thrown away.
        near |= torch.eye(positions.shape[1], dtype=torch.bool)
        row, column = (offset.clamp(-RADIUS, RADIUS) + RADIUS).unbind(dim=-1)
        bias = functional.embedding(row * (2 * RADIUS + 1) + column, self.relative_bias)
        return bias.permute(0, 3, 1, 2).masked_fill(~near[:, None], MASKED)


def macs(tokens):
    """Multiply-accumulates of one frame with so many tokens, as deployed (15 outputs, dense attention)."""
    block = WIDTH * WIDTH * (4 + 2 * EXPANSION)
    linear = patches.TOKEN_LENGTH * HIDDEN + HIDDEN * WIDTH + BLOCKS * block + WIDTH * attributes.COUNT
    return tokens * (linear + 2 * BLOCKS * tokens * WIDTH)
