"""From photographs and the teacher to the network of looks beside the shipped model."""

import hashlib
import json
import random
from pathlib import Path

import cv2
import numpy as np
import torch

import footage
import manifest
from looks import crops, export, network, quantization, spoiling, teacher, training

FOLDER = Path(__file__).resolve().parent
NAME = "edgewatch-look-v1"
STEPS, CROPS = 12000, 64
# Crops of which the ranges of activations are taken, half of them spoiled; a picture as cameras are analysed; frames of the validation
# scene from one that is looked at to the next, and how many of them the int8 network looks at, too.
RANGE_CROPS, ROWS, COLUMNS, FRAME_EVERY, INT8_FRAMES = 96, footage.ROWS, 320, 80, 2
# How often each picture that is validated on is spoiled: the scene's ten spoiled once give a cosine with a standard deviation of 0.017.
SPOILED_TIMES = 8
# Rounding moves a golden look by less than a thousandth; wrong kernels by far more.
GOLDEN_TOLERANCE = 0.02
GOLDEN_ROWS, GOLDEN_COLUMNS = 4, 3
TEACHER = "ResNet-18 of Microsoft.ML.DnnImageFeaturizer.ResNet18 0.23.1, trained on ImageNet"


@torch.no_grad()
def ranges_of(photos, stills, seed):
    """Pictures as cameras show them, clean and spoiled, for the ranges of activations: [n, 1, 240, 320]."""
    torch.manual_seed(seed)
    cutter = crops.Crops(photos, stills, random.Random(seed))
    clean = torch.cat([cutter.cut(ROWS, COLUMNS) for _ in range(RANGE_CROPS // 2)]).clamp(0, 255)[:, :, :ROWS, :COLUMNS]
    return torch.cat([clean, spoiling.spoiled(clean)])


def held_out_pictures(data, held_out):
    """Photographs and a scene that training has not seen: [n, 1, 240, 320] by name."""
    photos = [crops.Crops([photo], [], random.Random(i)).cut(ROWS, COLUMNS)[:, :, :ROWS, :COLUMNS] for i, photo in enumerate(held_out)]
    frames = footage.read(data / footage.VALIDATION_SCENE.path)[::FRAME_EVERY]
    scene = [torch.from_numpy(cv2.resize(frame, (COLUMNS, ROWS), interpolation=cv2.INTER_AREA)).float()[None, None] for frame in frames]
    return {"photographs": torch.cat(photos), "scene": torch.cat(scene)}


@torch.no_grad()
def validate(pictures, taught, student, model, components, seed):
    """The validation part of what the manifest says, from pictures by name."""
    torch.manual_seed(seed)
    result = {}
    for name, clean in pictures.items():
        wanted, guess = components.of(taught(clean)), student(clean)
        worse = torch.stack([student(spoiling.spoiled(clean)) for _ in range(SPOILED_TIMES)])
        result[name] = {
            "cosine_to_teacher": mean((guess * wanted).sum(-1)),
            "cosine_to_teacher_spoiled": mean((worse * wanted).sum(-1)),
            "cosine_clean_to_spoiled": mean((guess * worse).sum(-1)),
        }
    result["scene"]["cosine_int8_to_float"] = mean(cosines_of_int8(student, model, pictures["scene"][:INT8_FRAMES]))
    return result


@torch.no_grad()
def cosines_of_int8(student, model, pictures):
    """Of each place of pictures [n, 1, h, w] the cosine between the int8 network's look and the float one's."""
    looks = student(pictures.round()).flatten(1, 2).numpy()
    int8 = np.stack([quantization.forward(model, picture[0].round().byte().numpy()) for picture in pictures])
    return (looks * int8).sum(-1) / np.linalg.norm(int8, axis=-1)


def mean(values):
    return round(float(values.mean()), 4)


def golden_picture():
    """uint8 [64, 48] that any language can compute without a file: the bytes of the other golden input."""
    codes, _ = manifest.golden_input()
    height, width = GOLDEN_ROWS * network.PATCH, GOLDEN_COLUMNS * network.PATCH
    return codes.flatten()[:height * width].reshape(height, width)


def describe(model, content, record, results):
    """The part "look" of the manifest."""
    weights = sum(layer.weight.size + len(layer.bias) for layer in model.convolutions)
    weights += sum(layer.weight.size + layer.bias.size for layer in model.linears.values()) + model.bias_table[:-1].size
    looks = quantization.forward(model, golden_picture())
    return {
        "file": f"{NAME}.onnx",
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "patch": network.PATCH,
        "attention_reach": model.shape.radius,
        "length": network.LENGTH,
        "network": {"parameters": int(weights), "macs_per_place": macs(model)},
        "golden": {"tolerance": GOLDEN_TOLERANCE, "looks": [[round(float(value), 3) for value in row] for row in looks]},
        "training": record,
        "validation": results,
    }


def macs(model):
    """Multiply-accumulates of one place, attention to 49 others included."""
    shape, side, total = model.shape, network.PATCH, 0
    for layer in model.convolutions:
        side //= layer.stride
        total += side * side * layer.weight.size
    return int(total + sum(layer.weight.size for layer in model.linears.values()) + 2 * shape.blocks * shape.offsets * shape.width)


def write(manifest_path, model, record, results):
    """The network beside a model, and what that model's manifest says of it."""
    content = export.build(model, "EdgeWatch looks, int8; see the manifest of the model that it belongs to")
    (manifest_path.parent / f"{NAME}.onnx").write_bytes(content)
    description = json.loads(manifest_path.read_text(encoding="utf-8"))
    description["look"] = describe(model, content, record, results)
    manifest_path.write_text(manifest.text(description), encoding="utf-8")
    return len(content)


def record_of(steps, seed, seconds, device):
    return {
        "teacher": {"name": TEACHER, "licence": "MIT", "sha256": teacher.SHA256},
        "data": [{"name": scene.title, "licence": scene.licence} for scene in (crops.PHOTOS, *crops.VIDEOS)],
        "steps": steps,
        "crops_per_step": CROPS,
        "seed": seed,
        "command": f"/usr/bin/python3 scripts/train looks --steps {steps} --seed {seed}",
        "device": torch.cuda.get_device_name() if device == "cuda" else "cpu",
        "duration_s": round(seconds),
        "torch": torch.__version__,
    }


def require(data):
    """Stops where the teacher or the photographs are missing; the path of the teacher."""
    crops.photo_paths(data)
    path = teacher.default_path()
    if not path.exists():
        raise SystemExit(f"The teacher is missing: there is no {path}. scripts/setup train fetches it")
    if teacher.checksum(path) != teacher.SHA256:
        raise SystemExit(f"{path} is not the teacher that is meant: its SHA-256 is another")
    return path


def make_network(options, manifest_path, steps, report):
    """Trains, quantizes, validates, and writes the network beside the model whose manifest this is."""
    if not manifest_path.exists():
        raise SystemExit(f"There is no {manifest_path}, beside which the network of looks belongs: make the motion network first")
    steps = steps or STEPS
    path, device = require(options.data), "cuda" if torch.cuda.is_available() else "cpu"
    photos, held_out, stills = crops.pictures(options.data)
    checkpoint = options.work / f"look-{fingerprint()}-{steps}-{options.seed}.checkpoint"
    student, components, seconds = training.fit(
        [photo.to(device) for photo in photos], [still.to(device) for still in stills], teacher.Teacher(path, device), steps, CROPS,
        options.seed, checkpoint, report, device=device)
    components = components.to("cpu")
    model = quantization.fold(student, ranges_of(photos, stills, options.seed))
    results = validate(held_out_pictures(options.data, held_out), teacher.Teacher(path), student, model, components, options.seed)
    size = write(manifest_path, model, record_of(steps, options.seed, seconds, device), results)
    for name, figures in results.items():
        report(f"{name}: cosine to the teacher {figures['cosine_to_teacher']}, spoiled {figures['cosine_to_teacher_spoiled']}")
    report(f"{NAME}.onnx: {size} bytes")


def fingerprint():
    """Short hash of the code that the weights depend on."""
    names = ("teacher.py", "spoiling.py", "network.py", "crops.py", "training.py")
    return hashlib.sha256(b"".join((FOLDER / name).read_bytes() for name in names)).hexdigest()[:12]
