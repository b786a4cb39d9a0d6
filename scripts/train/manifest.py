"""The manifest beside the model: what goes in and out, how it was made, how it was checked."""

import hashlib
import json
from dataclasses import replace

import numpy as np

import attributes
import footage
import network
import patches
import quantization

SCHEMA = 3
VERSION = "2.1.0"
GOLDEN_TOKENS = 12


def golden_input():
    """Tokens' codes uint8 [12, 1643] and positions int64 [12, 2] that any language can compute without a file."""
    number = np.arange(GOLDEN_TOKENS * patches.TOKEN_LENGTH, dtype=np.uint64)
    word = (number * np.uint64(2654435761) + np.uint64(12345)) & np.uint64(0xFFFFFFFF)
    word ^= word >> np.uint64(16)
    word = (word * np.uint64(2246822519)) & np.uint64(0xFFFFFFFF)
    word ^= word >> np.uint64(13)
    codes = (word >> np.uint64(24)).astype(np.uint8)
    index = np.arange(GOLDEN_TOKENS)
    return (codes.reshape(GOLDEN_TOKENS, patches.TOKEN_LENGTH),
            np.stack([index // 4, index % 4], axis=1).astype(np.int64))


def rounding_sensitivity(model, trials=200):
    """The largest change of a golden attribute when what the first layer says changes by a few float32 roundings.

    A runtime that sums in another order moves some activation across a rounding boundary of its int8 code; this says
    how much that can matter, and so how far a correct runtime may be from the golden vector.
    """
    codes, positions = golden_input()
    expected, _ = quantization.forward(model, codes, positions)
    first = model.linears["embed_in"]
    generator, worst = np.random.default_rng(0), 0.0
    for _ in range(trials):
        scale = first.scale * (1 + generator.uniform(-1, 1, first.scale.shape) * 1e-6).astype(np.float32)
        nudged = replace(model, linears=model.linears | {"embed_in": replace(first, scale=scale)})
        worst = max(worst, float(np.abs(quantization.forward(nudged, codes, positions)[0] - expected).max()))
    return worst


def build(name, model, content, tolerance, training, validation, apply=quantization.apply_int8):
    """The manifest as a dictionary; the order of its keys is part of it."""
    codes, positions = golden_input()
    expected, _ = quantization.forward(model, codes, positions, apply)
    shape = model.shape
    parameters = (sum(layer.weight.size + layer.bias.size for layer in model.linears.values())
                  + shape.offsets * shape.blocks * shape.heads)
    return {
        "schema": SCHEMA,
        "name": name,
        "version": VERSION,
        "file": f"{name}.onnx",
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "input": {
            "rows": footage.ROWS,
            "patch": patches.PATCH,
            "frame_lags": list(patches.FRAME_LAGS),
            "volumes": [{"lag": lag, "scale": scale} for lag, scale in patches.VOLUMES],
            "search_radius": patches.SEARCH_RADIUS,
            "token_length": patches.TOKEN_LENGTH,
            "code_step": quantization.CODE_STEP,
            "code_zero": quantization.CODE_ZERO,
            "attention_reach": shape.radius,
            "frames_per_second": [10, 12.5],
        },
        "output": {
            "attributes": network.OUTPUT_NAMES,
            "embedding_length": shape.width,
            "speed_offset": attributes.SPEED_OFFSET,
        },
        "network": {
            "parameters": int(parameters),
            "macs_at_64_tokens": shape.macs(64),
            "heads": shape.heads,
            "blocks": shape.blocks,
            "width": shape.width,
        },
        "golden": {
            "tokens": GOLDEN_TOKENS,
            "tolerance": tolerance,
            "attributes": [[round(float(value), 6) for value in row] for row in expected],
        },
        "training": training,
        "validation": validation,
    }


def text(manifest):
    """JSON with plain lists and small objects on one line, so that the golden vector does not take two hundred."""
    def is_plain(items):
        return not any(isinstance(item, (dict, list)) for item in items)

    def render(value, indent):
        inner = indent + "  "
        line = json.dumps(value, ensure_ascii=False)
        if isinstance(value, dict) and not (is_plain(value.values()) and len(line) <= 80):
            items = [f"{inner}{json.dumps(key)}: {render(item, inner)}" for key, item in value.items()]
            return "{\n" + ",\n".join(items) + f"\n{indent}}}"
        if isinstance(value, list) and not is_plain(value):
            return "[\n" + ",\n".join(inner + render(item, inner) for item in value) + f"\n{indent}]"
        return line

    return render(manifest, "") + "\n"
