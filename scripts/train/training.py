"""Fitting the network to synthetic examples."""

import copy
import os
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
REPORT_STEPS, CHECKPOINT_STEPS = 100, 500


def weights(values):
    """How much the attributes of each window and of the thing count: float32 [K, 4] in 0..1, from physical units."""
    moving = np.clip(values[:, attributes.OCCUPANCY] / FULL_WEIGHT_OCCUPANCY, 0, 1)
    described = ~np.isnan(values[:, attributes.THING[0]])
    return np.concatenate([moving, (moving[:, 1] * described)[:, None]], axis=1)


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

    outputs [N, 25], targets [N, 21] (standardised), weight [N, 4].
    """
    predicted, log_sigma = outputs[:, :attributes.COUNT], outputs[:, attributes.COUNT:].clamp(-4, 2)
    # Detached: the likelihood trains the log-sigmas and leaves the speeds alone.
    error = (predicted - targets)[:, attributes.SPEED].detach()
    likelihood = ((0.5 * torch.exp(-2 * log_sigma) * error ** 2 + log_sigma) * weight).sum() / weight.sum()
    each = torch.cat([weight[:, :3].repeat_interleave(attributes.MOTIONS // 3, dim=1),
                      weight[:, 3:].expand(-1, len(attributes.THING))], dim=1)
    each[:, attributes.OCCUPANCY] = 1
    each[:, attributes.SPEED] *= SPEED_WEIGHT
    distance = functional.smooth_l1_loss(predicted, targets, reduction="none", beta=0.3)
    return (distance * each).sum() / each.sum() + CONFIDENCE_WEIGHT * likelihood


class Run:
    """Everything that changes while a network is trained, so that an interrupted run goes on as if nothing had happened."""

    def __init__(self, network, steps, seed, learning_rate):
        torch.manual_seed(seed)
        self.network = network or Network()
        self.generator = np.random.default_rng(seed)
        self.averaged = copy.deepcopy(self.network)
        self.optimiser = torch.optim.AdamW(self.network.parameters(), learning_rate, weight_decay=WEIGHT_DECAY)
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(self.optimiser, learning_rate, steps, pct_start=0.1)
        self.step, self.smooth_loss = 0, None

    def save(self, path):
        """Whole or not at all."""
        partial = path.with_suffix(".part")
        torch.save({"network": self.network.state_dict(), "averaged": self.averaged.state_dict(),
                    "optimiser": self.optimiser.state_dict(), "schedule": self.schedule.state_dict(),
                    "generator": self.generator.bit_generator.state, "torch": torch.get_rng_state(),
                    "step": self.step, "smooth_loss": self.smooth_loss}, partial)
        os.replace(partial, path)

    def restore(self, path):
        saved = torch.load(path)
        for name in ("network", "averaged", "optimiser", "schedule"):
            getattr(self, name).load_state_dict(saved[name])
        self.generator.bit_generator.state = saved["generator"]
        torch.set_rng_state(saved["torch"])
        self.step, self.smooth_loss = saved["step"], saved["smooth_loss"]

    def take_step(self, examples):
        """One step of the optimiser; examples are sorted by their number of tokens."""
        generator, network = self.generator, self.network
        low = int(np.clip(generator.integers(len(examples)) - NEIGHBOURS // 2, 0, max(0, len(examples) - NEIGHBOURS)))
        chosen = low + generator.integers(0, min(NEIGHBOURS, len(examples)), BATCH_FRAMES)
        drop = generator.uniform(0, 0.45) if generator.random() < 0.5 else 0
        tokens, positions, padding, truth = collate([augment(examples[i], generator, drop) for i in chosen])
        target = (torch.from_numpy(attributes.encode(truth)) - network.target_mean) / network.target_deviation
        # Where there is no thing its weight is 0, and 0 times NaN would still be NaN.
        target = torch.nan_to_num(target)
        outputs, _ = network(tokens, positions, padding)
        value = loss(outputs[~padding], target, torch.from_numpy(weights(truth)))
        self.optimiser.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        self._average()
        self.smooth_loss = value.item() if self.smooth_loss is None else 0.98 * self.smooth_loss + 0.02 * value.item()
        self.step += 1

    def _average(self):
        # A short memory at first, so that the average forgets the random start.
        decay = min(AVERAGING, (self.step + 1) / (self.step + 10))
        with torch.no_grad():
            for slow, fast in zip(self.averaged.parameters(), self.network.parameters()):
                slow.lerp_(fast, 1 - decay)


def fit(examples, steps, seed, report, network=None, learning_rate=LEARNING_RATE, checkpoint=None):
    """Train a network (default: a fresh one of the shipped sizes); returns it with exponentially averaged weights.

    With a checkpoint file it goes on where an earlier call stopped, to the same result.
    """
    examples = sorted(examples, key=lambda example: len(example[0]))
    run = Run(network, steps, seed, learning_rate)
    values = np.concatenate([example[3] for example in examples])
    targets = attributes.encode(values[weights(values)[:, 0] > 0.5])
    for each in (run.network, run.averaged):
        each.standardise(torch.from_numpy(np.nanmean(targets, axis=0)), torch.from_numpy(np.nanstd(targets, axis=0) + 1e-3))
    if checkpoint and checkpoint.exists():
        run.restore(checkpoint)
        report(f"going on after step {run.step}")
    started, first = time.monotonic(), run.step
    while run.step < steps:
        run.take_step(examples)
        if run.step % REPORT_STEPS == 0 or run.step == steps:
            elapsed = time.monotonic() - started
            left = elapsed / (run.step - first) * (steps - run.step)
            report(f"step {run.step} of {steps}, loss {run.smooth_loss:.4f}, {elapsed:.0f} s, {left:.0f} s left")
        if checkpoint and run.step % CHECKPOINT_STEPS == 0:
            run.save(checkpoint)
    return run.averaged.eval()
