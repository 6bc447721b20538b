"""What the failing checks of an exercise have shown: by it, the changes that are likeliest to help are tried first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.examination.found import Examination, ExaminedCheck

# What may be wrong with an observation: `refusal`: nothing was raised where something must be; `error`: an exception
# that should not be; `kind`, `dtype`, `shape`, `flag` (True for False), `value` of what came back; `end`: none came.
KINDS = frozenset({"refusal", "error", "kind", "dtype", "shape", "flag", "value", "end"})


@dataclass(frozen=True)
class Symptom:
    """The kinds of what is wrong, and the line that an exception came from, if one did.

    `refused` are all lines from which input that should be taken got one.
    """

    kinds: frozenset[str] = frozenset()
    line: int | None = None
    refused: frozenset[int] = frozenset()


def find_symptom(found: Examination, failed: Sequence[ExaminedCheck], right: Mapping[str, Any]) -> Symptom:
    """Return the symptom of failed checks; `right` are the views of right observations."""
    kinds: set[str] = set()
    for key in dict.fromkeys(key for one in failed for key in one.looks):
        if key in right and key in found.views:
            kinds |= _compare(found.views[key], right[key])
    lines = [one.check.line for one in failed if one.check.line is not None]
    refused = [
        one.raised.line
        for one in failed
        if one.raised is not None
        and one.raised.line is not None
        and any("saw" in right.get(key, {}) for key in one.looks)
    ]
    return Symptom(frozenset(kinds), lines[0] if lines else None, frozenset(refused))


def _compare(yours: Any, right: Any) -> set[str]:
    """Return the kinds of differences between two views."""
    if yours == right:
        return set()
    if "raised" in right:
        return {"refusal"}
    if "raised" in yours:
        return {"error"}
    if "ended" in yours:
        return {"end"}
    return _compare_values(yours.get("saw"), right.get("saw"))


def _compare_values(yours: Any, right: Any) -> set[str]:
    if yours == right:
        return set()
    if type(yours) is not type(right):
        # Of a number that is the wrong one, too, it tells little that it is no float.
        return {"kind", "value"} if {type(yours), type(right)} == {int, float} else {"kind"}
    if isinstance(right, bool):
        return {"flag"}
    if isinstance(right, list):
        return _compare_lists(yours, right)
    if isinstance(right, dict):
        return _compare_tagged(yours, right)
    return {"value"}


def _compare_lists(yours: list[Any], right: list[Any]) -> set[str]:
    if len(yours) != len(right):
        return {"shape"}
    return set().union(*map(_compare_values, yours, right))


def _compare_tagged(yours: dict[str, Any], right: dict[str, Any]) -> set[str]:
    if yours.keys() != right.keys():
        return {"kind"}
    if "shape" not in right:
        return set().union(*(_compare_values(yours[tag], right[tag]) for tag in right))
    kind = next(tag for tag in right if tag not in ("shape", "values"))
    differing = {"dtype"} if yours[kind] != right[kind] else set()
    if yours["shape"] != right["shape"]:
        return differing | {"shape"}
    return differing | ({"value"} if yours["values"] != right["values"] else set())
