"""What the probes saw of one submission, packed to be kept: a later judge asks it instead of the student's code.

Packed, it is zlib over frames (see `sandbox/codec.py`), one an observation and each under its question's content; the
first frame says what loading the file had to say.
"""

import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.sandbox.codec import MAX_JSON, MAX_TENSORS, BrokenFrame, pack_frame, read_frame
from autograder.sandbox.session import Observation

MOST_BYTES = 4 << 20  # of one submission, packed; what is over it is asked again
MOST_UNPACKED = 16 * MOST_BYTES
FAST = 1  # compression level: the next ones take three times as long for a tenth less


@dataclass(frozen=True)
class Kept:
    """Observations by their question's content, and what was said of the file while it was loaded."""

    observations: Mapping[str, Observation] = field(default_factory=dict)
    stops: list[dict[str, Any]] = field(default_factory=list)
    sandbox: str = ""
    names: Mapping[str, str] = field(default_factory=dict)  # of what was asked, the same for every submission


def pack(kept: Kept) -> bytes:
    """Return at most MOST_BYTES; of observations that would take more, the largest are left out."""
    head = pack_frame({"stops": kept.stops, "sandbox": kept.sandbox})
    frames = sorted((_pack_observation(*one, kept.names) for one in kept.observations.items()), key=len)
    packed = zlib.compress(head + b"".join(_take_while(frames, MOST_UNPACKED - len(head))), FAST)
    while len(packed) > MOST_BYTES and frames:
        frames = frames[: len(frames) * 3 // 4]
        packed = zlib.compress(head + b"".join(frames), FAST)
    return packed


def unpack(packed: bytes) -> Kept:
    """Undo `pack`; what is damaged has nothing kept."""
    try:
        data = zlib.decompressobj().decompress(packed, MOST_UNPACKED)
        (head, _), *frames = _read_frames(data)
        names = {message["content"]: message.pop("name") for message, _ in frames}
        return Kept(dict(_unpack_observation(*frame) for frame in frames), head["stops"], head["sandbox"], names)
    except (zlib.error, BrokenFrame, KeyError, TypeError, ValueError):
        return Kept()


def _pack_observation(content: str, seen: Observation, names: Mapping[str, str]) -> bytes:
    said = {name: value for name, value in vars(seen).items() if name != "body"}
    return pack_frame({"content": content, "name": names.get(content, ""), **said}, seen.body)


def _unpack_observation(message: dict[str, Any], body: bytes) -> tuple[str, Observation]:
    content = message.pop("content")
    return content, Observation(**message, body=body)


def _read_frames(data: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    stream = io.BytesIO(data)
    while stream.tell() < len(data):
        try:
            yield read_frame(stream.read, 2 * MAX_JSON, MAX_TENSORS)
        # Cut off: what was whole is as good as before.
        except EOFError:
            return


def _take_while(frames: list[bytes], room: int) -> Iterator[bytes]:
    for frame in frames:
        room -= len(frame)
        if room < 0:
            return
        yield frame
