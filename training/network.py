"""The network in torch: a trunk over windows and a branch over one unit per anchor."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, TRUNK_LAYERS, BRANCH_LAYERS = 384, 12, 6, 2
VOCABULARY, POSITIONS = 30522, 512
FEATURES, FLAGS, DISTANCES = 6, 3, 33
TRUNK_OUTPUTS, BRANCH_OUTPUTS = 4, 5
DROPOUT = 0.1
_EPSILON = 1e-12
_PARTS = {
    "attention_out": "attention.output.dense",
    "attention_norm": "attention.output.LayerNorm",
    "widen": "intermediate.dense",
    "narrow": "output.dense",
    "output_norm": "output.LayerNorm",
}


class Layer(nn.Module):
    """A BERT layer, its query, key and value in one matrix."""

    def __init__(self) -> None:
        super().__init__()
        self.attention_in = nn.Linear(WIDTH, 3 * WIDTH)
        self.attention_out = nn.Linear(WIDTH, WIDTH)
        self.attention_norm = nn.LayerNorm(WIDTH, _EPSILON)
        self.widen = nn.Linear(WIDTH, 4 * WIDTH)
        self.narrow = nn.Linear(4 * WIDTH, WIDTH)
        self.output_norm = nn.LayerNorm(WIDTH, _EPSILON)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """States of shape (batch, pieces, width); ``bias`` is added to the attention scores."""
        batch, pieces, _ = states.shape
        packed = self.attention_in(states).view(batch, pieces, 3, HEADS, WIDTH // HEADS)
        query, key, value = packed.permute(2, 0, 3, 1, 4).unbind(0)
        # Written out: on two cores the fused operator's backward pass takes a third of a step.
        scores = query @ key.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5 + bias.to(query.dtype)
        mixed = (torch.softmax(scores, -1) @ value).transpose(1, 2).reshape(batch, pieces, WIDTH)
        states = self.attention_norm(states + self.dropout(self.attention_out(mixed)))
        widened = functional.gelu(self.widen(states))
        normalised: Tensor = self.output_norm(states + self.dropout(self.narrow(widened)))
        return normalised


class Trunk(nn.Module):
    """Reads a window: states, and per piece the logits of anchor, source, content and cue."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.features = nn.Embedding(FEATURES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, _EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(TRUNK_LAYERS))
        self.outputs = nn.Linear(WIDTH, TRUNK_OUTPUTS)

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """All arguments of shape (windows, pieces)."""
        places = torch.arange(ids.shape[1], device=ids.device)
        states = self.norm(self.words(ids) + self.positions(places) + self.features(features))
        bias = _attention_bias(mask)
        for layer in self.layers:
            states = layer(states, bias)
        return states, self.outputs(states)


class Branch(nn.Module):
    """Reads a unit's states for one anchor: logits of the labels and of the anchor's validity."""

    def __init__(self) -> None:
        super().__init__()
        self.flags = nn.Embedding(FLAGS, WIDTH)
        self.distances = nn.Embedding(DISTANCES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, _EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(BRANCH_LAYERS))
        self.outputs = nn.Linear(WIDTH, BRANCH_OUTPUTS)

    def forward(self, states: Tensor, flags: Tensor, distances: Tensor, mask: Tensor) -> Tensor:
        """``states`` of shape (anchors, pieces, width), the others (anchors, pieces)."""
        states = self.norm(states + self.flags(flags) + self.distances(distances))
        bias = _attention_bias(mask)
        for layer in self.layers:
            states = layer(states, bias)
        labels: Tensor = self.outputs(states)
        return labels


class Network(nn.Module):
    """Trunk and branch together, as one set of weights."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk = Trunk()
        self.branch = Branch()

    def new_parameters(self) -> list[nn.Parameter]:
        """The parameters that the base weights do not hold."""
        modules = (
            self.trunk.outputs,
            self.trunk.features,
            self.branch.flags,
            self.branch.distances,
            self.branch.outputs,
        )
        return [parameter for module in modules for parameter in module.parameters()]


def from_base(folder: Path) -> Network:
    """A network that starts from MiniLM weights; the branch from the last layers.

    Word embeddings stay frozen: a corpus of this size would move only the words it holds.
    """
    network = Network()
    weights = {
        name.removeprefix("bert."): w for name, w in load_file(folder / "model.safetensors").items()
    }
    with torch.no_grad():
        _fill_embeddings(network.trunk, weights)
        for number, layer in enumerate(network.trunk.layers):
            _fill_layer(layer, weights, number)
        for number, layer in enumerate(network.branch.layers):
            _fill_layer(layer, weights, TRUNK_LAYERS - BRANCH_LAYERS + number)
        _start_new_parameters(network)
    network.trunk.words.weight.requires_grad_(False)
    return network


def _attention_bias(mask: Tensor) -> Tensor:
    return (1.0 - mask[:, None, None, :].float()) * -1e4


def _fill_embeddings(trunk: Trunk, weights: dict[str, Tensor]) -> None:
    trunk.words.weight.copy_(weights["embeddings.word_embeddings.weight"])
    segment = weights["embeddings.token_type_embeddings.weight"][0]
    trunk.positions.weight.copy_(weights["embeddings.position_embeddings.weight"] + segment)
    trunk.norm.weight.copy_(weights["embeddings.LayerNorm.weight"])
    trunk.norm.bias.copy_(weights["embeddings.LayerNorm.bias"])


def _fill_layer(layer: nn.Module, weights: dict[str, Tensor], number: int) -> None:
    prefix = f"encoder.layer.{number}."
    for kind in ("weight", "bias"):
        packed = [
            weights[f"{prefix}attention.self.{part}.{kind}"] for part in ("query", "key", "value")
        ]
        layer.get_parameter(f"attention_in.{kind}").copy_(torch.cat(packed))
        for ours, theirs in _PARTS.items():
            layer.get_parameter(f"{ours}.{kind}").copy_(weights[f"{prefix}{theirs}.{kind}"])


def _start_new_parameters(network: Network) -> None:
    nn.init.zeros_(network.trunk.features.weight)
    nn.init.normal_(network.trunk.outputs.weight, 0, 0.02)
    nn.init.zeros_(network.trunk.outputs.bias)
    network.trunk.outputs.bias[0] = -3.0  # about one piece in twenty is an anchor
    nn.init.normal_(network.branch.flags.weight, 0, 0.05)
    nn.init.normal_(network.branch.distances.weight, 0, 0.02)
