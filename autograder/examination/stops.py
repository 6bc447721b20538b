"""Say what stopped a student's file while it was loaded, and why a name of it has no meaning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from autograder.sandbox.bindings import ANY_NAME
from autograder.submissions import Unit
from autograder.submissions.kinds import is_script
from autograder.submissions.submission import name_place

MOST_NOTES = 5
LONGEST_CAUSE = 200


@dataclass(frozen=True)
class Stops:
    """What stopped one answer; `file` is how messages name it."""

    file: str
    units: Sequence[Unit]
    found: Sequence[dict[str, Any]]

    def describe(self) -> tuple[str, ...]:
        """Return a note for each of the first stops, and one that counts the others."""
        notes = [_describe(stop) for stop in self.found[:MOST_NOTES]]
        more = len(self.found) - MOST_NOTES
        return (*notes, *([f"{more} more statements failed. Graded without them."] if more > 0 else []))

    def explain_missing(self, name: str) -> str:
        """Return why the module has no `name`: it was lost with a statement, is inside other code, or is nowhere."""
        stop = next((stop for stop in self.found if name in stop["lost"]), None)
        if stop is not None:
            return self._explain(stop, name)
        inside = re.compile(rf"[ \t]+(?:async +def|def|class) +{re.escape(name)}\b")
        for unit in self.units:
            for number, line in enumerate(unit.text.splitlines(), 1):
                if inside.match(line):
                    place = _place(unit.name, number)
                    return f"{self.file} has no {name} of its own: the one at {place} is inside other code"
        return f"{self.file} has no {name}"

    def explain_lost(self, name: str) -> str | None:
        """Return which stop has cost a name that is used its meaning, or None."""
        stops = (stop for stop in self.found if name in stop["lost"] or ANY_NAME in stop["lost"])
        return next((self._explain(stop, name) for stop in stops), None)

    def _explain(self, stop: dict[str, Any], name: str) -> str:
        in_file = name_place(stop["unit"]) is None and stop["line"]
        place = f"line {stop['line']}" if in_file else _place(stop["unit"], stop["line"])
        return f"{self.file} stopped at {place} ({_name_cause(stop)}), before {name}"


def _describe(stop: dict[str, Any]) -> str:
    place = _place(stop["unit"], stop["line"])
    if stop["too_long"]:
        return f"{place} was still running when its time was up. Graded without it."
    if stop["whole"]:
        return f"{place}: {_name_cause(stop)}. Nothing of this {'file' if is_script(stop['unit']) else 'cell'} was run."
    return f"{place}: {_name_cause(stop)}. Graded without it."


def _place(unit: str | None, line: int | None) -> str:
    return f"{unit}, line {line}" if line else unit or "somewhere"


def _name_cause(stop: dict[str, Any]) -> str:
    if stop["too_long"]:
        return "still running when its time was up"
    cause = str(stop["types"][0]) + (f": {stop['text']}" if stop["text"] else "")
    return cause if len(cause) <= LONGEST_CAUSE else cause[:LONGEST_CAUSE] + " …"
