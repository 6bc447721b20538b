"""Know what of an answer has no end, so that it costs one check's time, and whose code that is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.examination.verdicts import Verdict
from autograder.sandbox.session import Observation

# Seconds after which code that hung before is taken to hang again.
AGAIN_SECONDS = 1.0

DEFINITION = re.compile(r"([ \t]*)(?:async +def|def|class) +(\w+)")
LOOP = re.compile(r"[ \t]*(?:async +for|for|while)\b")
PLACE = re.compile(r"^at +(.+?), line (\d+)(?::|$)", re.MULTILINE)


@dataclass
class Hangs:
    """The hangs of one answer; `units` are its texts by name, `exercises` all names that code could be blamed by."""

    units: Mapping[str, str]
    _first: dict[str, tuple[str, Observation]] = field(default_factory=dict)  # by exercise: the check, and what it saw
    _hanging: set[str] = field(default_factory=set)

    def note(self, exercise: str, check: str, observation: Observation) -> None:
        """Take in that a check of an exercise had no end."""
        self._first.setdefault(exercise, (check, observation))
        self._hanging.add(self._name_code(observation))

    def refuse(self, exercise: str, check: str) -> None:
        """Raise the Verdict on a further check of an exercise in which one had no end."""
        first, observation = self._first.get(exercise, (check, None))
        if first != check and observation is not None:
            lines, line = self._tell_place(observation)
            raise Verdict("timed_out", {"yours": "Not run: a check before it had no end"} | lines, line)

    def is_suspected(self) -> bool:
        """Say whether some code is known to hang, so that it need not be waited for again."""
        return bool(self._hanging - {""})

    def is_known(self, observation: Observation) -> bool:
        """Say whether the code that has no end here is the one that had none before."""
        return self._name_code(observation) in self._hanging - {""}

    def judge(self, exercise: str, exercises: Mapping[str, object], observation: Observation) -> Verdict:
        """Return the Verdict on the check that had no end; an exercise that only needs the code of another is told."""
        said = observation.detail[:1].upper() + observation.detail[1:]
        owner = self._find_owner(observation, set(exercises))
        if owner not in (None, exercise):
            said = f"{said}, in {owner}, which this check needs"
        lines, line = self._tell_place(observation)
        return Verdict("timed_out", {"yours": said} | lines, line)

    def _tell_place(self, observation: Observation) -> tuple[dict[str, str], int | None]:
        """Return the loop that the process was in, or else its line, as a line to read and as a number."""
        places = [(unit, _find_loop(self.units[str(unit)], int(line))) for unit, line in observation.places]
        loops = [(unit, line) for unit, line in places if line is not None]
        for unit, line in (*loops, *observation.places)[:1]:
            code = self.units[str(unit)].splitlines()[int(line) - 1 : int(line)]
            shown = f"{unit}, line {line}" + "".join(f": {text.strip()[:200]}" for text in code)
            return {"at": shown}, int(line)
        return {}, None

    def _name_code(self, observation: Observation) -> str:
        for unit, line in observation.places[:1]:
            return ".".join([str(unit), *_find_definitions(self.units[str(unit)], int(line))])
        return ""

    def _find_owner(self, observation: Observation, exercises: set[str]) -> str | None:
        """Return the exercise whose code the process was in, the innermost of several."""
        for unit, line in observation.places:
            path = _find_definitions(self.units[str(unit)], int(line))
            for length in range(len(path), 0, -1):
                if ".".join(path[:length]) in exercises:
                    return ".".join(path[:length])
        return None


def read_place(message: str) -> tuple[str, int] | None:
    """Return the unit and the line that the message of a hang names; a check itself has room for a line alone."""
    found = PLACE.search(message)
    return (found[1], int(found[2])) if found else None


def _find_loop(text: str, line: int) -> int | None:
    """Return the line that begins the innermost loop around a line of a definition, if there is one."""
    lines = text.splitlines()[:line]
    margin = _start_margin(lines, LOOP)
    for number, above in reversed(list(enumerate(lines, 1))):
        own = len(above) - len(above.lstrip())
        if not above.strip() or own >= margin:
            continue
        if LOOP.match(above):
            return number
        if DEFINITION.match(above):
            return None
        margin = own if number < line else margin
    return None


def _find_definitions(text: str, line: int) -> list[str]:
    """Return the names of the definitions around a line, the outermost first; by margins, so that any text will do."""
    lines = text.splitlines()[:line]
    names: list[str] = []
    margin = _start_margin(lines, DEFINITION)
    for above in reversed(lines):
        found = DEFINITION.match(above)
        if found and len(found[1]) < margin:
            names.insert(0, found[2])
            margin = len(found[1])
    return names


def _start_margin(lines: list[str], wanted: re.Pattern[str]) -> int:
    """Return the margin that what is around the last line is left of; what is wanted may be on that line itself."""
    last = lines[-1] if lines else ""
    return len(last) - len(last.lstrip()) + bool(wanted.match(last))
