"""Observations as small plain data: what slips are told apart by, and what students receive of them.

A view is JSON. A large tensor is stood for by its dtype, its shape and a sample of its values.
"""

import math
import re
from typing import Any

import numpy

from autograder.sandbox.codec import Thing
from autograder.sandbox.numbers import is_tensor, name_dtype
from autograder.sandbox.session import Observation

SAMPLE = 24
DIGITS = 6
LONGEST_TEXT = 300
View = Any

# What a student's raise or assert says is in their words, and as good in others.
OWN_WORDS = re.compile(r"\b(raise|assert)\b")
# Every version of Python and torch chooses its words anew; names and numbers come from the code.
NAME_OR_NUMBER = re.compile(r"'([\w.]+)'|\"([\w.]+)\"|`([\w.]+)`|([\w.]+)\(\)|\b(\d+(?:x\d+)*)\b")


def view(observation: Observation) -> View:
    """Return what an observation looks like."""
    if observation.kind == "saw":
        return {"saw": _view_value(observation.value())}
    if observation.kind == "raised":
        raised = observation.raised
        own_words = raised["direct"] and OWN_WORDS.search(raised["code"] or "")
        return {"raised": raised["types"][0], "text": "" if own_words else _view_reason(raised)}
    return {"ended": observation.kind}


def _view_value(value: Any) -> View:
    if is_tensor(value) or isinstance(value, numpy.ndarray):
        kind = "tensor" if is_tensor(value) else "array"
        return {kind: name_dtype(value), "shape": list(value.shape), "values": _sample(_flatten(value))}
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


def _view_reason(raised: dict[str, Any]) -> str:
    """Return what an exception's text names and counts; its words where torch does neither, and else a sign of one."""
    text = _view_text(raised["text"])
    found = " ".join(filter(None, (name for names in NAME_OR_NUMBER.findall(text) for name in names)))
    return found or (text if raised["types"][0] == "RuntimeError" else "…" if text else "")


def _view_text(text: str) -> str:
    # Addresses of objects change from run to run.
    return re.sub(r"\b0x[0-9a-f]+", "0x…", text)[:LONGEST_TEXT]


def _flatten(value: Any) -> Any:
    """Return the numbers of an array or a tensor as a flat array; a complex one is two numbers."""
    if is_tensor(value):
        value = value.detach().resolve_conj().resolve_neg()
        # Some kinds of float are known to torch alone.
        value = (value.float() if name_dtype(value).startswith(("bfloat", "float8")) else value).numpy()
    flat = value.flatten()
    return flat.view(flat.real.dtype) if numpy.iscomplexobj(flat) else flat


def _sample(flat: Any) -> list[View]:
    if flat.size > SAMPLE:
        # Evenly spread over all of it, the first and the last value among them; rounded, since 23 is odd, to no tie.
        steps, last = SAMPLE - 1, flat.size - 1
        flat = flat[[(2 * index * last + steps) // (2 * steps) for index in range(SAMPLE)]]
    return [_view_float(item) if isinstance(item, float) else item for item in flat.tolist()]


def _view_float(value: float) -> View:
    if not math.isfinite(value):
        return {"float": repr(value)}
    return float(f"{value:.{DIGITS}g}")
