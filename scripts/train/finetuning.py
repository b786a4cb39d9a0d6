"""A model of one's own: the shipped network trained on, over stills of one's own recordings.

The recordings need no labels and nothing of them goes into the model's files but weights: like the shipped network,
it learns from sprites whose motion is known, here over the backgrounds and with the textures of the scenes in which
it is to work.
"""

import hashlib
import re

import cv2
import numpy as np
import torch

import dataset
import export
import footage
import quantization
import recipe

FRAMES, STEPS = 2000, 600
# A tenth of the learning rate from scratch: to adapt, not to forget.
LEARNING_RATE = 1.5e-4
# Of all recordings together; every fourth is used (footage.Stills), and 240 rows of each are kept.
MOST_STILLS, SMALLEST_SIDE = 2000, 64
VIDEO_SUFFIXES = {".mp4", ".avi", ".mkv", ".mov", ".ts", ".mjpeg", ".webm"}
IMAGE_SUFFIXES = {".jpg", ".jpeg", ".png", ".bmp"}


def find_recordings(folder):
    """The videos in a folder and its folders of images."""
    if not folder.is_dir():
        raise SystemExit(f"--video: there is no folder {folder}")
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in VIDEO_SUFFIXES)
    found += sorted({path.parent for path in folder.rglob("*") if path.suffix.lower() in IMAGE_SUFFIXES})
    if not found:
        raise SystemExit(f"--video: {folder} holds neither videos ({', '.join(sorted(VIDEO_SUFFIXES))}) "
                         f"nor images ({', '.join(sorted(IMAGE_SUFFIXES))})")
    return found


def still_count(recording):
    """How many frames a recording has, by its container; 0 where nothing can be read."""
    if recording.is_dir():
        return sum(path.suffix.lower() in IMAGE_SUFFIXES for path in recording.iterdir())
    capture = cv2.VideoCapture(str(recording))
    count = int(capture.get(cv2.CAP_PROP_FRAME_COUNT))
    capture.release()
    return max(0, count)


def read_still(recording, index):
    """One grey frame, or None."""
    if recording.is_dir():
        images = sorted(path for path in recording.iterdir() if path.suffix.lower() in IMAGE_SUFFIXES)
        return cv2.imread(str(images[index]), cv2.IMREAD_GRAYSCALE)
    capture = cv2.VideoCapture(str(recording))
    capture.set(cv2.CAP_PROP_POS_FRAMES, index)
    _, frame = capture.read()
    capture.release()
    return None if frame is None else cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)


def extract_stills(recordings, folder):
    """Writes stills spread over each recording and returns them as scenes: hours of video do not fit into memory."""
    scenes = []
    each = max(1, MOST_STILLS // len(recordings))
    for number, recording in enumerate(recordings):
        count, target = still_count(recording), folder / f"{number:04}"
        target.mkdir(parents=True, exist_ok=True)
        for index in sorted({round(place) for place in np.linspace(0, count - 1, min(each, count))}) if count else ():
            path = target / f"{index:08}.png"
            still = None if path.exists() else read_still(recording, index)
            if still is not None and min(still.shape) >= SMALLEST_SIDE:
                cv2.imwrite(str(path), footage.standardise(still))
        if any(target.iterdir()):
            scenes.append(footage.Scene(str(target.resolve()), 1.0, "own recording", "the owner's"))
    if not scenes:
        raise SystemExit(f"--video: none of the {len(recordings)} recordings could be read (pictures need {SMALLEST_SIDE} rows and columns)")
    return tuple(scenes)


def fingerprint(recordings):
    """Short hash of which recordings these are."""
    facts = "\n".join(f"{path.resolve()} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in recordings)
    return hashlib.sha256(facts.encode()).hexdigest()[:12]


def make_model(options, shipped, report):
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", options.name) or options.name == recipe.NAME:
        raise SystemExit(f"--name {options.name}: use small letters, digits, '.', '_' and '-', and not the shipped model's name")
    recordings = find_recordings(options.video)
    purpose = f"own-{fingerprint(recordings)}"
    scenes = extract_stills(recordings, options.work / f"stills-{purpose}")
    report(f"{len(scenes)} of {len(recordings)} recordings in {options.video} can be read")
    frames, steps = options.frames or FRAMES, options.steps or STEPS
    shards = dataset.synthetic(options.work, options.video, purpose, scenes, frames, options.seed, options.jobs, report)
    content = (shipped / f"{recipe.NAME}.onnx").read_bytes()
    before = quantization.unfold(export.read(content))
    path = options.work / f"{purpose}-{dataset.fingerprint()}-{recipe.code_fingerprint()}-{frames}-{steps}-{options.seed}.pt"
    trained, duration = recipe.fit_and_keep(path, lambda: dataset.load(shards), steps, options.seed, report,
                                            network=before, learning_rate=LEARNING_RATE)
    model = quantization.fold(trained)
    record = {
        "data": [{"name": f"{len(scenes)} recordings of one's own", "licence": "the owner's", "use": "stills as backgrounds and textures"}],
        "started_from": recipe.NAME,
        "frames": frames,
        "steps": steps,
        "seed": options.seed,
        "duration_s": round(duration),
        "torch": torch.__version__,
    }
    results = {"golden_rounding_sensitivity": recipe.sensitivity_of(model)}
    recipe.write(options.output, options.name, model, record, results, looks_of=shipped / f"{recipe.NAME}.json")
    report(f"Written: {options.output / options.name}.onnx and .json, and the network of looks. In the config of EdgeWatch:\n\n"
           f"model: {(options.output / options.name).resolve()}.json\n\nCameras learn anew what is normal, since another model measures differently.")
