"""Training of the student: loss, schedule, checkpoints."""

import math
import os
import random
import time

import torch

from looks import crops, network, spoiling, teacher

LEARNING_RATE, WEIGHT_DECAY, LARGEST_GRADIENT = 2e-3, 0.01, 1.0
# Part of the steps in which the learning rate rises; what part of it the first step has, and what is left of it at the last.
WARM_UP, FIRST_RATE, LAST_RATE = 0.05, 0.02, 1e-6
# Places of a step whose cosines with one another are compared, and how much that counts.
PAIRS, PAIR_WEIGHT = 768, 2.0
# Batches and crops in each of which the teacher's components are taken, and one place of so many.
SAMPLE_BATCHES, SAMPLE_CROPS, SAMPLE_EVERY = 12, 16, 3
CHECKPOINT_STEPS = 500
# A prime: steps of different seeds do not meet.
SEED_STRIDE = 1_000_003


def loss_of(guess, wanted):
    """1 − cosine, and how far the cosines between places are from those of the teacher."""
    guess, wanted = guess.reshape(-1, network.LENGTH), wanted.reshape(-1, network.LENGTH)
    some = torch.randperm(len(guess))[:PAIRS].to(guess.device)
    pairs = guess[some] @ guess[some].T - wanted[some] @ wanted[some].T
    return (1 - (guess * wanted).sum(1)).mean() + PAIR_WEIGHT * (pairs ** 2).mean()


def rate(step, steps):
    """Learning rate: a rise, then half a cosine."""
    part = step / steps
    return LEARNING_RATE * min(1, part / WARM_UP + FIRST_RATE) * (0.5 + 0.5 * math.cos(math.pi * part)) + LAST_RATE


class Run:
    """Everything that changes while the student is trained, so that an interrupted run goes on as if nothing had happened."""

    def __init__(self, shape, cutter, taught, seed, device):
        torch.manual_seed(seed)
        self.cutter, self.taught, self.seed = cutter, taught, seed
        self.components = components_of(cutter, taught)
        self.student = network.Student(shape).to(device)
        self.optimiser = torch.optim.AdamW(self.student.parameters(), LEARNING_RATE, weight_decay=WEIGHT_DECAY)
        self.step, self.seconds = 0, 0.0

    def save(self, path):
        """Whole or not at all."""
        partial = path.with_suffix(".part")
        torch.save({"student": self.student.state_dict(), "optimiser": self.optimiser.state_dict(), "components": self.components.state(),
                    "step": self.step, "seconds": self.seconds}, partial)
        os.replace(partial, path)

    def restore(self, path, device):
        saved = torch.load(path, map_location=device)
        self.student.load_state_dict(saved["student"])
        self.optimiser.load_state_dict(saved["optimiser"])
        # Their signs are as the library has it: on another device they would be others.
        self.components = teacher.Components(*saved["components"]).to(device)
        self.step, self.seconds = saved["step"], saved["seconds"]

    def take_step(self, steps, count):
        """One step of the optimiser on so many crops; returns the loss."""
        started = time.monotonic()
        # Each step by its own seed, so that it is the same after an interruption.
        seed = self.seed * SEED_STRIDE + self.step
        self.cutter.generator.seed(seed)
        torch.manual_seed(seed)
        clean, seen = self.cutter.batch(count)
        with torch.no_grad():
            wanted, spoiled = self.components.of(self.taught(clean)), spoiling.spoiled(seen)
        loss = loss_of(self.student(spoiled), wanted)
        self.optimiser.param_groups[0]["lr"] = rate(self.step, steps)
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.student.parameters(), LARGEST_GRADIENT)
        self.optimiser.step()
        self.step += 1
        self.seconds += time.monotonic() - started
        return loss.item()


def components_of(cutter, taught):
    """The teacher's components, from crops as they are trained on."""
    looks = [taught(cutter.batch(SAMPLE_CROPS)[0]).permute(0, 2, 3, 1).flatten(0, 2)[::SAMPLE_EVERY] for _ in range(SAMPLE_BATCHES)]
    return teacher.principal_components(torch.cat(looks), network.LENGTH)


def fit(photos, stills, taught, steps, count, seed, checkpoint, report, shape=network.Architecture(), device="cpu"):
    """The trained student, the teacher's components, and seconds; with `checkpoint`, an interrupted run goes on to the same result.

    `photos`, `stills`: grey float [h, w] on `device`; `taught`: the teacher; `count`: crops of a step.
    """
    run = Run(shape, crops.Crops(photos, stills, random.Random(seed)), taught, seed, device)
    if checkpoint.exists():
        run.restore(checkpoint, device)
        report(f"looks: going on after step {run.step}")
    while run.step < steps:
        loss = run.take_step(steps, count)
        if run.step % CHECKPOINT_STEPS == 0 or run.step == steps:
            run.save(checkpoint)
            report(f"looks: step {run.step} of {steps}, loss {loss:.3f}, {run.seconds:.0f} s")
    return run.student.cpu().eval(), run.components, run.seconds
