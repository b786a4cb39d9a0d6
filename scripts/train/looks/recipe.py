"""From photographs and the teacher to the network of looks beside the shipped model."""

import dataclasses
import hashlib
import math
import os
import random
import time

import cv2
import numpy as np
import torch
import torch.nn.functional as functional

import footage
import manifest
from looks import export, network, quantization, spoiling, teacher

NAME = "edgewatch-look-v1"
ARCHITECTURE = network.Architecture(depth=(2, 2), attention=2)
STEPS, CROPS = 12000, 64
LEARNING_RATE, WEIGHT_DECAY, WARM_UP, LARGEST_GRADIENT = 2e-3, 0.01, 0.05, 1.0
# Rows and columns of what is cut from a picture, a size for each step.
CROP_SIZES = ((160, 256), (192, 320), (240, 384))
# Photographs show things large: they are scaled down to half and up to twice; video is near the right scale.
SMALLEST, LARGEST, LARGEST_OF_VIDEO = 0.5, 2.0, 1.2
# Part of the crops that are cut from video, frames from one still to the next, and one photograph in so many that is kept to validate on.
VIDEO_SHARE, STILL_EVERY, HELD_OUT_EVERY = 0.2, 12, 20
PAIRS, PAIR_WEIGHT = 768, 2.0
# Crops of which the principal components and the ranges of activations are taken.
SAMPLE_CROPS = 192
CHECKPOINT_STEPS = 500
# Rounding moves a golden look by less than a thousandth; wrong kernels by far more.
GOLDEN_TOLERANCE = 0.02
GOLDEN_ROWS, GOLDEN_COLUMNS = 4, 3
PHOTOS = footage.Scene("photos", 1.0, "BSDS500 (Arbeláez, Maire, Fowlkes, Malik, TPAMI 2011)", footage.RESEARCH)
VIDEOS = tuple(scene for scene in footage.TRAINING_SCENES if "intel" in scene.path)


def pictures(data, device):
    """Photographs to learn from, photographs held out, stills of video: lists of grey float [h, w]."""
    photos = [torch.from_numpy(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)).float().to(device)
              for path in sorted((data / PHOTOS.path).glob("*.jpg"))]
    stills = [torch.from_numpy(frame).float().to(device)
              for scene in VIDEOS for frame in footage.read(data / scene.path)[::STILL_EVERY]]
    held_out = photos[::HELD_OUT_EVERY]
    return [photo for i, photo in enumerate(photos) if i % HELD_OUT_EVERY], held_out, stills


class Crops:
    """Cuts batches from pictures: what the teacher sees, and the same shifted by some pixels, which the student sees spoiled."""

    def __init__(self, photos, stills, generator):
        self.photos, self.stills, self.generator = photos, stills, generator

    def cut(self, height, width):
        of_video = bool(self.stills) and self.generator.random() < VIDEO_SHARE
        picture = self.generator.choice(self.stills if of_video else self.photos)
        rows, columns = picture.shape
        margin = 2 * spoiling.LARGEST_SHIFT
        least = max((height + margin) / rows, (width + margin) / columns)
        largest = max(LARGEST_OF_VIDEO if of_video else LARGEST, least * 1.05)
        scale = math.exp(self.generator.uniform(math.log(max(SMALLEST, least)), math.log(largest)))
        h, w = min(rows, round((height + margin) / scale)), min(columns, round((width + margin) / scale))
        y, x = self.generator.randint(0, rows - h), self.generator.randint(0, columns - w)
        crop = functional.interpolate(picture[None, None, y:y + h, x:x + w], (height + margin, width + margin), mode="bilinear",
                                      align_corners=False, antialias=True)
        return crop.flip(3) if self.generator.random() < 0.5 else crop

    def batch(self, count):
        height, width = self.generator.choice(CROP_SIZES)
        most = spoiling.LARGEST_SHIFT
        crops = torch.cat([self.cut(height, width) for _ in range(count)]).clamp(0, 255)
        clean = crops[:, :, most:most + height, most:most + width]
        seen = clean.clone()
        # A quarter stays where it is; each other quarter is shifted alike.
        for quarter in range(1, 4):
            y, x = self.generator.randint(0, 2 * most), self.generator.randint(0, 2 * most)
            seen[quarter::4] = crops[quarter::4, :, y:y + height, x:x + width]
        return clean, seen


def loss_of(guess, wanted, generator):
    """1 − cosine, and how far the cosines between patches are from those of the teacher."""
    guess, wanted = guess.reshape(-1, network.LENGTH), wanted.reshape(-1, network.LENGTH)
    some = torch.randperm(len(guess), generator=generator)[:PAIRS].to(guess.device)
    pairs = guess[some] @ guess[some].T - wanted[some] @ wanted[some].T
    return (1 - (guess * wanted).sum(1)).mean() + PAIR_WEIGHT * (pairs ** 2).mean()


def rate(step, steps):
    part = step / steps
    return LEARNING_RATE * min(1, part / WARM_UP + 0.02) * (0.5 + 0.5 * math.cos(math.pi * part)) + 1e-6


def fit(data, steps, crops_per_step, seed, checkpoint, report, shape=ARCHITECTURE):
    """The trained student, the teacher's components, and seconds; an interrupted run goes on."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(seed)
    photos, _, stills = pictures(data, device)
    taught = teacher.Teacher(teacher.default_path(), device)
    cutter = Crops(photos, stills, random.Random(seed))
    generator = torch.Generator().manual_seed(seed)
    looks = [taught(cutter.batch(16)[0]).permute(0, 2, 3, 1).reshape(-1, 384)[::3] for _ in range(SAMPLE_CROPS // 16)]
    components = teacher.Components(torch.cat(looks), network.LENGTH)
    student = network.Student(shape).to(device)
    optimiser = torch.optim.AdamW(student.parameters(), LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    first, seconds = 0, 0.0
    if checkpoint.exists():
        saved = torch.load(checkpoint, map_location=device)
        student.load_state_dict(saved["student"])
        optimiser.load_state_dict(saved["optimiser"])
        first, seconds = saved["step"], saved["seconds"]
    started = time.monotonic() - seconds
    for step in range(first, steps):
        # Each step by its own seed, so that it is the same after an interruption.
        cutter.generator.seed(seed * 1_000_003 + step)
        torch.manual_seed(seed * 1_000_003 + step)
        clean, seen = cutter.batch(crops_per_step)
        with torch.no_grad():
            wanted, spoiled = components.of(taught(clean)), spoiling.spoiled(seen)
        loss = loss_of(student(spoiled), wanted, generator)
        optimiser.param_groups[0]["lr"] = rate(step, steps)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(student.parameters(), LARGEST_GRADIENT)
        optimiser.step()
        if (step + 1) % CHECKPOINT_STEPS == 0:
            save(checkpoint, student, optimiser, step + 1, time.monotonic() - started)
            report(f"look: step {step + 1} of {steps}, loss {loss.item():.3f}")
    return student.cpu().eval(), components, time.monotonic() - started


def save(checkpoint, student, optimiser, step, seconds):
    partial = checkpoint.with_suffix(".part")
    torch.save({"student": student.state_dict(), "optimiser": optimiser.state_dict(), "step": step, "seconds": seconds}, partial)
    os.replace(partial, checkpoint)


@torch.no_grad()
def ranges_of(data, seed):
    """Pictures as cameras show them, clean and spoiled, for the ranges of activations: [n, 1, 240, 320]."""
    photos, _, stills = pictures(data, "cpu")
    torch.manual_seed(seed)
    generator = random.Random(seed)
    cutter = Crops(photos, stills, generator)
    clean = torch.cat([cutter.cut(240, 320) for _ in range(SAMPLE_CROPS // 4)]).clamp(0, 255)[:, :, :240, :320]
    return torch.cat([clean, spoiling.spoiled(clean)])


@torch.no_grad()
def validate(data, student, model, components, seed):
    """Figures on photographs that were held out and on a scene that training has not seen."""
    taught = teacher.Teacher(teacher.default_path())
    _, held_out, _ = pictures(data, "cpu")
    frames = footage.read(data / footage.VALIDATION_SCENE.path)[::80]
    scene = torch.stack([torch.from_numpy(cv2.resize(frame, (320, 240), interpolation=cv2.INTER_AREA)).float() for frame in frames])[:, None]
    torch.manual_seed(seed)
    photos = torch.cat([Crops([photo], [], random.Random(i)).cut(240, 320)[:, :, :240, :320] for i, photo in enumerate(held_out)])
    result = {}
    for name, clean in (("photographs", photos), ("scene", scene)):
        wanted, guess = components.of(taught(clean)), student(clean)
        worse = student(spoiling.spoiled(clean))
        result[name] = {
            "cosine_to_teacher": mean((guess * wanted).sum(-1)),
            "cosine_to_teacher_spoiled": mean((worse * wanted).sum(-1)),
            "cosine_clean_to_spoiled": mean((guess * worse).sum(-1)),
        }
    guess = student(scene[:2]).numpy().reshape(2, -1, network.LENGTH)
    int8 = [quantization.forward(model, frame[0].round().byte().numpy()) for frame in scene[:2]]
    result["scene"]["cosine_int8_to_float"] = mean(torch.tensor(np.array(
        [(g * q / np.linalg.norm(q, axis=1, keepdims=True)).sum(1) for g, q in zip(guess, int8)])))
    return result


def mean(values):
    return round(float(values.mean()), 4)


def golden_picture():
    """uint8 [64, 48] that any language can compute without a file: the bytes of the other golden input."""
    codes, _ = manifest.golden_input()
    height, width = GOLDEN_ROWS * teacher.PATCH, GOLDEN_COLUMNS * teacher.PATCH
    return codes.flatten()[:height * width].reshape(height, width)


def describe(model, content, training, validation):
    """The part "look" of the manifest."""
    shape = model.shape
    weights = sum(layer.weight.size + len(layer.bias) for layer in model.convolutions)
    weights += sum(layer.weight.size + layer.bias.size for layer in model.linears.values()) + model.bias_table[:-1].size
    looks = quantization.forward(model, golden_picture())
    return {
        "file": f"{NAME}.onnx",
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "patch": teacher.PATCH,
        "attention_reach": shape.radius,
        "length": network.LENGTH,
        "network": {"parameters": int(weights), "macs_per_place": macs(model)},
        "golden": {"tolerance": GOLDEN_TOLERANCE, "looks": [[round(float(value), 3) for value in row] for row in looks]},
        "training": training,
        "validation": validation,
    }


def macs(model):
    """Multiply-accumulates of one place, attention to 49 others included."""
    side, total = teacher.PATCH, 0
    for layer in model.convolutions:
        side //= layer.stride
        total += side * side * layer.weight.size
    shape = quantization.sizes(model.shape)
    return int(total + sum(layer.weight.size for layer in model.linears.values()) + 2 * shape.blocks * shape.offsets * shape.width)


def write(folder, manifest_path, model, training, validation):
    """The network, and what the manifest of the shipped model says of it."""
    import json
    content = export.build(model, "EdgeWatch looks, int8; see the manifest of the model that it belongs to")
    (folder / f"{NAME}.onnx").write_bytes(content)
    description = json.loads(manifest_path.read_text(encoding="utf-8"))
    description["look"] = describe(model, content, training, validation)
    manifest_path.write_text(manifest.text(description), encoding="utf-8")
    return len(content)


def record(steps, crops_per_step, seed, seconds, device):
    return {
        "teacher": {"name": "ResNet-18 of Microsoft.ML.DnnImageFeaturizer.ResNet18 0.23.1, trained on ImageNet", "licence": "MIT",
                    "sha256": teacher.SHA256},
        "data": [{"name": scene.title, "licence": scene.licence} for scene in (PHOTOS, *VIDEOS)],
        "steps": steps, "crops_per_step": crops_per_step, "seed": seed,
        "command": f"/usr/bin/python3 scripts/train looks --steps {steps}",
        "device": device, "duration_s": round(seconds), "torch": torch.__version__,
    }


def make(options, report):
    """Trains, quantizes, validates and writes."""
    if teacher.checksum(teacher.default_path()) != teacher.SHA256:
        raise SystemExit(f"{teacher.default_path()} is not the teacher that is meant: its SHA-256 is another")
    steps = options.steps or STEPS
    checkpoint = options.work / f"look-{fingerprint()}-{steps}-{options.seed}.checkpoint"
    student, components, seconds = fit(options.data, steps, CROPS, options.seed, checkpoint, report)
    finish(options, student, components, record(steps, CROPS, options.seed, seconds, device_name()), report)


def finish(options, student, components, training, report):
    from footage import ROWS  # noqa: F401  (the scale that looks are taught at)
    model = quantization.fold(student, ranges_of(options.data, options.seed))
    results = validate(options.data, student, model, components, options.seed)
    size = write(options.output, options.output / "edgewatch-v2.json", model, training, results)
    report(f"{NAME}.onnx: {size} bytes; {results}")


def device_name():
    return torch.cuda.get_device_name() if torch.cuda.is_available() else "cpu"


def fingerprint():
    """Short hash of the code that the weights depend on."""
    from pathlib import Path
    folder = Path(__file__).resolve().parent
    names = ("teacher.py", "spoiling.py", "network.py", "recipe.py")
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in names)).hexdigest()[:12]
