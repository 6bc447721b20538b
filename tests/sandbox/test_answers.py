"""What a hostile process may answer: whatever it is, a record comes of it."""

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
import torch

from autograder.checks import assert_close
from autograder.checks.annotations import understand_annotation
from autograder.checks.closeness import Mismatch
from autograder.checks.probes import Probe
from autograder.examination.display import align, show_both
from autograder.examination.stops import Stops
from autograder.examination.verdicts import Verdict, accept
from autograder.examination.views import view
from autograder.results.record import Check, Exercise, Record
from autograder.sandbox.answers import read_raised, read_seen, read_stops
from autograder.sandbox.codec import HEAD, BrokenFrame, encode, measure_frame, pack_frame, parse_message
from autograder.sandbox.session import Observation

FRAMES = 10_000
UNITS = {"toy.py": "def double(x):\n    raise KeyError(x)\n"}
RAISED = {
    **{"types": ["KeyError", "LookupError"], "text": "3", "unit": "toy.py", "line": 2, "code": "raise", "direct": True},
    **{"probe_line": 1, "missing": None},
}
STOP = {**RAISED, "too_long": False, "whole": False, "lost": ["f"]}
RIGHT = {"a": [torch.ones(2, 2), 1.5], 2: ("text", None)}
NASTY = [None, True, False, -1, 1 << 4000, 1e308, -0.0, "", "\ud800", "x" * 10_001, [], {}, [[[]]], {"dict": [[[], 0]]}]
NASTY += [{"tensor": "0"}, {"array": "1"}, {"thing": 7}, {"float": "nan"}, {"tuple": "ab"}, {"dict": [1]}, float("inf")]


def pack(message: dict[str, Any], body: bytes = b"") -> bytes:
    return pack_frame({"id": 1, **message}, body)


def honest_frames() -> list[bytes]:
    """Return a frame of each kind that our child writes."""
    tree, body = encode(RIGHT)
    return [pack({"saw": tree}, body), pack({"saw": 1.5}), pack({"raised": RAISED}), pack({"stops": [STOP, STOP]})]


def mutate_tree(tree: Any, dice: random.Random) -> Any:
    """Return a tree with one part, somewhere, exchanged for another."""
    if isinstance(tree, (dict, list)) and tree and dice.random() < 0.85:
        key = dice.choice(list(tree) if isinstance(tree, dict) else range(len(tree)))
        changed = dict(tree) if isinstance(tree, dict) else list(tree)
        changed[key] = mutate_tree(tree[key], dice)
        return changed
    return dice.choice(NASTY)


def mutate(frame: bytes, dice: random.Random) -> bytes:
    """Return a frame with another part, with other bytes, cut off, or with nothing of a frame in it."""
    way = dice.randrange(5)
    if way < 3:
        json_length, _ = measure_frame(frame[: HEAD.size])
        end = HEAD.size + json_length
        tree = json.loads(frame[HEAD.size : end])
        for _ in range(way + 1):
            tree = mutate_tree(tree, dice)
        return pack_frame(tree, frame[end:])
    if way == 3:
        changed = bytearray(frame)
        for _ in range(dice.randint(1, 4)):
            changed[dice.randrange(len(changed))] = dice.randrange(256)
        return bytes(changed)
    return frame[: dice.randrange(len(frame))] if dice.random() < 0.5 else dice.randbytes(dice.randrange(200))


def observe(frame: bytes) -> Observation:
    """Return what a session makes of a frame."""
    try:
        if len(frame) < HEAD.size:
            raise BrokenFrame("cut short")
        json_length, body_length = measure_frame(frame[: HEAD.size])
        if len(frame) != HEAD.size + json_length + body_length:
            raise BrokenFrame("cut short")
        message, body = parse_message(frame[HEAD.size : HEAD.size + json_length]), frame[HEAD.size + json_length :]
        if "raised" in message:
            return Observation("raised", raised=read_raised(message, UNITS))
        if "stops" in message:
            return Observation("saw", encode(str(read_stops(message, UNITS)))[0])
        return Observation("saw", read_seen(message, body), body)
    except BrokenFrame as error:
        return Observation("crashed", detail=str(error))


def judge(seen: Observation, probe: Probe, hidden: bool) -> Check:
    """Return what a check finds of an observation."""
    status, lines, line = "passed", {}, None
    try:
        assert_close(accept(seen, probe, "double", Stops("toy.py", (), ()), hidden, None), RIGHT)
    except Verdict as verdict:
        status, lines, line = verdict.status, verdict.lines, verdict.line
    except Mismatch as error:
        status, lines = "failed", dict(zip("ab", show_both(error.seen, error.right, error.where), strict=True))
    json.dumps(view(seen), allow_nan=False)
    return Check("a::b::c", "is doubled", status, 0, 1, hidden, message=align(lines), line=line)


@pytest.fixture(scope="module")
def probes() -> list[Probe]:
    made = [understand_annotation(kind, "seen") for kind in (Any, dict, torch.Tensor, KeyError)]
    return [Probe("seen", "def seen(student): ...", (), False, wanted) for wanted in made]


def frames() -> Iterator[bytes]:
    dice, honest = random.Random(7), honest_frames()
    yield from honest
    for _ in range(FRAMES):
        yield mutate(dice.choice(honest), dice)


def test_whatever_comes_ends_in_a_record(probes):
    """Random and mutated frames, each judged, stored and read again."""
    kinds = set()
    for number, frame in enumerate(frames()):
        seen = observe(frame)
        check = judge(seen, probes[number % len(probes)], hidden=number % 3 == 0)
        record = Record("01", "eve", "eve.py", None, {}, 0.0, None, (), (Exercise("double", None, (check,)),))
        stored = json.dumps(record.to_dict(), allow_nan=False)
        kinds.add(seen.kind)

        assert Record.from_dict(json.loads(stored)) == record
    assert kinds == {"saw", "raised", "crashed"}


@pytest.mark.parametrize("field", ["line", "probe_line"])
@pytest.mark.parametrize("value", [True, 1.0, "1", [1]])
def test_a_line_is_a_whole_number(field, value):
    """True is none, though Python takes it for one."""
    with pytest.raises(BrokenFrame):
        read_raised({"raised": RAISED | {field: value}}, UNITS)


def test_the_code_of_a_line_is_what_stands_there():
    """The other side may say whatever it knows."""
    read = read_raised({"raised": RAISED | {"code": "secret = 3"}}, UNITS)

    assert read["code"] == "raise KeyError(x)"


@pytest.mark.parametrize("place", [{"unit": "secret"}, {"line": 99}, {"line": -1}])
def test_a_place_that_does_not_exist_is_not_told(place):
    """Neither a file's name nor a number leads out of the file."""
    read = read_raised({"raised": RAISED | place}, UNITS)

    assert (read["line"], read["code"]) == (None, None)


@pytest.mark.parametrize(
    "tree",
    [
        [{"tensor": "0"}] * 2,
        [0] * 50_001,
        {"dict": [[((1 << 61) - 1) * number, 0] for number in range(2_001)]},
    ],
    ids=["one tensor twice", "too many values", "too many keys"],
)
def test_small_frames_that_cost_much_are_refused(tree):
    """Bytes alone do not bound what a value takes."""
    with pytest.raises(BrokenFrame):
        read_seen({"saw": tree}, encode(torch.ones(2))[1])
