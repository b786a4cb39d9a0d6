"""Make the shipped model with one command; see README.md beside this file."""

import argparse
import importlib.util
import os
import sys
from pathlib import Path

DEBIAN_PACKAGES = {"numpy": "python3-numpy", "cv2": "python3-opencv", "torch": "python3-torch", "onnx": "python3-onnx"}
REPOSITORY = Path(__file__).resolve().parent.parent.parent
# The learning rate rises during the first tenth, which has to be more than one step.
FEWEST_STEPS = 20
FIXTURE = REPOSITORY / "tests" / "EdgeWatch.Core.Tests" / "Fixtures" / "token-parity.json"


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="scripts/train", formatter_class=argparse.ArgumentDefaultsHelpFormatter,
        description="Generate training data, train, quantize, check and write models/edgewatch-v2.onnx and .json, and the network of looks "
                    "beside them. Finished steps are kept in the work folder and are not repeated; an interrupted one goes on.")
    parser.add_argument("command", nargs="?", choices=("model", "motion", "looks", "variants", "fixture"), default="model",
                        help="model: the whole recipe; motion, looks: only one of the two networks; variants: train other networks "
                             "briefly and compare them; fixture: only the parity fixture of the C# tests")
    parser.add_argument("--video", type=Path, metavar="FOLDER",
                        help="make a model of your own: fine-tune the shipped one on the videos and image folders in FOLDER")
    parser.add_argument("--name", default="my-model", help="with --video: name of the model")
    parser.add_argument("--data", type=Path, default=REPOSITORY.parent / "shared" / "data",
                        help="folder of real video; see README.md for what it must hold")
    parser.add_argument("--work", type=Path, default=Path.home() / ".cache" / "edgewatch-train",
                        help="folder for generated data and checkpoints, about 4 GB")
    parser.add_argument("--output", type=Path, default=REPOSITORY / "models", help="where the model goes")
    parser.add_argument("--frames", type=int, default=None, help="synthetic frames (16000; with --video 2000)")
    parser.add_argument("--steps", type=int, default=None, help="optimiser steps of 24 frames (12000; with --video 600), with looks of 64 crops (12000)")
    parser.add_argument("--seed", type=int, default=1, help="seed of data and training")
    parser.add_argument("--jobs", type=int, default=1, help="processes that generate data")
    parser.add_argument("--threads", type=int, default=1, help="threads that train")
    options = parser.parse_args(arguments)
    for name, least in (("frames", 1), ("steps", FEWEST_STEPS), ("jobs", 1), ("threads", 1)):
        value = getattr(options, name)
        if value is not None and value < least:
            parser.error(f"--{name} is {value}; at least {least} is needed")
    return options


def missing_packages():
    return [package for module, package in DEBIAN_PACKAGES.items() if importlib.util.find_spec(module) is None]


def report(text):
    print(text, flush=True)


def main(arguments=None):
    options = parse(arguments)
    missing = missing_packages()
    if missing:
        sys.exit("Missing Debian packages; install them with: scripts/setup train, or apt install " + " ".join(missing))
    # Must be set before numpy is first imported; torch multiplies matrices with the same library.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", str(options.threads))
    if options.command == "fixture":
        import fixture
        report(f"{fixture.write(FIXTURE)} tokens written to {FIXTURE.relative_to(REPOSITORY)}")
        return
    import torch
    torch.set_num_threads(options.threads)
    options.work.mkdir(parents=True, exist_ok=True)
    if options.video:
        import finetuning
        finetuning.make_model(options, REPOSITORY / "models", report)
        return
    if not options.data.is_dir():
        sys.exit(f"No folder of real video at {options.data}; give one with --data (see scripts/train/README.md)")
    if options.command == "variants":
        import variants
        folder, rows = variants.compare(options, report)
        report(variants.table(rows))
        report(f"Float graphs for timing are in {folder}")
        return
    if options.command != "motion":
        from looks import recipe as looks
        looks.require(options.data)
    import recipe
    if options.command != "looks":
        recipe.make_model(options, report)
    if options.command != "motion":
        model = options.output / f"{recipe.NAME}.json"
        looks.make_network(options, model, options.steps if options.command == "looks" else None, report)
        recipe.renew_looks(options.work / f"{recipe.NAME}-float.json", model)


if __name__ == "__main__":
    main()
