"""Averages the weights of two runs."""

from __future__ import annotations

from pathlib import Path

import torch

from training.network import Network

__all__ = ["blend"]


def blend(network: Network, checkpoint: Path, share: float) -> None:
    """Move the weights of `network` to ``share`` of its own and the rest of another run's.

    Runs from the same base weights differ in what they find by chance, and their average is better
    than either (Wortsman et al. 2022, "Model soups"); it costs nothing when the model is used.
    """
    other = torch.load(checkpoint, weights_only=True)["average"]
    with torch.no_grad():
        for name, weights in network.state_dict().items():
            weights.lerp_(other[name].to(weights.device), 1 - share)
