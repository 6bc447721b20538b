"""Checks of counting the nodes behind a tensor that students do not receive."""

import pytest
import torch
from test_backprop_graph import GraphProbe, count_nodes

from autograder.checks import exercise, points

CONVOLUTION = "nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8, 3))"
LADDER = "[x.requires_grad_(), *[x := x * x.cos() + x for _ in range(6)]] and torch.cat([x, *x.chunk(3)[1:], x.exp()])"
CHAIN = "[x.requires_grad_(), *[x := x + 1 for _ in range(290)]][-1]"


@exercise("count_graph_nodes")
class TestCountGraphNodes(GraphProbe):
    @pytest.fixture
    def x(self):
        return torch.tensor([0.5, -1.0, 2.0])

    @points(1)
    @pytest.mark.parametrize("formula", [f"{CONVOLUTION}(torch.ones(2, 1, 6, 6)).sum()"], ids=["convolution"])
    def test_convolution(self, nodes, formula, x):
        """every node behind a small convolutional network is counted"""
        assert nodes == count_nodes(formula, x)

    @points(2)
    @pytest.mark.parametrize("formula", [LADDER], ids=["ladder"])
    def test_ladder(self, nodes, formula, x):
        """where paths part and meet again and again, each node counts once"""
        assert nodes == count_nodes(formula, x)

    @points(1)
    @pytest.mark.parametrize("formula", [CHAIN], ids=["chain"])
    def test_long_chain(self, nodes, formula, x):
        """a path of almost 300 nodes is walked to its end"""
        assert nodes == count_nodes(formula, x)

    @points(1)
    @pytest.mark.parametrize("formula", ["x + 1"], ids=["constant"])
    def test_constant(self, nodes):
        """a tensor that needs no gradient has no node behind it: {{}}"""
        assert nodes == {}
