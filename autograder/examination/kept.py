"""What the probes saw of one submission, packed to be kept: a later judge asks it instead of the student's code.

Packed, it is zlib over frames (see `sandbox/frames.py`): the first says what loading the file had to say, and which
observations follow, each in a frame of its own that is read when somebody asks for it.
"""

import io
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.sandbox.frames import MAX_JSON, MAX_TENSORS, BrokenFrame, pack_frame, read_frame
from autograder.sandbox.session import Observation

MOST_BYTES = 4 << 20  # of one submission, packed; what is over it is asked again
MOST_UNPACKED = 16 * MOST_BYTES
FAST = 1  # compression level: the next ones take three times as long for a tenth less


@dataclass(frozen=True)
class Kept:
    """Observations by their question's content, each in its frame, and what loading the file had to say."""

    frames: Mapping[str, bytes] = field(default_factory=dict)
    stops: list[dict[str, Any]] = field(default_factory=list)
    sandbox: str = ""
    names: Mapping[str, str] = field(default_factory=dict)  # of what was asked, the same for every submission

    def find(self, content: str) -> Observation | None:
        """Return what answered a question, if that is kept and whole."""
        try:
            message, body = _read(io.BytesIO(self.frames[content]))
            return Observation(**message, body=body)
        except (KeyError, EOFError, BrokenFrame, TypeError):
            return None


def pack_observation(seen: Observation) -> bytes:
    """Return the frame of one observation."""
    return pack_frame({name: value for name, value in vars(seen).items() if name != "body"}, seen.body)


def pack(kept: Kept) -> bytes:
    """Return at most MOST_BYTES; of observations that would take more, the largest are left out."""
    contents = list(_take_while(sorted(kept.frames, key=lambda content: len(kept.frames[content])), kept))
    packed = _compress(contents, kept)
    while len(packed) > MOST_BYTES and contents:
        contents = contents[: len(contents) * 3 // 4]
        packed = _compress(contents, kept)
    return packed


def unpack(packed: bytes) -> Kept:
    """Undo `pack`; what is damaged has nothing kept, what is cut off has what was whole."""
    try:
        stream = io.BytesIO(zlib.decompressobj().decompress(packed, MOST_UNPACKED + MAX_JSON))
        head, _ = _read(stream)
        listed = [(content, name, stream.read(size), size) for content, name, size in head["listed"]]
        whole = [(content, name, frame) for content, name, frame, size in listed if len(frame) == size]
        names = {content: name for content, name, _ in whole}
        return Kept({content: frame for content, _, frame in whole}, head["stops"], head["sandbox"], names)
    except (zlib.error, EOFError, BrokenFrame, KeyError, TypeError, ValueError):
        return Kept()


def _compress(contents: Iterable[str], kept: Kept) -> bytes:
    listed = [(content, kept.names.get(content, ""), len(kept.frames[content])) for content in contents]
    head = pack_frame({"stops": kept.stops, "sandbox": kept.sandbox, "listed": listed})
    return zlib.compress(head + b"".join(kept.frames[content] for content in contents), FAST)


def _read(stream: io.BytesIO) -> tuple[dict[str, Any], bytes]:
    return read_frame(stream.read, 2 * MAX_JSON, MAX_TENSORS)


def _take_while(contents: Iterable[str], kept: Kept) -> Iterator[str]:
    room = MOST_UNPACKED
    for content in contents:
        room -= len(kept.frames[content])
        if room < 0:
            return
        yield content
