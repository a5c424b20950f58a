"""The training loop."""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from analysis.extract.attribution_model import VALID
from training.batches import (
    IGNORED,
    BranchBatch,
    TrunkBatch,
    branch_batches,
    candidates,
    epoch,
    trunk_batch,
)
from training.corpus import Document
from training.network import WIDTH, Network
from training.recipe import Recipe

_CHECKPOINT_SECONDS = 300.0
_REPORT_STEPS = 50
_AVERAGE_STEPS = 5


def fit(
    network: Network, documents: Sequence[Document], recipe: Recipe, checkpoint: Path
) -> tuple[Network, int]:
    """Train for ``recipe.seconds``; return the network with averaged weights, and the steps made.

    The state at hand goes to ``checkpoint`` every five minutes. Where there is one already, the
    training goes on from it; the seconds that it took count. Seeds are fixed; the number of steps
    still depends on the machine's speed.
    """
    torch.set_num_threads(recipe.threads)
    torch.manual_seed(recipe.seed)
    trainer = _Trainer(network, recipe)
    spent = trainer.load(checkpoint) if checkpoint.exists() else 0.0
    start = saved = time.monotonic()
    for batch in _batches(documents, recipe, trainer.steps):
        seconds = spent + time.monotonic() - start
        if seconds >= recipe.seconds:
            break
        done = seconds / recipe.seconds
        trainer.step(batch, 1 - done)
        if trainer.steps % _REPORT_STEPS == 0:
            print(f"step {trainer.steps}  done {done:.3f}  {trainer.report()}", flush=True)
        if time.monotonic() - saved > _CHECKPOINT_SECONDS:
            saved = time.monotonic()
            trainer.save(checkpoint, seconds)
    trainer.save(checkpoint, seconds)
    return trainer.average, trainer.steps


def _batches(documents: Sequence[Document], recipe: Recipe, steps: int) -> Iterator[TrunkBatch]:
    """Batches without end; a run that goes on after some steps sees others than at its start."""
    seed = recipe.seed + steps
    rng, noise = random.Random(seed), np.random.default_rng(seed)
    while True:
        for windows in epoch(documents, recipe, rng):
            yield trunk_batch(windows, recipe.masked_share, noise)


class _Trainer:
    """A network with its optimiser and the running average of its weights."""

    def __init__(self, network: Network, recipe: Recipe) -> None:
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.network = network.to(self.device).train()
        self.average = copy.deepcopy(self.network).eval()
        self.recipe = recipe
        self.rng = random.Random(recipe.seed)
        self.steps = 0
        self.losses = torch.zeros(4)
        self.optimizer = _optimizer(self.network, recipe)
        self.trained: list[Tensor] = [p for p in self.network.parameters() if p.requires_grad]
        self.averaged: list[Tensor] = [p for p in self.average.parameters() if p.requires_grad]

    def step(self, batch: TrunkBatch, rate: float) -> None:
        """One update; ``rate`` scales the learning rate."""
        rate *= min(1.0, (self.steps + 1) / self.recipe.warmup_steps)
        for group in self.optimizer.param_groups:
            group["lr"] = self.recipe.learning_rate * group["factor"] * rate
        losses = self._losses(batch)
        recipe = self.recipe
        weights = (1.0, recipe.auxiliary_weight, recipe.label_weight, recipe.valid_weight)
        loss = sum((w * value for w, value in zip(weights, losses, strict=True)), torch.tensor(0.0))
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.trained, recipe.gradient_norm)
        self.optimizer.step()
        self.steps += 1
        self.losses += torch.stack(losses).detach().cpu()
        if self.steps % _AVERAGE_STEPS == 0:
            self._move_average()

    def _losses(self, batch: TrunkBatch) -> list[Tensor]:
        """Of anchors, of the auxiliary targets, of labels and of validity."""
        inputs = batch.inputs
        with self._precision():
            states, outputs = self.network.trunk(
                self._tensor(inputs.ids), self._tensor(inputs.features), self._tensor(inputs.mask)
            )
        outputs = outputs.float()
        probability = torch.sigmoid(outputs[..., 0]).detach().cpu().numpy()
        found = candidates(batch, probability, self.recipe, self.rng)
        n_anchors = max(1, sum(candidate.valid for candidate in found))
        weight = self._tensor(inputs.word_starts)[..., None]
        loss = functional.binary_cross_entropy_with_logits(
            outputs, self._tensor(batch.targets), reduction="none"
        )
        loss = loss * weight
        anchor, auxiliary = loss[..., 0].sum() / n_anchors, loss[..., 1:].sum() / weight.sum()
        states = functional.dropout(states.float(), self.recipe.state_dropout)
        return [anchor, auxiliary, *self._branch_losses(states, list(branch_batches(found, batch)))]

    def _branch_losses(self, states: Tensor, parts: Sequence[BranchBatch]) -> tuple[Tensor, Tensor]:
        label, valid = torch.zeros((), device=self.device), torch.zeros((), device=self.device)
        for part in parts:
            chosen = states.reshape(-1, WIDTH)[self._tensor(part.places)]
            with self._precision():
                outputs = self.network.branch(
                    chosen,
                    self._tensor(part.flags),
                    self._tensor(part.distances),
                    self._tensor(part.mask),
                )
            outputs = outputs.float()
            label = label + functional.cross_entropy(
                outputs[..., :VALID].flatten(0, 1),
                self._tensor(part.labels).flatten(),
                ignore_index=IGNORED,
                reduction="sum",
            )
            at_anchor = outputs[torch.arange(len(part.anchors)), self._tensor(part.anchors), VALID]
            valid = valid + functional.binary_cross_entropy_with_logits(
                at_anchor, self._tensor(part.valid), reduction="sum"
            )
        n_labels = sum(int((part.labels != IGNORED).sum()) for part in parts)
        n_candidates = sum(len(part.anchors) for part in parts)
        return label / max(1, n_labels), valid / max(1, n_candidates)

    def _move_average(self) -> None:
        """Exponential average; it starts short, so that the first weights do not linger."""
        decay = min(self.recipe.average_decay, self.steps / (self.steps + 100.0))
        with torch.no_grad():
            torch._foreach_lerp_(self.averaged, self.trained, 1 - decay**_AVERAGE_STEPS)

    def _precision(self) -> torch.autocast:
        """Half on a GPU; whole on a processor, most of which multiply bfloat16 more slowly."""
        on_gpu = self.device.type == "cuda"
        return torch.autocast(self.device.type, torch.bfloat16, enabled=on_gpu)

    def _tensor(self, array: np.ndarray) -> Tensor:
        return torch.from_numpy(array).to(self.device)

    def report(self) -> str:
        """The mean losses since the last report."""
        names = ("anchor", "auxiliary", "label", "valid")
        means = (self.losses / _REPORT_STEPS).tolist()
        self.losses.zero_()
        return "  ".join(f"{name} {value:.4f}" for name, value in zip(names, means, strict=True))

    def save(self, path: Path, seconds: float) -> None:
        """Write the state so that a reader never sees half a file."""
        state = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "steps": self.steps,
            "seconds": seconds,
        }
        unfinished = path.with_suffix(".part")
        torch.save(state, unfinished)
        unfinished.replace(path)

    def load(self, path: Path) -> float:
        """Take up a saved state; return the seconds that it took."""
        state = torch.load(path, map_location=self.device, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.steps = state["steps"]
        seconds: float = state["seconds"]
        return seconds


def _optimizer(network: Network, recipe: Recipe) -> torch.optim.AdamW:
    new = {id(parameter) for parameter in network.new_parameters()}
    trained = [parameter for parameter in network.parameters() if parameter.requires_grad]
    groups = [
        {"params": [p for p in trained if id(p) not in new], "factor": 1.0},
        {"params": [p for p in trained if id(p) in new], "factor": recipe.new_parameters_factor},
    ]
    rate = recipe.learning_rate
    return torch.optim.AdamW(
        groups, rate, betas=(0.9, 0.98), weight_decay=recipe.weight_decay, fused=True
    )
