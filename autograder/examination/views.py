"""Observations as small plain data: what slips are told apart by, and what students receive of them.

A view is JSON. A large tensor is stood for by its dtype, its shape and a sample of its values.
"""

import math
import re
from typing import Any

import numpy
import torch

from autograder.sandbox.codec import Thing
from autograder.sandbox.session import Observation

SAMPLE = 24
DIGITS = 6
LONGEST_TEXT = 300
View = Any

# What a student's raise or assert says is in their words, and as good in others.
_own_words = re.compile(r"\b(raise|assert)\b")


def view(observation: Observation) -> View:
    """Return what an observation looks like."""
    if observation.kind == "saw":
        return {"saw": _view_value(observation.value())}
    if observation.kind == "raised":
        raised = observation.raised
        own_words = raised["direct"] and _own_words.search(raised["code"] or "")
        return {"raised": raised["types"][0], "text": "" if own_words else _view_text(raised["text"])}
    return {"ended": observation.kind}


def _view_value(value: Any) -> View:
    if isinstance(value, (torch.Tensor, numpy.ndarray)):
        tensor = torch.as_tensor(value).detach()
        kind = "tensor" if isinstance(value, torch.Tensor) else "array"
        return {kind: str(tensor.dtype).removeprefix("torch."), "shape": list(tensor.shape), "values": _sample(tensor)}
    if isinstance(value, float):
        return _view_float(value)
    if isinstance(value, dict):
        return {"dict": [[_view_value(key), _view_value(item)] for key, item in value.items()]}
    if isinstance(value, list):
        return [_view_value(item) for item in value]
    if isinstance(value, tuple):
        return {"tuple": [_view_value(item) for item in value]}
    if isinstance(value, Thing):
        return {"thing": value.type}
    return _view_text(value) if isinstance(value, str) else value


def _view_text(text: str) -> str:
    # Addresses of objects change from run to run.
    return re.sub(r"0x[0-9a-f]+", "0x…", text)[:LONGEST_TEXT]


def _sample(tensor: torch.Tensor) -> list[View]:
    flat = torch.view_as_real(tensor.resolve_conj()).flatten() if tensor.is_complex() else tensor.flatten()
    if flat.numel() > SAMPLE:
        # Evenly spread over all of it, the first and the last value among them.
        flat = flat[torch.linspace(0, flat.numel() - 1, SAMPLE, dtype=torch.float64).round().long()]
    return [_view_float(item) if isinstance(item, float) else item for item in flat.tolist()]


def _view_float(value: float) -> View:
    if not math.isfinite(value):
        return {"float": repr(value)}
    return float(f"{value:.{DIGITS}g}")
