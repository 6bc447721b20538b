"""Tell what would stop on a GPU, by torch's meta device: a note without points, and only where it is certain."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

import pytest

from autograder.checks.devices import trial_of
from autograder.checks.marks import exercise_of
from autograder.checks.probes import Probe
from autograder.examination.run import Run
from autograder.submissions import Unit
from autograder.submissions.syntax import parse

# Whoever asks what devices there are chooses another one where there is a GPU, so that nothing is known of that.
CHOOSES = re.compile(r"cuda|accelerator|is_available|default_device|\b(mps|xpu|hip)\b", re.IGNORECASE)
# What makes a tensor on the CPU unless told otherwise, or leaves torch: an answer without such a call is not tried.
MAKERS = {
    *("tensor", "as_tensor", "from_numpy", "zeros", "ones", "full", "empty", "arange", "linspace", "logspace", "eye"),
    *("rand", "randn", "randint", "randperm", "normal", "numpy", "Tensor", "FloatTensor", "LongTensor", "BoolTensor"),
    *("array", "asarray"),
}


def note_devices(items: Iterable[pytest.Item], run: Run) -> None:
    """Try each exercise that passed all of its checks on another device, and note in its run what would stop there."""
    units = run.inquiry.units
    trials = dict.fromkeys(_find_trials(items, run))
    # To look into the text takes longer than all else here.
    if not trials or any(CHOOSES.search(unit.text) for unit in units) or not any(_makes(unit.text) for unit in units):
        return
    for trial in trials:
        seen = run.inquiry.ask_aside(trial)
        if seen.kind == "saw" and (note := _describe(seen.value(), units)) is not None:
            run.add_note(note)


def _makes(text: str) -> bool:
    """Return whether code calls what makes tensors; what cannot be read here is not tried."""
    tree = parse(text)
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)] if tree is not None else []
    return any(getattr(call, "attr", getattr(call, "id", None)) in MAKERS for call in calls)


def _find_trials(items: Iterable[pytest.Item], run: Run) -> Iterator[Probe]:
    wrong = {one.exercise for one, _ in run.examined if one.check.status != "passed"}
    for item in items:
        trial = trial_of(item) if exercise_of(item) not in wrong else None
        if trial is not None:
            yield trial


def _describe(seen: object, units: Sequence[Unit]) -> str | None:
    """Return the note; None also for what no trial of ours gives, since a student's process answers."""
    match seen:
        case {"cause": str(cause), "unit": str(name), "line": int(line), "names": list(names)}:
            lines = next((unit.text.splitlines() for unit in units if unit.name == name), [])
        case _:
            return None
    if not 0 < line <= len(lines):
        return None
    place = f"On a GPU, line {line} of {name} would stop"
    code = lines[line - 1]
    if cause == "numpy" and ".numpy(" in code:
        return f"{place}: .numpy() needs a tensor on the CPU. Call .cpu() before it."
    if cause == "numpy":
        return f"{place}: NumPy needs a tensor on the CPU. Do it in torch, or call .cpu() before."
    used = [one for one in names if isinstance(one, str) and re.search(rf"(?<![\w.]){re.escape(one)}(?!\w)", code)]
    what = used[0] if len(used) == 1 else "one of its tensors"
    remedy = (
        "Keep it by self.register_buffer, and it moves with the model."
        if what.startswith("self.")
        else "Make it where the others are: device=x.device."
    )
    return f"{place}: {what} is made on the CPU. {remedy}"
