"""What the probes saw comes back from being packed as it was, within a bound."""

import os
import zlib

import torch

from autograder.examination.kept import MOST_BYTES, Kept, pack, pack_observation, unpack
from autograder.sandbox.codec import encode
from autograder.sandbox.session import Observation

RAISED = {"types": ["ValueError"], "text": "no", "unit": "a.py", "line": 3, "code": "raise", "direct": True}


def test_a_value_and_an_exception_come_back_as_they_were() -> None:
    seen = {
        "one": Observation("saw", *encode({"a": torch.arange(3.0)}), printed="hi", seconds=0.5),
        "two": Observation("raised", raised=RAISED),
    }
    kept = Kept(
        {name: pack_observation(one) for name, one in seen.items()}, [{"line": 1}], "full", {"one": "a", "two": "b"}
    )

    back = unpack(pack(kept))

    assert back == kept
    assert {name: back.find(name) for name in seen} == seen


def test_of_too_much_the_largest_is_left_out() -> None:
    noise = torch.frombuffer(bytearray(os.urandom(MOST_BYTES + 1000)), dtype=torch.uint8)
    seen = {"large": Observation("saw", *encode(noise)), "small": Observation("saw", 1)}

    packed = pack(Kept({name: pack_observation(one) for name, one in seen.items()}))

    assert len(packed) <= MOST_BYTES
    assert unpack(packed).names.keys() == {"small"}


def test_what_is_cut_off_gives_what_was_whole() -> None:
    frame = pack_observation(Observation("saw", 1))
    packed = zlib.decompress(pack(Kept({"one": frame, "two": frame})))

    assert unpack(b"no zlib") == Kept()
    assert unpack(zlib.compress(packed[:-1])).names.keys() == {"one"}
