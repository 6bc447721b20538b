"""Checks of counting the nodes behind a tensor that students do not receive."""

import pytest
import torch
from test_backprop_graph import count_nodes, shorten
from torch import nn

from autograder.checks import exercise, points, probe


@exercise("count_graph_nodes")
class TestCountGraphNodes:
    @pytest.fixture
    def x(self):
        return torch.tensor([0.5, -1.0, 2.0])

    @probe
    def nodes_of_a_convolution(student) -> dict:
        net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8, 3))
        return student.count_graph_nodes(net(torch.ones(2, 1, 6, 6)).sum())

    @probe
    def nodes_of_a_ladder(student, x) -> dict:
        x.requires_grad_()
        for _ in range(6):
            x = x * x.cos() + x
        return student.count_graph_nodes(torch.cat([x, x, x.exp()]))

    @probe
    def nodes_of_a_chain(student, x) -> dict:
        x.requires_grad_()
        for _ in range(290):
            x = x + 1
        return student.count_graph_nodes(x)

    @probe
    def nodes_of_a_constant(student, x) -> dict:
        return student.count_graph_nodes(x + 1)

    @points(1)
    def test_convolution(self, nodes_of_a_convolution):
        """every node behind a small convolutional network is counted"""
        net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8, 3))
        assert shorten(nodes_of_a_convolution) == count_nodes(net(torch.ones(2, 1, 6, 6)).sum())

    @points(2)
    def test_ladder(self, nodes_of_a_ladder, x):
        """where paths part and meet again and again, each node counts once"""
        x.requires_grad_()
        for _ in range(6):
            x = x * x.cos() + x
        assert shorten(nodes_of_a_ladder) == count_nodes(torch.cat([x, x, x.exp()]))

    @points(1)
    def test_long_chain(self, nodes_of_a_chain, x):
        """a path of almost 300 nodes is walked to its end"""
        x.requires_grad_()
        for _ in range(290):
            x = x + 1
        assert shorten(nodes_of_a_chain) == count_nodes(x)

    @points(1)
    def test_constant(self, nodes_of_a_constant):
        """a tensor that needs no gradient has no node behind it: {}"""
        assert dict(nodes_of_a_constant) == {}
