"""Checks of what is done with a trained network that students do not receive."""

import pytest
import torch
from test_digits_trained import ConfusionProbes, WeightProbes, look_into
from torch import nn

from autograder.checks import assert_close, exercise, points, probe


@exercise("confusion_matrix")
class TestConfusionMatrixHidden(ConfusionProbes):
    @pytest.fixture
    def labels(self):
        return torch.arange(200) ** 2 % 7

    @pytest.fixture
    def predictions(self):
        return torch.arange(200) ** 3 % 9

    @pytest.fixture
    def num_classes(self):
        return 10

    @points(4)
    def test_many(self, matrix, labels, predictions):
        """200 samples of ten classes are counted"""
        right = torch.zeros(10, 10, dtype=torch.int64)
        right.index_put_((labels, predictions), torch.tensor(1), accumulate=True)

        assert_close(matrix, right)

    @pytest.mark.parametrize(
        ("labels", "predictions", "num_classes"), [pytest.param(*torch.zeros(2, 300).long(), 1, id="one class")]
    )
    @points(1)
    def test_one_class(self, matrix):
        """a single class has a table of one number, however large"""
        assert_close(matrix, torch.tensor([[300]]))


@exercise("save_weights")
class TestSaveWeightsHidden(WeightProbes):
    @probe
    def round_trip(student, state, scratch) -> dict:
        model, other = (nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3)).double() for _ in range(2))
        model.load_state_dict(state)
        student.save_weights(model, f"{scratch}/a")
        other.load_state_dict(torch.load(f"{scratch}/a"))
        torch.save(model.state_dict(), f"{scratch}/b")
        loaded = student.load_weights(other, f"{scratch}/b")
        wanted = all(p.requires_grad for p in [*model.parameters(), *other.parameters()])
        return {"state": look_into(loaded), "in train mode": model.training, "can be trained": wanted}

    @points(1)
    def test_float64(self, round_trip, state):
        """float64 weights survive being saved and loaded, and both models can be trained further"""
        state = {name: value.double() if value.dim() else value for name, value in state.items()}
        assert_close(round_trip, {"state": state, "in train mode": True, "can be trained": True})

    @pytest.mark.parametrize("mode", ["eval"])
    @points(1)
    def test_mode_stays(self, loaded, state):
        """a model in eval mode stays in it while weights are loaded"""
        assert_close(loaded["state"], state)
        assert loaded["modes"] == ["eval"] * 3

    @points(1)
    def test_refused_before_anything_changed(self, answers):
        """a file that is refused leaves the model as it was, one of tensors does not"""
        refused = {"accepted": False, "unchanged": True, "code ran": False}

        assert answers == {"tensors": {"accepted": True, "unchanged": False, "code ran": False}, "code": refused}
