"""Read what a sandbox answers, strictly, into the kinds that a record is made of: all else is no answer.

The other side may be in the student's hands. A bool is no int here, a unit is one of the file's own, and the code of a
line is what stands in the file, not what the other side says of it.
"""

from collections.abc import Collection, Mapping
from typing import Any

from autograder.sandbox.codec import decode
from autograder.sandbox.frames import BrokenFrame
from autograder.sandbox.load import LONGEST_NAME, MOST_LOST, MOST_STOPS
from autograder.sandbox.observe import MOST_TYPES
from autograder.sandbox.reader import parse_tensors
from autograder.sandbox.watching import HIDING

LONGEST_TEXT = 2000

Fields = dict[str, type | tuple[type, ...]]
Units = Mapping[str, str]  # text by name

RAISED: Fields = {
    "types": list,
    "text": str,
    "unit": (str, type(None)),
    "line": (int, type(None)),
    "code": (str, type(None)),
    "probe_line": (int, type(None)),
    "direct": bool,
    "missing": (str, type(None)),
}
USE = {"name": (str,), "key": (str,), "unit": (str, type(None)), "line": (int, type(None))}
STOP: Fields = {**RAISED, "too_long": bool, "whole": bool, "lost": list}


def read_raised(message: Mapping[str, Any], units: Units) -> dict[str, Any]:
    """Return the exception that a message describes; raise BrokenFrame for what our child would not write."""
    return _read_exception(message["raised"], RAISED, units)


def read_stops(message: Mapping[str, Any], units: Units) -> list[dict[str, Any]] | None:
    """Return what stopped each unit of a file while it was loaded; None while there is more to be loaded."""
    stops = message.get("stops")
    if stops is None and "stops" in message:
        return None
    if type(stops) is not list or len(stops) > MOST_STOPS:
        raise BrokenFrame("no list of stops")
    return [_read_stop(stop, units) for stop in stops]


def read_seen(message: Mapping[str, Any], body: bytes) -> Any:
    """Return the tree of the value that a probe saw, once it is known that it can be decoded."""
    if "saw" not in message:
        raise BrokenFrame("neither a value nor an exception")
    decode(message["saw"], parse_tensors(body))
    return message["saw"]


def read_used(message: Mapping[str, Any], watched: Collection[str], units: Units) -> list[dict[str, Any]]:
    """Return the first use of a watched name, if any: its name, its key in what was watched, its unit and line."""
    used = message.get("used")
    if type(used) is not list or len(used) > 1:
        raise BrokenFrame("no list of names")
    return [_read_use(one, watched, units) for one in used]


def _read_use(data: Any, watched: Collection[str], units: Units) -> dict[str, Any]:
    if type(data) is not dict or data.keys() != USE.keys() or any(type(data[key]) not in USE[key] for key in USE):
        raise BrokenFrame("a name of no known kind")
    if data["key"] not in (*watched, HIDING):
        raise BrokenFrame("a name that was not watched for")
    place = _find_place(data["unit"], data["line"], units)
    return {"name": data["key"].partition(" in ")[0], "key": data["key"], "unit": place["unit"], "line": place["line"]}


def _read_stop(data: Any, units: Units) -> dict[str, Any]:
    stop = _read_exception(data, STOP, units)
    lost = stop["lost"]
    if len(lost) > MOST_LOST or any(type(name) is not str or len(name) > LONGEST_NAME for name in lost):
        raise BrokenFrame("a stop with names of no known kind")
    return stop


def _read_exception(data: Any, fields: Fields, units: Units) -> dict[str, Any]:
    if type(data) is not dict or data.keys() != fields.keys():
        raise BrokenFrame("an exception of no known kind")
    for name, kinds in fields.items():
        if type(data[name]) not in (kinds if isinstance(kinds, tuple) else (kinds,)):
            raise BrokenFrame(f"an exception whose {name} is of no known kind")
    types = data["types"]
    if not 0 < len(types) <= MOST_TYPES or any(type(name) is not str or len(name) > LONGEST_NAME for name in types):
        raise BrokenFrame("an exception without a type, or with one of no known kind")
    if len(data["text"]) > LONGEST_TEXT or len(data["missing"] or "") > LONGEST_NAME:
        raise BrokenFrame("an exception that is longer than our child makes them")
    return data | _find_place(data["unit"], data["line"], units)


def _find_place(unit: str | None, line: int | None, units: Units) -> dict[str, Any]:
    """Return where an exception was raised, with the line that stands there; a place that does not exist is none."""
    if unit is None or unit not in units:
        return {"unit": None, "line": None, "code": None}
    lines = units[unit].split("\n")
    # A text that ends too early is wrong in the line after its last.
    if line is None or not 0 < line <= len(lines) + 1:
        return {"unit": unit, "line": None, "code": None}
    return {"unit": unit, "line": line, "code": "".join(lines[line - 1 : line]).strip()[:LONGEST_NAME]}
