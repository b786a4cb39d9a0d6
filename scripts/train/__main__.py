"""Make the shipped model with one command; see README.md beside this file."""

import argparse
import hashlib
import importlib.util
import os
import sys
import time
from pathlib import Path

DEBIAN_PACKAGES = {"numpy": "python3-numpy", "cv2": "python3-opencv", "torch": "python3-torch", "onnx": "python3-onnx"}
FOLDER = Path(__file__).resolve().parent
REPOSITORY = FOLDER.parent.parent
FIXTURE = REPOSITORY / "tests" / "EdgeWatch.Core.Tests" / "Fixtures" / "token-parity.json"
NAME = "edgewatch-v1"
VALIDATION_FRAMES = 500
# Runtimes sum in different orders, which can move an activation to the next int8 code.
GOLDEN_TOLERANCE = 0.1


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="scripts/train", formatter_class=argparse.ArgumentDefaultsHelpFormatter,
        description="Generate training data, train, quantize, check and write models/edgewatch-v1.onnx and .json. "
                    "Finished steps are kept in the work folder and are not repeated.")
    parser.add_argument("command", nargs="?", choices=("model", "fixture"), default="model",
                        help="model: the whole recipe; fixture: only the parity fixture of the C# tests")
    parser.add_argument("--data", type=Path, default=REPOSITORY.parent / "shared" / "data",
                        help="folder of real video; see README.md for what it must hold")
    parser.add_argument("--work", type=Path, default=Path.home() / ".cache" / "edgewatch-train",
                        help="folder for generated data and checkpoints, about 2 GB")
    parser.add_argument("--output", type=Path, default=REPOSITORY / "models", help="where the model goes")
    parser.add_argument("--frames", type=int, default=8000, help="synthetic training frames")
    parser.add_argument("--steps", type=int, default=3000, help="optimiser steps of 24 frames")
    parser.add_argument("--seed", type=int, default=1, help="seed of data and training")
    parser.add_argument("--jobs", type=int, default=1, help="processes that generate data")
    parser.add_argument("--threads", type=int, default=1, help="threads that train")
    return parser.parse_args(arguments)


def missing_packages():
    return [package for module, package in DEBIAN_PACKAGES.items() if importlib.util.find_spec(module) is None]


def report(text):
    print(text, flush=True)


def train(options):
    """The trained network, its training record, and the held-out examples; cached steps are read back."""
    import dataset
    import footage
    import network
    import torch
    import training

    torch.set_num_threads(options.threads)
    shards = dataset.synthetic(options.work, options.data, "train", footage.TRAINING_SCENES, options.frames,
                               options.seed, options.jobs, report)
    code = hashlib.sha256(b"".join((FOLDER / name).read_bytes() for name in ("network.py", "training.py")))
    checkpoint = options.work / (f"network-{dataset.fingerprint()}-{code.hexdigest()[:12]}"
                                 f"-{options.frames}-{options.steps}-{options.seed}.pt")
    if not checkpoint.exists():
        started = time.monotonic()
        trained = training.fit(dataset.load(shards), options.steps, options.seed, report)
        saved = {"state": trained.state_dict(), "duration": time.monotonic() - started, "torch": torch.__version__}
        partial = checkpoint.with_suffix(".part")
        torch.save(saved, partial)
        os.replace(partial, checkpoint)
    saved = torch.load(checkpoint)
    trained = network.Network().eval()
    trained.load_state_dict(saved["state"])
    record = {
        "data": [{"name": scene.title, "licence": scene.licence, "use": "stills as backgrounds and textures"}
                 for scene in footage.TRAINING_SCENES],
        "frames": options.frames,
        "steps": options.steps,
        "seed": options.seed,
        "description": "Supervised on synthetic motion only: sprites with known flow over stills of the scenes above.",
        "command": f"/usr/bin/python3 scripts/train --frames {options.frames} --steps {options.steps} "
                   f"--seed {options.seed}",
        "duration_s": round(saved["duration"]),
        "torch": saved["torch"],
    }
    return trained, record


def validate(options, model):
    """The validation part of the manifest."""
    import dataset
    import footage
    import manifest
    import validation

    scene = footage.VALIDATION_SCENE
    shards = dataset.synthetic(options.work, options.data, "validate", (scene,), VALIDATION_FRAMES, options.seed,
                               options.jobs, report)
    real = dataset.load([dataset.real(options.work, options.data, scene)])
    sensitivity = manifest.rounding_sensitivity(model)
    if sensitivity > 0.75 * GOLDEN_TOLERANCE:
        raise SystemExit(f"The golden vector moves by {sensitivity:.4f} under float rounding, "
                         f"too near to its tolerance {GOLDEN_TOLERANCE}")
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
        "golden_rounding_sensitivity": round(sensitivity, 5),
    }


def make_model(options):
    import export
    import manifest
    import quantization

    options.work.mkdir(parents=True, exist_ok=True)
    network, record = train(options)
    model = quantization.fold(network)
    results = validate(options, model)
    content = export.build(model, "EdgeWatch motion attributes, int8; see the manifest beside this file")
    description = manifest.build(NAME, model, content, GOLDEN_TOLERANCE, record, results)
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / f"{NAME}.onnx").write_bytes(content)
    (options.output / f"{NAME}.json").write_text(manifest.text(description), encoding="utf-8")
    for part in ("synthetic_on_held_out_scene", "real_held_out_scene_against_dis_flow"):
        report(f"{part}: log speed R2 at 32 px float {results[part]['float']['r2_speed32']}, "
               f"int8 {results[part]['int8']['r2_speed32']}")
    report(f"{NAME}.onnx: {len(content)} bytes")


def main(arguments=None):
    options = parse(arguments)
    missing = missing_packages()
    if missing:
        sys.exit("Missing Debian packages; install them with: apt install " + " ".join(missing))
    if options.command == "fixture":
        import fixture
        report(f"{fixture.write(FIXTURE)} tokens written to {FIXTURE.relative_to(REPOSITORY)}")
        return
    if not options.data.is_dir():
        sys.exit(f"No folder of real video at {options.data}; give one with --data (see scripts/train/README.md)")
    # Must be set before numpy is first imported; torch multiplies matrices with the same library.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", str(options.threads))
    make_model(options)


if __name__ == "__main__":
    main()
