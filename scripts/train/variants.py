"""Other networks than the shipped one, trained alike and briefly, to choose by measurement: `scripts/train variants`.

Each is trained on the same frames with the same seed and judged on the scene that training never sees. The float graph
of each is written as <name>.onnx, so that the benchmarks can time it in ONNX Runtime (tests/EdgeWatch.Benchmarks).
"""

import json
import os
import time
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from torch import nn

import attributes
import dataset
import footage
import network
import patches
import training
import validation
from network import MASKED, SHIPPED, Attention, Network

# Enough to tell variants apart, not to ship one: the shipped network takes 12,000 steps.
FRAMES, STEPS, VALIDATION_FRAMES = 4000, 1000, 500
MEASURED_TOKENS = 64


class NoAttention(nn.Module):
    """Every token for itself."""

    def __init__(self, shape):
        super().__init__()

    def forward(self, x, bias):
        return torch.zeros_like(x)

    @staticmethod
    def macs(shape, tokens):
        return 0


class _Shortcut(nn.Module):
    """What attention without all pairs of tokens has in common."""

    def __init__(self, shape):
        super().__init__()
        self.heads = shape.heads
        self.query_key_value = nn.Linear(shape.width, 3 * shape.width)
        self.projection = nn.Linear(shape.width, shape.width)

    def split(self, x, bias):
        """Queries, keys and values [B, heads, K, width / heads], and 1 for each token that is there [B, 1, K, 1]."""
        batch, count, width = x.shape
        there = (bias[:, 0].amax(dim=1) > MASKED / 2).to(x.dtype)
        parts = self.query_key_value(x).view(batch, count, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        return *parts, there[:, None, :, None]

    def merge(self, mixed):
        """[B, heads, K, width / heads] -> [B, K, width]."""
        return self.projection(mixed.transpose(1, 2).flatten(2))


class Linformer(_Shortcut):
    """Keys and values projected along the tokens to a few (Wang et al. 2020, arXiv:2006.04768); no relative places."""

    RANK = 16

    def __init__(self, shape):
        super().__init__(shape)
        self.mix = nn.Parameter(torch.randn(2, patches.MAX_TOKENS, self.RANK) / patches.MAX_TOKENS ** 0.5)

    def forward(self, x, bias):
        query, key, value, there = self.split(x, bias)
        key = torch.einsum("bhkd,kr->bhrd", key * there, self.mix[0, :x.shape[1]])
        value = torch.einsum("bhkd,kr->bhrd", value * there, self.mix[1, :x.shape[1]])
        weights = torch.softmax(query @ key.transpose(2, 3) * query.shape[-1] ** -0.5, dim=-1)
        return self.merge(weights @ value)

    @classmethod
    def macs(cls, shape, tokens):
        return tokens * (4 * shape.width ** 2 + 4 * cls.RANK * shape.width)


class Performer(_Shortcut):
    """Softmax by positive random features (Choromanski et al. 2021, arXiv:2009.14794); no relative places."""

    FEATURES = 32

    def __init__(self, shape):
        super().__init__(shape)
        each = shape.width // shape.heads
        directions = torch.linalg.qr(torch.randn(each, each))[0][:, :self.FEATURES] * each ** 0.5
        self.register_buffer("directions", directions)

    def features(self, x):
        x = x * x.shape[-1] ** -0.25
        return torch.exp(x @ self.directions - 0.5 * (x * x).sum(dim=-1, keepdim=True) - 1) + 1e-6

    def forward(self, x, bias):
        query, key, value, there = self.split(x, bias)
        query, key = self.features(query), self.features(key) * there
        context = key.transpose(2, 3) @ value
        total = query @ key.sum(dim=2)[..., None]
        return self.merge((query @ context) / total)

    @classmethod
    def macs(cls, shape, tokens):
        each = shape.width // shape.heads
        features = min(cls.FEATURES, each)
        return tokens * (4 * shape.width ** 2 + shape.heads * features * (2 * each + 2 * each))


class WithGlobalTokens(Network):
    """Local attention, and two learned tokens that see all tokens and are seen by all."""

    COUNT = 2

    def __init__(self, shape):
        super().__init__(shape)
        self.global_tokens = nn.Parameter(torch.randn(self.COUNT, shape.width) * 0.02)

    def forward(self, tokens, positions, padding):
        local = self._attention_bias(positions, padding)
        batch, channels, count, _ = local.shape
        unseen = (padding[:, None, None, :] * MASKED).expand(-1, channels, self.COUNT, -1)
        bias = torch.cat([torch.cat([torch.zeros(batch, channels, self.COUNT, self.COUNT), unseen], dim=3),
                          torch.cat([torch.zeros(batch, channels, count, self.COUNT), local], dim=3)], dim=2)
        x = self.embed_out(torch.relu(self.embed_in(tokens)))
        x = torch.cat([self.global_tokens.expand(batch, -1, -1), x], dim=1)
        for number, block in enumerate(self.blocks):
            x = block(x, bias[:, number * self.shape.heads:(number + 1) * self.shape.heads])
        embedding = self.norm(x[:, self.COUNT:])
        return self.head(embedding), embedding


@dataclass(frozen=True)
class Variant:
    """How a network differs from the shipped one."""
    name: str
    changes: dict = field(default_factory=dict)
    attention: type = Attention
    network: type = Network

    def shape(self):
        return replace(SHIPPED, **self.changes)

    def create(self):
        shape = self.shape()
        return Network(shape, self.attention) if self.network is Network else self.network(shape)

    def mmacs(self, tokens=MEASURED_TOKENS):
        shape = self.shape()
        total = shape.macs(tokens)
        if self.attention is not Attention:
            dense = tokens * (4 * shape.width ** 2 + 2 * tokens * shape.width)
            total += shape.blocks * (self.attention.macs(shape, tokens) - dense)
        return total / 1e6


VARIANTS = [
    Variant("shipped"),
    Variant("no-attention", attention=NoAttention),
    Variant("all-tokens", {"radius": None}),
    Variant("global-tokens", network=WithGlobalTokens),
    Variant("linformer-16", attention=Linformer),
    Variant("performer-32", attention=Performer),
    Variant("radius-1", {"radius": 1}),
    Variant("radius-2", {"radius": 2}),
    Variant("heads-1", {"heads": 1}),
    Variant("heads-8", {"heads": 8}),
    Variant("blocks-1", {"blocks": 1}),
    Variant("blocks-2", {"blocks": 2}),
    Variant("blocks-4", {"blocks": 4}),
    Variant("width-64", {"width": 64}),
    Variant("width-96", {"width": 96}),
    Variant("dropout-0.1", {"dropout": 0.1}),
]


def predict(trained, examples):
    """Encoded attributes float32 [N, 21] of all tokens."""
    rows = []
    with torch.no_grad():
        for pixels, volumes, positions, _ in examples:
            outputs, _ = trained(torch.from_numpy(patches.tokens(pixels, volumes))[None], torch.from_numpy(positions)[None],
                                 torch.zeros(1, len(positions), dtype=torch.bool))
            values = outputs[0, :, :attributes.COUNT] * trained.target_deviation + trained.target_mean
            rows.append(values.numpy())
    return np.concatenate(rows)


def without_weakest_heads(trained, examples, count):
    """Heads whose absence costs least are taken out of the projections, one after the other, without training again."""
    each = trained.shape.width // trained.shape.heads
    truth = attributes.encode(np.concatenate([example[3] for example in examples]))
    moving = np.concatenate([example[3] for example in examples])[:, validation.OCCUPANCY32] > validation.MOVING

    def error():
        return float(np.mean((predict(trained, examples) - truth)[moving, validation.SPEED32] ** 2))

    left = [(block, head) for block in range(trained.shape.blocks) for head in range(trained.shape.heads)]
    with torch.no_grad():
        for _ in range(count):
            errors = []
            for block, head in left:
                weight = trained.blocks[block].attention.projection.weight
                columns = slice(head * each, (head + 1) * each)
                kept = weight[:, columns].clone()
                weight[:, columns] = 0
                errors.append(error())
                weight[:, columns] = kept
            block, head = left.pop(int(np.argmin(errors)))
            trained.blocks[block].attention.projection.weight[:, head * each:(head + 1) * each] = 0
    return trained


def table(rows):
    """The rows in Markdown."""
    lines = ["| network | MMAC at 64 tokens | R², synthetic | slow things off by, px | correlation, real | false motion |", "|---|---|---|---|---|---|"]
    for row in rows:
        mmacs = "–" if row["mmacs"] is None else f"{row['mmacs']:.1f}"
        lines.append(f"| {row['name']} | {mmacs} | {row['r2_synthetic']:.3f} | {row['slow_error_px']:.3f} "
                     f"| {row['correlation_real']:.3f} | {100 * row['false_motion_share']:.1f} % |")
    return "\n".join(lines)


def write_graph(trained, path):
    """The float graph as PyTorch traces it, for timing only."""
    tokens, positions = torch.zeros(1, MEASURED_TOKENS, patches.TOKEN_LENGTH), torch.zeros(1, MEASURED_TOKENS, 2, dtype=torch.long)
    torch.onnx.export(trained, (tokens, positions, torch.zeros(1, MEASURED_TOKENS, dtype=torch.bool)), path, opset_version=14,
                      input_names=["tokens", "positions", "padding"], output_names=["attributes", "embedding"])


def figures(trained, synthetic, real):
    """What the table says of a network."""
    made, seen = validation.figures(predict(trained, synthetic), synthetic), validation.figures(predict(trained, real), real)
    return {"r2_synthetic": made["r2_speed32"], "slow_error_px": made["slow_median_error_px"],
            "correlation_real": seen["correlation_speed32"], "false_motion_share": made["false_motion_share"]}


def compare(options, report):
    """Trains what is missing and returns one row per variant; rows are kept in the work folder."""
    folder = options.work / f"variants-{dataset.fingerprint()}-{FRAMES}-{STEPS}"
    folder.mkdir(parents=True, exist_ok=True)
    shards = dataset.synthetic(options.work, options.data, "train", footage.TRAINING_SCENES, FRAMES, options.seed, options.jobs, report)
    held_out = dataset.synthetic(options.work, options.data, "validate", (footage.VALIDATION_SCENE,), VALIDATION_FRAMES,
                                 options.seed, options.jobs, report)
    examples, synthetic = None, dataset.load(held_out)
    real = dataset.load([dataset.real(options.work, options.data, footage.VALIDATION_SCENE)])
    rows = []
    for variant in VARIANTS:
        path = folder / f"{variant.name}.json"
        if not path.exists():
            examples = examples or dataset.load(shards)
            started = time.monotonic()
            torch.manual_seed(options.seed)
            trained = training.fit(examples, STEPS, options.seed, lambda _: None, variant.create())
            found = {"name": variant.name, "mmacs": round(variant.mmacs(), 1), **figures(trained, synthetic, real)}
            write_graph(trained, str(folder / f"{variant.name}.onnx"))
            if variant.name == "shipped":
                pruned = figures(without_weakest_heads(trained, synthetic[:60], 4), synthetic, real)
                (folder / "pruned.json").write_text(json.dumps({"name": "4 of 12 heads pruned", "mmacs": None, **pruned}))
            partial = path.with_suffix(".part")
            partial.write_text(json.dumps(found))
            os.replace(partial, path)
            report(f"{variant.name}: {found}, {time.monotonic() - started:.0f} s")
        rows.append(json.loads(path.read_text()))
    rows.append(json.loads((folder / "pruned.json").read_text()))
    return folder, rows
