"""Examples on disk: made once per version of the code that makes them, then read by training and validation."""

import concurrent.futures
import hashlib
import os
import time
from pathlib import Path

import cv2
import numpy as np

import attributes
import footage
import patches
import synthesis

SHARD = 250
FEWEST_TOKENS = 6
FIELDS = ("pixels", "volumes", "positions", "attributes")


def fingerprint():
    """Short hash of the code that examples depend on, so that a change of it never meets stale examples."""
    folder = Path(__file__).resolve().parent
    sources = ("patches.py", "attributes.py", "footage.py", "synthesis.py", "dataset.py")
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in sources)).hexdigest()[:12]


def _save(path, examples):
    """Frames have different numbers of tokens: concatenated, with the counts beside them."""
    arrays = {name: np.concatenate([example[i] for example in examples]) for i, name in enumerate(FIELDS)}
    arrays["counts"] = np.array([len(example[0]) for example in examples])
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part.npz")
    np.savez(partial, **arrays)
    os.replace(partial, path)


def load(paths):
    """All examples of these files: list of (pixels, volumes, positions, attributes), one tuple per frame."""
    examples = []
    for path in paths:
        with np.load(path) as arrays:
            ends = np.cumsum(arrays["counts"])[:-1]
            columns = [np.split(arrays[name], ends) for name in FIELDS]
        examples += zip(*columns)
    return examples


def example(clip, flows, things=None):
    """One frame as an example, or None where too little moves to learn from."""
    positions = patches.gate(clip)
    if len(positions) < FEWEST_TOKENS:
        return None
    pixels, volumes = patches.observe(clip, positions)
    return pixels, volumes, positions, attributes.measure(flows, things, positions)


def _make_shard(path, data, scenes, frames, seed):
    os.nice(10)
    cv2.setNumThreads(1)
    generator, stills, examples = np.random.default_rng(seed), footage.Stills(data, scenes), []
    while len(examples) < frames:
        found = example(*synthesis.scene(generator, stills))
        if found is not None:
            examples.append(found)
    _save(path, examples)
    return path


def synthetic(work, data, purpose, scenes, frames, seed, jobs, report):
    """Synthetic examples from stills of these scenes: paths of the shards, made where they are missing."""
    folder = work / f"{purpose}-{fingerprint()}-{seed}"
    shards = [folder / f"{number:03}.npz" for number in range((frames + SHARD - 1) // SHARD)]
    missing = [number for number, path in enumerate(shards) if not path.exists()]
    started = time.monotonic()
    with concurrent.futures.ProcessPoolExecutor(max_workers=jobs) as pool:
        # A shard is seeded by its number and purpose, so its content does not depend on the number of jobs.
        pending = [pool.submit(_make_shard, shards[number], data, scenes, min(SHARD, frames - SHARD * number),
                               [seed, number, *purpose.encode()]) for number in missing]
        for done, future in enumerate(concurrent.futures.as_completed(pending), 1):
            future.result()
            report(f"{purpose}: {done} of {len(missing)} shards, {time.monotonic() - started:.0f} s")
    return shards


def real(work, data, scene, every=3):
    """Examples of a real video with optical flow (DIS) for truth, for validation only: path of the file."""
    path = work / f"real-{fingerprint()}.npz"
    if path.exists():
        return path
    frames = [footage.standardise(frame) for frame in footage.read(data / scene.path)]
    flow = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    examples = []
    for newest in range(5, len(frames), every):
        flows = np.stack([flow.calc(frames[t - 2], frames[t], None) / 2 for t in range(newest - 3, newest + 1)])
        found = example(np.stack(frames[newest - patches.CLIP_LENGTH + 1:newest + 1]), flows)
        if found is not None:
            examples.append(found)
    _save(path, examples)
    return path
