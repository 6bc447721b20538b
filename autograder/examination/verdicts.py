"""What a probe's observation says before any check looks at it: not started, timed out, crashed, raised, wrong kind."""

import re
from typing import Any

from autograder.checks.annotations import name_kind
from autograder.checks.probes import Probe
from autograder.examination.disclosure import disclose, disclose_exception, disclose_text
from autograder.examination.stops import Stops
from autograder.sandbox.session import Observation

UNDEFINED = re.compile(r"name '(\w+)' is not defined")


class Verdict(Exception):
    """End a check with a status, and labelled lines for the student: label -> text."""

    def __init__(self, status: str, lines: dict[str, str], line: int | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.lines = lines
        self.line = line


def accept(
    observation: Observation, probe: Probe, exercise: str, stops: Stops, hidden: bool, refusal: str | None
) -> Any:
    """Return the value that a probe saw, or raise the Verdict that follows from it.

    Where the check wants an exception, by the name of `refusal`, return the exception's text. Of a hidden check the
    student reads only what `disclosure` lets through.
    """
    refusal = refusal or probe.wanted.exception
    name = exercise.rpartition(".")[2]
    if observation.kind != "saw" and observation.kind != "raised":
        raise Verdict(observation.kind, {"yours": _sentence(observation.detail)})
    if observation.kind == "raised":
        raised = observation.raised
        # Of a stub it is that nothing was written, also where it would do for what is asked for: any Exception.
        if refusal == raised["types"][0] or (refusal in raised["types"] and not _is_stub(raised["types"][0], raised)):
            return raised["text"]
        raise _judge_exception(raised, probe, stops, hidden, refusal)
    value = observation.value()
    shown = disclose(value) if hidden else value
    if refusal is not None:
        # What a probe makes of a result is no result of theirs.
        is_theirs = re.search(r"\breturn student\.\w+\(", probe.source)
        end = f"gave {name_kind(shown)}" if is_theirs else "raised no exception"
        raise Verdict("failed", {"yours": f"{name} should raise {refusal}; yours {end}"})
    if not probe.wanted.accepts(value):
        raise Verdict(
            "failed",
            {"yours": f"{name} should give {probe.wanted.words}; yours gave {probe.wanted.name_misfit(shown)}"},
        )
    return value


def name_undefined(text: str) -> str | None:
    """Return the name that a NameError says has no meaning."""
    found = UNDEFINED.match(text)
    return found[1] if found else None


def _judge_exception(raised: dict[str, Any], probe: Probe, stops: Stops, hidden: bool, refusal: str | None) -> Verdict:
    kind, text = raised["types"][0], raised["text"]
    if hidden:
        kind, text = disclose_exception(raised["types"]), ""
    if _is_stub(kind, raised):
        return Verdict("not_started", {}, raised["line"])
    if raised["missing"] and not (hidden and raised["missing"] not in re.findall(r"\w+", probe.source)):
        return Verdict("failed", {"yours": stops.explain_missing(raised["missing"])})
    lines = {"yours": f"{kind}: {text}" if text else kind}
    if raised["line"] is not None:
        lines["at"] = f"{raised['unit']}, line {raised['line']}" + (f": {raised['code']}" if raised["code"] else "")
    elif raised["probe_line"] and not hidden:
        line = probe.quote(raised["probe_line"])
        # What is made from a text is among the inputs, and easier to read there.
        lines |= {"at": f"this line of the check: {line}"} if "eval(" not in line else {}
    said = disclose_text(raised["text"], [unit.text for unit in stops.units]) if hidden else raised["text"]
    if kind == "NameError" and (undefined := name_undefined(said)):
        lost = stops.explain_lost(undefined)
        lines |= {"because": lost} if lost is not None else {}
    if refusal is not None:
        lines = {"expected": refusal, **lines}
    return Verdict("failed", lines, raised["line"])


def _is_stub(kind: str, raised: dict[str, Any]) -> bool:
    """Say whether an exception is the one that a stub raises."""
    return kind == "NotImplementedError" and bool(raised["direct"])


def _sentence(detail: str) -> str:
    return detail[:1].upper() + detail[1:] if detail else detail
