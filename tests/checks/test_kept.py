"""What the probes saw comes back from being packed as it was, within a bound."""

import os

import torch

from autograder.examination.kept import MOST_BYTES, Kept, pack, unpack
from autograder.sandbox.codec import encode
from autograder.sandbox.session import Observation

RAISED = {"types": ["ValueError"], "text": "no", "unit": "a.py", "line": 3, "code": "raise", "direct": True}


def test_a_value_and_an_exception_come_back_as_they_were() -> None:
    seen = Observation("saw", *encode({"a": torch.arange(3.0)}), printed="hi", seconds=0.5)
    kept = Kept(
        {"one": seen, "two": Observation("raised", raised=RAISED)}, [{"line": 1}], "full", {"one": "a", "two": "b"}
    )

    assert unpack(pack(kept)) == kept


def test_of_too_much_the_largest_is_left_out() -> None:
    noise = torch.frombuffer(bytearray(os.urandom(MOST_BYTES + 1000)), dtype=torch.uint8)
    kept = Kept({"large": Observation("saw", *encode(noise)), "small": Observation("saw", 1)})

    packed = pack(kept)

    assert len(packed) <= MOST_BYTES
    assert unpack(packed).observations.keys() == {"small"}


def test_what_is_cut_off_gives_what_was_whole() -> None:
    assert unpack(b"no zlib") == Kept()
