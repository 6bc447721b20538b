"""Checks of what is done with a trained network: look at its mistakes, and keep its weights."""

import pytest
import torch
from test_digits import waves
from torch import nn

from autograder.checks import assert_close, exercise, helper, points, probe

FORBIDDEN = {"sklearn.metrics": "counting who was taken for whom is what this exercise asks you to do"}


@helper
def look_into(model):
    """Return the parameters and buffers of a model, whatever it says of itself."""
    return {**dict(nn.Module.named_parameters(model)), **dict(nn.Module.named_buffers(model))}


class ConfusionProbes:
    @probe
    def matrix(student, labels, predictions, num_classes) -> torch.Tensor:
        return student.confusion_matrix(labels, predictions, num_classes)

    @probe
    def matrix_and_inputs(student, labels, predictions, num_classes) -> list[torch.Tensor]:
        return [student.confusion_matrix(labels, predictions, num_classes), labels, predictions]


@exercise("confusion_matrix", forbids=FORBIDDEN)
class TestConfusionMatrix(ConfusionProbes):
    @pytest.fixture
    def labels(self):
        return torch.tensor([0, 0, 0, 1, 2, 2, 1, 0])

    @pytest.fixture
    def predictions(self):
        return torch.tensor([0, 2, 2, 1, 1, 2, 1, 0])

    @pytest.fixture
    def num_classes(self):
        return 3

    @points(5)
    def test_counts(self, matrix):
        """rows are the labels, columns the predictions, and every sample counts"""
        assert_close(matrix, torch.tensor([[2, 0, 2], [0, 2, 0], [0, 1, 1]]))

    @pytest.mark.parametrize("num_classes", [4])
    @points(3)
    def test_absent_class(self, matrix):
        """a class that nobody has and nobody predicts has a row and a column of zeros"""
        assert_close(matrix, torch.tensor([[2, 0, 2, 0], [0, 2, 0, 0], [0, 1, 1, 0], [0, 0, 0, 0]]))

    @points(2)
    def test_inputs_stay(self, matrix_and_inputs, labels, predictions):
        """labels and predictions stay as they are while they are counted"""
        assert_close(matrix_and_inputs, [torch.tensor([[2, 0, 2], [0, 2, 0], [0, 1, 1]]), labels, predictions])


class WeightProbes:
    @probe
    def saved(student, state, scratch) -> object:
        model = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3))
        model.load_state_dict(state)
        student.save_weights(model, f"{scratch}/weights.pt")
        return torch.load(f"{scratch}/weights.pt", weights_only=False)

    @probe
    def loaded(student, state, mode, scratch) -> dict:
        torch.save(state, f"{scratch}/weights.pt")
        model = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3)).train(mode == "train")
        returned = student.load_weights(model, f"{scratch}/weights.pt")
        modes = ["train" if module.training else "eval" for module in model.modules()]
        return {"returns the model": returned is model, "state": look_into(model), "modes": modes}

    @probe
    def answers(student, state, scratch) -> dict[str, dict]:
        class Trap:
            def __reduce__(self):
                # What runs while the file is read leaves a folder.
                import os

                return os.mkdir, (f"{scratch}/trace",)

        import os

        load, answers = student.load_weights, {}
        for name, extra in {"tensors": {}, "code": {"0.weight": Trap()}}.items():
            torch.save({**state, **extra}, f"{scratch}/{name}.pt")
            model = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3))
            before, accepted = {key: value.clone() for key, value in model.state_dict().items()}, True
            try:
                load(model, f"{scratch}/{name}.pt")
            except NotImplementedError:
                raise
            except Exception:
                accepted = False
            same = all(torch.equal(value, before[key]) for key, value in model.state_dict().items())
            answers[name] = {"accepted": accepted, "unchanged": same, "code ran": "trace" in os.listdir(scratch)}
        return answers

    @pytest.fixture
    def state(self):
        counted = {"1.running_mean": waves(3), "1.running_var": waves(3) + 2, "1.num_batches_tracked": torch.tensor(7)}
        return {"0.weight": waves(3, 2), "0.bias": waves(3), "1.weight": waves(3), "1.bias": waves(3)} | counted

    @pytest.fixture
    def mode(self):
        return "train"


@exercise("save_weights")
class TestSaveWeights(WeightProbes):
    @points(3)
    def test_saved(self, saved, state):
        """the file holds the state dict and nothing else, running statistics included"""
        assert isinstance(saved, dict), f"the file holds {saved}"
        assert_close(dict(saved), state)

    @points(1)
    def test_mode_stays(self, loaded, state):
        """loading leaves the model in its mode"""
        assert_close(loaded["state"], state)
        assert loaded["modes"] == ["train"] * 3

    @points(1)
    def test_loaded(self, loaded, state):
        """loading puts every tensor into the model, and returns the model"""
        assert loaded["returns the model"], "load_weights should return the very model that it was given"
        assert_close(loaded["state"], state)

    @points(2)
    def test_refused(self, answers):
        """a file that would run code is refused before it does, and one of tensors is not"""
        assert not answers["code"]["code ran"], "load_weights ran what was hidden in the file"
        assert not answers["code"]["accepted"], "load_weights took a file that holds more than tensors"
        assert answers["tensors"]["accepted"], "load_weights refused a file that holds nothing but tensors"
