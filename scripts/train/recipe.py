"""The whole way from data to the shipped model."""

import hashlib
import json
import os
import shutil
import time
from pathlib import Path

import torch

import dataset
import export
import footage
import manifest
import network
import quantization
import training
import validation

FOLDER = Path(__file__).resolve().parent
NAME = "edgewatch-v2"
FRAMES, STEPS, VALIDATION_FRAMES = 16000, 12000, 500
# Runtimes sum in different orders, which can move an activation to the next int8 code.
GOLDEN_TOLERANCE = 0.1


def fit_and_keep(path, examples, steps, seed, report, **how):
    """training.fit(), kept in a file: trained once, interrupted as often as one likes. Returns network and seconds."""
    if not path.exists():
        started = time.monotonic()
        trained = training.fit(examples(), steps, seed, report, checkpoint=path.with_suffix(".checkpoint"), **how)
        saved = {"state": trained.state_dict(), "shape": trained.shape, "duration": time.monotonic() - started}
        partial = path.with_suffix(".part")
        torch.save(saved, partial)
        os.replace(partial, path)
        path.with_suffix(".checkpoint").unlink(missing_ok=True)
    saved = torch.load(path)
    trained = network.Network(saved["shape"]).eval()
    trained.load_state_dict(saved["state"])
    return trained, saved["duration"]


def code_fingerprint():
    """Short hash of the code that weights depend on beside the data."""
    return hashlib.sha256(b"".join((FOLDER / name).read_bytes() for name in ("network.py", "training.py"))).hexdigest()[:12]


def train(options, report):
    """The trained network and its training record; finished steps are read back."""
    frames, steps = options.frames or FRAMES, options.steps or STEPS
    shards = dataset.synthetic(options.work, options.data, "train", footage.TRAINING_SCENES, frames,
                               options.seed, options.jobs, report)
    path = options.work / f"network-{dataset.fingerprint()}-{code_fingerprint()}-{frames}-{steps}-{options.seed}.pt"
    trained, duration = fit_and_keep(path, lambda: dataset.load(shards), steps, options.seed, report)
    record = {
        "data": [{"name": scene.title, "licence": scene.licence, "use": "stills as backgrounds and textures"}
                 for scene in footage.TRAINING_SCENES],
        "frames": frames,
        "steps": steps,
        "seed": options.seed,
        "description": "Supervised on synthetic motion only: sprites with known motion and size over stills of the scenes above.",
        "command": f"/usr/bin/python3 scripts/train --frames {frames} --steps {steps} --seed {options.seed}",
        "duration_s": round(duration),
        "torch": torch.__version__,
    }
    return trained, record


def sensitivity_of(model):
    """How far rounding moves the golden vector; stops where that comes too near to what is allowed."""
    sensitivity = manifest.rounding_sensitivity(model)
    if sensitivity > 0.75 * GOLDEN_TOLERANCE:
        raise SystemExit(f"The golden vector moves by {sensitivity:.4f} under float rounding, "
                         f"too near to its tolerance {GOLDEN_TOLERANCE}")
    return round(sensitivity, 5)


def validate(options, model, report):
    """The validation part of the manifest."""
    scene = footage.VALIDATION_SCENE
    shards = dataset.synthetic(options.work, options.data, "validate", (scene,), VALIDATION_FRAMES, options.seed,
                               options.jobs, report)
    real = dataset.load([dataset.real(options.work, options.data, scene)])
    return {
        "held_out_scene": {"name": scene.title, "licence": scene.licence},
        "metrics": "r2_*: share of variance explained, in output units, over tokens with true occupancy32 above "
                   f"{validation.MOVING}; bias_*: mean error there; slow_*: of those, true speed32 between "
                   f"{validation.SLOW[0]} and {validation.SLOW[1]} px per frame; false_motion_share: of the tokens "
                   f"where less than {validation.STILL} of the 48 px window moves, those with predicted occupancy32 "
                   f"above {validation.MOVING}. DIS flow is itself an estimate: it spreads motion beyond outlines "
                   "and so measures lower speeds",
        "synthetic_on_held_out_scene": validation.report(model, dataset.load(shards)),
        "real_held_out_scene_against_dis_flow": validation.report(model, real),
        "golden_rounding_sensitivity": sensitivity_of(model),
    }


def write(folder, name, model, record, results, is_int8=True, looks_of=None):
    """The ONNX file and its manifest. In float it takes the same codes: for "evaluate", to see what int8 costs.

    `looks_of`: manifest of a model whose network of looks, if it has one, goes along: what places look like has nothing to do with motion.
    """
    kind, apply = ("int8", quantization.apply_int8) if is_int8 else ("float", quantization.apply_float)
    content = export.build(model, f"EdgeWatch motion attributes, {kind}; see the manifest beside this file", is_int8, takes_codes=True)
    description = manifest.build(name, model, content, GOLDEN_TOLERANCE, record, results, apply)
    folder.mkdir(parents=True, exist_ok=True)
    description |= carry_looks(looks_of, folder)
    (folder / f"{name}.onnx").write_bytes(content)
    (folder / f"{name}.json").write_text(manifest.text(description), encoding="utf-8")
    return len(content)


def carry_looks(manifest_path, folder):
    """Copies the network of looks beside another model; returns what the manifest says of it: {"look": …}, or {} where there is none."""
    if manifest_path is None or not manifest_path.exists():
        return {}
    look = json.loads(manifest_path.read_text(encoding="utf-8")).get("look")
    if look is None:
        return {}
    source = manifest_path.parent / look["file"]
    if source.parent.resolve() != folder.resolve():
        shutil.copyfile(source, folder / source.name)
    return {"look": look}


def renew_looks(manifest_path, looks_of):
    """Gives a model, if it is there, another one's network of looks."""
    if manifest_path.exists():
        description = json.loads(manifest_path.read_text(encoding="utf-8")) | carry_looks(looks_of, manifest_path.parent)
        manifest_path.write_text(manifest.text(description), encoding="utf-8")


def make_model(options, report):
    trained, record = train(options, report)
    model = quantization.fold(trained)
    results = validate(options, model, report)
    shipped = options.output / f"{NAME}.json"
    size = write(options.output, NAME, model, record, results, looks_of=shipped)
    write(options.work, f"{NAME}-float", model, record, results, is_int8=False, looks_of=shipped)
    for part in ("synthetic_on_held_out_scene", "real_held_out_scene_against_dis_flow"):
        report(f"{part}: log speed R2 at 32 px float {results[part]['float']['r2_speed32']}, "
               f"int8 {results[part]['int8']['r2_speed32']}")
    report(f"{NAME}.onnx: {size} bytes; the same in float, to compare with: {options.work / NAME}-float.json")
