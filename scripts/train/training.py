"""Fitting the network to synthetic examples."""

import copy
import time

import numpy as np
import torch
import torch.nn.functional as functional

import attributes
import patches
from network import Network

LEARNING_RATE = 1.5e-3
WEIGHT_DECAY = 0.02
BATCH_FRAMES = 24
AVERAGING = 0.998
SPEED_WEIGHT = 4.0
CONFIDENCE_WEIGHT = 0.05
# Below this share of foreground, velocity and speed are measured on a few pixels and count less.
FULL_WEIGHT_OCCUPANCY = 0.15
# Frames of a batch come from a stretch of this length of the frames sorted by token count: little padding.
NEIGHBOURS = 300


def weights(values):
    """How much each window's attributes count: float32 [K, 3] in 0..1, from attributes in physical units."""
    return np.clip(values[:, attributes.OCCUPANCY] / FULL_WEIGHT_OCCUPANCY, 0, 1)


def augment(example, generator, drop):
    """A mirrored, inverted or thinned-out copy of an example; `drop` is the share of tokens to leave out."""
    pixels, volumes, positions, values = example
    if generator.random() < 0.5:
        pixels, volumes = pixels[..., ::-1], volumes[..., ::-1]
        positions, values = positions * [1, -1], values.copy()
        values[:, attributes.VELOCITY[0::2]] *= -1
    if generator.random() < 0.3:
        pixels, volumes = pixels[..., ::-1, :], volumes[..., ::-1, :]
        positions, values = positions * [-1, 1], values.copy()
        values[:, attributes.VELOCITY[1::2]] *= -1
    if generator.random() < 0.3:
        pixels = 255 - pixels
    # A gate that misses patches must not upset the others.
    keep = generator.random(len(positions)) >= drop
    if keep.sum() > 3:
        pixels, volumes, positions, values = pixels[keep], volumes[keep], positions[keep], values[keep]
    return np.ascontiguousarray(pixels), np.ascontiguousarray(volumes), positions, values


def collate(examples):
    """Pad frames to one batch: tokens [B, K, 1643], positions [B, K, 2], padding [B, K], attributes of all real tokens."""
    longest = max(len(example[0]) for example in examples)
    tokens = torch.zeros(len(examples), longest, patches.TOKEN_LENGTH)
    positions = torch.zeros(len(examples), longest, 2, dtype=torch.long)
    padding = torch.ones(len(examples), longest, dtype=torch.bool)
    for row, (pixels, volumes, places, _) in enumerate(examples):
        tokens[row, :len(pixels)] = torch.from_numpy(patches.tokens(pixels, volumes))
        positions[row, :len(pixels)] = torch.from_numpy(places)
        padding[row, :len(pixels)] = False
    return tokens, positions, padding, np.concatenate([example[3] for example in examples])


def loss(outputs, targets, weight):
    """Smooth L1 over the attributes, and a Gaussian likelihood that makes the log-sigmas say how sure a speed is.

    outputs [N, 18], targets [N, 15] (standardised), weight [N, 3].
    """
    predicted, log_sigma = outputs[:, :attributes.COUNT], outputs[:, attributes.COUNT:].clamp(-4, 2)
    # Detached: the likelihood trains the log-sigmas and leaves the speeds alone.
    error = (predicted - targets)[:, attributes.SPEED].detach()
    likelihood = ((0.5 * torch.exp(-2 * log_sigma) * error ** 2 + log_sigma) * weight).sum() / weight.sum()
    each = weight.repeat_interleave(attributes.COUNT // weight.shape[1], dim=1)
    each[:, attributes.OCCUPANCY] = 1
    each[:, attributes.SPEED] *= SPEED_WEIGHT
    distance = functional.smooth_l1_loss(predicted, targets, reduction="none", beta=0.3)
    return (distance * each).sum() / each.sum() + CONFIDENCE_WEIGHT * likelihood


def fit(examples, steps, seed, report):
    """Train from scratch; returns the network with exponentially averaged weights."""
    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    examples = sorted(examples, key=lambda example: len(example[0]))
    network = Network()
    values = np.concatenate([example[3] for example in examples])
    targets = attributes.encode(values[weights(values)[:, 0] > 0.5])
    network.target_mean[:] = torch.from_numpy(targets.mean(axis=0))
    network.target_deviation[:] = torch.from_numpy(targets.std(axis=0) + 1e-3)
    averaged = copy.deepcopy(network)
    optimiser = torch.optim.AdamW(network.parameters(), LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, LEARNING_RATE, steps, pct_start=0.1)
    started, smooth = time.monotonic(), None
    for step in range(steps):
        low = int(np.clip(generator.integers(len(examples)) - NEIGHBOURS // 2, 0, max(0, len(examples) - NEIGHBOURS)))
        chosen = low + generator.integers(0, min(NEIGHBOURS, len(examples)), BATCH_FRAMES)
        drop = generator.uniform(0, 0.45) if generator.random() < 0.5 else 0
        tokens, positions, padding, truth = collate([augment(examples[i], generator, drop) for i in chosen])
        target = (torch.from_numpy(attributes.encode(truth)) - network.target_mean) / network.target_deviation
        outputs, _ = network(tokens, positions, padding)
        value = loss(outputs[~padding], target, torch.from_numpy(weights(truth)))
        optimiser.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        # A short memory at first, so that the average forgets the random start.
        decay = min(AVERAGING, (step + 1) / (step + 10))
        with torch.no_grad():
            for slow, fast in zip(averaged.parameters(), network.parameters()):
                slow.lerp_(fast, 1 - decay)
        smooth = value.item() if smooth is None else 0.98 * smooth + 0.02 * value.item()
        if (step + 1) % 100 == 0 or step + 1 == steps:
            report(f"step {step + 1} of {steps}, loss {smooth:.4f}, {time.monotonic() - started:.0f} s")
    return averaged.eval()
