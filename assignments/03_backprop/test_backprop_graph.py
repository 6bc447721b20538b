"""Checks of counting the nodes behind a tensor."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from autograder.checks import exercise, points, probe


def shorten(nodes):
    """Return counts by the names' last part: torch::autograd::AccumulateGrad is AccumulateGrad."""
    counts = {}
    for name, count in nodes.items():
        short = str(name).split("::")[-1]
        counts[short] = counts[short] + count if short in counts else count
    return counts


def count_nodes(tensor):
    """Return the counts that a graph really has."""
    seen, waiting = [], [tensor.grad_fn]
    for node in waiting:
        if node is not None and node not in seen:
            seen.append(node)
            waiting += [following for following, _ in node.next_functions]
    names = [type(node).__name__ for node in seen]
    return {name: names.count(name) for name in names}


@exercise("count_graph_nodes")
class TestCountGraphNodes:
    @pytest.fixture
    def x(self):
        return torch.tensor([[1.0, -0.5], [0.25, 2.0]])

    @probe
    def nodes_of_a_loss(student, x) -> dict:
        model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 2))
        return student.count_graph_nodes(F.mse_loss(model(x), x))

    @probe
    def nodes_on_two_paths(student, x) -> dict:
        y = x.requires_grad_().exp().sin()
        return student.count_graph_nodes(y * y.tanh())

    @probe
    def nodes_beside_a_constant(student, x) -> dict:
        scale = torch.ones(2, requires_grad=True)
        return student.count_graph_nodes((x * scale).sum())

    @probe
    def nodes_of_a_leaf(student, x) -> dict:
        return student.count_graph_nodes(x.requires_grad_())

    @points(4)
    def test_loss_of_a_network(self, nodes_of_a_loss, x):
        """every node behind a network's loss is counted under its name"""
        model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 2))
        assert shorten(nodes_of_a_loss) == count_nodes(F.mse_loss(model(x), x))

    @points(3)
    def test_two_paths(self, nodes_on_two_paths, x):
        """a node that is reached on two paths counts once: y · tanh(y) with y = sin(exp(x))"""
        y = x.requires_grad_().exp().sin()
        assert shorten(nodes_on_two_paths) == count_nodes(y * y.tanh())

    @points(2)
    def test_constant(self, nodes_beside_a_constant, x):
        """a constant, which has no history, is no obstacle"""
        scale = torch.ones(2, requires_grad=True)
        assert shorten(nodes_beside_a_constant) == count_nodes((x * scale).sum())

    @points(1)
    def test_leaf(self, nodes_of_a_leaf):
        """a leaf has no node behind it: {}"""
        assert dict(nodes_of_a_leaf) == {}
