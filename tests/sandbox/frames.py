"""Frames as our child writes them, and as whoever took its place may: random ones, and honest ones with other parts."""

import json
import random
from typing import Any

import torch

from autograder.sandbox.codec import encode
from autograder.sandbox.frames import HEAD, measure_frame, pack_frame

UNITS = {"toy.py": "def double(x):\n    raise KeyError(x)\n"}
RAISED = {
    **{"types": ["KeyError", "LookupError"], "text": "3", "unit": "toy.py", "line": 2, "code": "raise", "direct": True},
    **{"probe_line": 1, "missing": None},
}
STOP = {**RAISED, "too_long": False, "whole": False, "lost": ["f"]}
SEEN = {"a": [torch.ones(2, 2), 1.5], 2: ("text", None)}
NASTY = [None, True, False, -1, 1 << 4000, 1e308, -0.0, "", "\ud800", "x" * 10_001, [], {}, [[[]]], {"dict": [[[], 0]]}]
NASTY += [{"tensor": "0"}, {"array": "1"}, {"thing": 7}, {"float": "nan"}, {"tuple": "ab"}, {"dict": [1]}, float("inf")]
ANSWERS = [
    *(({"saw": tree, "used": []}, body) for tree, body in map(encode, (SEEN, [1, 2, 3], torch.tensor([3.0, -1.0])))),
    ({"raised": RAISED, "used": []}, b""),
    ({"raised": {**RAISED, "types": ["ValueError", "Exception"]}, "used": []}, b""),
]
LOADS = [({"stops": []}, b""), ({"stops": [STOP, STOP]}, b"")]


def make_frame(question: dict[str, Any], dice: random.Random) -> bytes:
    """Return what a process may answer to a question: mostly with another part, other bytes, or nothing of a frame."""
    message, body = dice.choice(LOADS if question["op"] == "load" else ANSWERS)
    frame = pack_frame({"id": question["id"], **message}, body)
    way = dice.randrange(9 if question["op"] == "load" else 6)
    if way < 3:
        json_length, _ = measure_frame(frame[: HEAD.size])
        end = HEAD.size + json_length
        tree = json.loads(frame[HEAD.size : end])
        for _ in range(way + 1):
            tree = _change(tree, dice)
        return pack_frame(tree, frame[end:])
    if way == 3:
        changed = bytearray(frame)
        for _ in range(dice.randint(1, 4)):
            changed[dice.randrange(len(changed))] = dice.randrange(256)
        return bytes(changed)
    if way == 4:
        return frame[: dice.randrange(len(frame))] if dice.random() < 0.5 else dice.randbytes(dice.randrange(200))
    return frame


def _change(tree: Any, dice: random.Random) -> Any:
    """Return a tree with one part, somewhere, exchanged for another."""
    if isinstance(tree, (dict, list)) and tree and dice.random() < 0.85:
        key = dice.choice(list(tree) if isinstance(tree, dict) else range(len(tree)))
        changed = dict(tree) if isinstance(tree, dict) else list(tree)
        changed[key] = _change(tree[key], dice)
        return changed
    return dice.choice(NASTY)
