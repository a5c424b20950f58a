"""Writes the trained network as ONNX graphs, in single precision and with int8 weights.

The graphs are built by hand from onnxruntime's fused operators (attention, bias and GELU): a
traced graph runs them as dozens of small ones. Its fused sum and normalisation is left out: on a
processor it takes ten times as long as the two apart.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from analysis.extract.attribution_units import Array
from training.network import BRANCH_OUTPUTS, HEADS, TRUNK_OUTPUTS, WIDTH, Network

_FUSED = "com.microsoft"
_OPSETS = [helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)]
_EPSILON = 1e-12


class _Graph:
    """A growing ONNX graph; each method adds a node and returns its output's name."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, array: Array) -> str:
        name = f"weight_{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, operator: str, *inputs: str, domain: str = "", **settings: Any) -> str:
        output = f"{operator}_{len(self.nodes)}"
        self.nodes.append(
            helper.make_node(operator, inputs, [output], output, domain=domain, **settings)
        )
        return output

    def fused(self, operator: str, *inputs: str, **settings: Any) -> str:
        return self.node(operator, *inputs, domain=_FUSED, **settings)

    def embedding(self, table: nn.Module, numbers: str) -> str:
        return self.node("Gather", self.weight(_values(table, "weight")), numbers)

    def product(self, linear: nn.Module, states: str) -> str:
        return self.node("MatMul", states, self.weight(_values(linear, "weight").T))

    def linear(self, linear: nn.Module, states: str) -> str:
        return self.node("Add", self.product(linear, states), self.weight(_values(linear, "bias")))

    def normalised(self, norm: nn.Module, states: str) -> str:
        scale, shift = self.weight(_values(norm, "weight")), self.weight(_values(norm, "bias"))
        return self.node("LayerNormalization", states, scale, shift, axis=-1, epsilon=_EPSILON)

    def residual(self, linear: nn.Module, norm: nn.Module, inner: str, states: str) -> str:
        """``norm(linear(inner) + states)``."""
        return self.normalised(norm, self.node("Add", self.linear(linear, inner), states))

    def layer(self, layer: nn.Module, states: str) -> str:
        part = layer.get_submodule
        mixed = self.fused(
            "Attention",
            states,
            self.weight(_values(part("attention_in"), "weight").T),
            self.weight(_values(part("attention_in"), "bias")),
            num_heads=HEADS,
        )
        states = self.residual(part("attention_out"), part("attention_norm"), mixed, states)
        wide = self.fused(
            "BiasGelu",
            self.product(part("widen"), states),
            self.weight(_values(part("widen"), "bias")),
        )
        return self.residual(part("narrow"), part("output_norm"), wide, states)

    def model(
        self, inputs: list[onnx.ValueInfoProto], outputs: list[onnx.ValueInfoProto]
    ) -> onnx.ModelProto:
        graph = helper.make_graph(self.nodes, "attribution", inputs, outputs, self.weights)
        return helper.make_model(graph, opset_imports=_OPSETS, ir_version=8)


def write_single_precision(network: Network, folder: Path) -> None:
    """Write ``trunk.onnx`` and ``branch.onnx`` in single precision."""
    network = network.cpu().eval()
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(_trunk(network.trunk), folder / "trunk.onnx")
    onnx.save(_branch(network.branch), folder / "branch.onnx")


def write_int8(source: Path, target: Path) -> None:
    """Write both graphs with int8 weights, one scale a column; states are scaled at run time."""
    target.mkdir(parents=True, exist_ok=True)
    for name in ("trunk.onnx", "branch.onnx"):
        quantize_dynamic(
            source / name,
            target / name,
            per_channel=True,
            weight_type=QuantType.QInt8,
            # Shapes cannot be inferred through fused operators.
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )


def _values(module: nn.Module, name: str) -> Array:
    return np.asarray(module.get_parameter(name).detach().float().numpy())


def _trunk(trunk: nn.Module) -> onnx.ModelProto:
    graph = _Graph()
    part = trunk.get_submodule
    length = graph.node("Shape", "ids", start=1)
    zero = graph.weight(np.array([0], np.int64))
    table = graph.weight(_values(part("positions"), "weight"))
    positions = graph.node("Slice", table, zero, length, zero)
    words = graph.embedding(part("words"), "ids")
    states = graph.node("Add", words, graph.embedding(part("features"), "features"))
    states = graph.normalised(part("norm"), graph.node("Add", states, positions))
    for number in range(len(list(part("layers").children()))):
        states = graph.layer(part(f"layers.{number}"), states)
    marks = graph.linear(part("outputs"), states)
    return _named(graph, ["ids", "features"], [], {"states": states, "marks": marks})


def _branch(branch: nn.Module) -> onnx.ModelProto:
    graph = _Graph()
    part = branch.get_submodule
    flags = graph.embedding(part("flags"), "flags")
    added = graph.node("Add", flags, graph.embedding(part("distances"), "distances"))
    states = graph.normalised(part("norm"), graph.node("Add", "states", added))
    for number in range(len(list(part("layers").children()))):
        states = graph.layer(part(f"layers.{number}"), states)
    labels = graph.linear(part("outputs"), states)
    return _named(graph, ["flags", "distances"], ["states"], {"labels": labels})


def _named(
    graph: _Graph, numbers: list[str], states: list[str], outputs: dict[str, str]
) -> onnx.ModelProto:
    """The finished model; outputs get their public names."""
    widths = {"states": WIDTH, "marks": TRUNK_OUTPUTS, "labels": BRANCH_OUTPUTS}
    shape = ["batch", "pieces"]
    inputs = [helper.make_tensor_value_info(n, TensorProto.INT64, shape) for n in numbers]
    inputs += [
        helper.make_tensor_value_info(n, TensorProto.FLOAT, [*shape, widths[n]]) for n in states
    ]
    for public, inner in outputs.items():
        graph.nodes.append(helper.make_node("Identity", [inner], [public]))
    results = [
        helper.make_tensor_value_info(n, TensorProto.FLOAT, [*shape, widths[n]]) for n in outputs
    ]
    return graph.model(inputs, results)
