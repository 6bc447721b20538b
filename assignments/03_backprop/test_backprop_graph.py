"""Checks of counting the nodes behind a tensor."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from autograder.checks import exercise, points, probe

LOSS = "F.mse_loss(nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 2))(x), x)"


def count_nodes(formula, x):
    """Return the counts that the graph behind a formula of x really has."""
    tensor = eval(formula, {"torch": torch, "nn": nn, "F": F, "x": x})
    seen, waiting = [], [tensor.grad_fn]
    for node in waiting:
        if node is not None and node not in seen:
            seen.append(node)
            waiting += [following for following, _ in node.next_functions]
    names = [type(node).__name__ for node in seen]
    return {name: names.count(name) for name in names}


class GraphProbe:
    @pytest.fixture
    def times(self):
        return 1

    @probe
    def nodes(student, formula, times, x) -> dict:
        tensor = eval(formula, {"torch": torch, "nn": nn, "F": F, "x": x})
        for _ in range(times):
            nodes = student.count_graph_nodes(tensor)
        if not isinstance(nodes, dict):
            return nodes
        # In whatever order they were met, and whether or not torch::autograd:: stands before a name.
        return dict(sorted((str(name).split("::")[-1], count) for name, count in nodes.items()))


@exercise("count_graph_nodes")
class TestCountGraphNodes(GraphProbe):
    @pytest.fixture
    def x(self):
        return torch.tensor([[1.0, -0.5], [0.25, 2.0]])

    @points(4)
    @pytest.mark.parametrize("formula", [LOSS], ids=["loss"])
    def test_loss_of_a_network(self, nodes, formula, x):
        """every node behind a network's loss is counted under its name"""
        assert nodes == count_nodes(formula, x)

    @points(2)
    @pytest.mark.parametrize("formula", ["(y := x.requires_grad_().exp().sin()) * y.tanh()"], ids=["two paths"])
    def test_two_paths(self, nodes, formula, x):
        """a node that is reached on two paths counts once: y · tanh(y) with y = sin(exp(x))"""
        assert nodes == count_nodes(formula, x)

    @points(1)
    @pytest.mark.parametrize("times", [2], ids=["again"])
    @pytest.mark.parametrize("formula", ["(x.requires_grad_() * 2).sum()"], ids=["product"])
    def test_again(self, nodes, formula, x):
        """the nodes behind a tensor that was counted before are all counted again"""
        assert nodes == count_nodes(formula, x)

    @points(2)
    @pytest.mark.parametrize("formula", ["(x * torch.ones(2, requires_grad=True) * 3).sum()"], ids=["constants"])
    def test_constant(self, nodes, formula, x):
        """a constant, which has no history, is no obstacle"""
        assert nodes == count_nodes(formula, x)

    @points(1)
    @pytest.mark.parametrize("formula", ["x.requires_grad_()"], ids=["leaf"])
    def test_leaf(self, nodes):
        """a leaf has no node behind it: {{}}"""
        assert nodes == {}
