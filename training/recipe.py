"""Every setting of a training run, in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Recipe:
    """Settings of a run; the manifest of the finished model repeats them.

    ``seconds`` is the time spent on training steps; the learning rate falls to zero over it.
    ``heldout_share`` of the training documents, the latest by date, are kept for calibration.
    """

    seconds: float = 5400.0
    seed: int = 1
    threads: int = 2
    windows_per_batch: int = 12
    window_pieces: int = 160
    learning_rate: float = 2e-4
    new_parameters_factor: float = 4.0
    warmup_steps: int = 150
    weight_decay: float = 0.01
    gradient_norm: float = 1.0
    masked_share: float = 0.05
    state_dropout: float = 0.1
    other_anchor_dropout: float = 0.1
    doubtful_probability: float = 0.1
    doubtful_share: float = 0.3
    auxiliary_weight: float = 0.5
    label_weight: float = 2.0
    valid_weight: float = 0.5
    average_decay: float = 0.998
    heldout_share: float = 0.05
