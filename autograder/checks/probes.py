"""A probe is a pytest fixture that runs on the other side of the wall."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol, get_type_hints

import pytest

from autograder.checks.annotations import Wanted, understand_annotation
from autograder.checks.crossing import PROBE, collect_texts, texts_of, wrap

SCRATCH = "scratch"
NOBODY_LOOKS = (
    "the plugin that runs these checks is switched off, by -p no:autograder or by PYTEST_DISABLE_PLUGIN_AUTOLOAD; "
    "switch it on with -p autograder.student.plugin"
)


@dataclass(frozen=True)
class Probe:
    """A probe's source as it crosses the wall, helpers first, and what it promises to return."""

    name: str
    source: str
    inputs: tuple[str, ...]
    scratch: bool
    wanted: Wanted
    # Right answers differ in what it sees: it says nothing of which mistake a wrong one makes.
    varies: bool = False
    # What stands in for functions of the student's, and the source without it.
    stand_ins: tuple[str, ...] = ()
    plain: str = ""

    def with_stand_ins(self, functions: Mapping[str, Callable[..., Any]]) -> "Probe":
        """Return a probe that sees the same while these functions stand in the student's module for its own."""
        texts = {key: text for name, function in functions.items() for key, text in texts_of(function, name).items()}
        source = wrap("\n".join([self.source, *texts.values()]), look_with_stand_ins, list(functions))
        return replace(self, source=source, stand_ins=tuple(functions), plain=self.source)

    def quote(self, line: int) -> str:
        """Return one line of the source, counted from 1."""
        lines = self.source.splitlines()
        return lines[line - 1].strip() if 0 < line <= len(lines) else ""


class Observer(Protocol):
    """Whoever runs checks on a submission, and can ask its sandbox."""

    def look(self, item: pytest.Item, probe: Probe, given: dict[str, Any]) -> Any:
        """Return what the probe saw with these inputs on behalf of a check."""
        ...


def look_with_stand_ins(look: Callable[..., Any], names: list[str], student: Any, **given: Any) -> Any:
    """Look while functions that crossed under these names stand in the student's module for its own."""
    from contextlib import ExitStack
    from unittest.mock import patch

    functions = {name: globals()[name] for name in names}
    with ExitStack() as stack:
        for module in getattr(student, "__files__", [student]):
            stack.enter_context(patch.multiple(module, create=True, **functions))
        return look(student, **given)


# Where probes find the observer: a session that runs checks puts it there.
OBSERVER = pytest.StashKey[Observer]()


def probe(function: Callable[..., Any] | None = None, *, varies: bool = False) -> Any:
    """Make function a fixture: run it in the student's sandbox, return what it saw.

    The first parameter is the student's module; the others are fixtures, whose values are sent along. Of its own file
    the function may use nothing but helpers, `torch`, `numpy`, `nn` and `F`; the return annotation says what it gives.
    In an open task, `@probe(varies=True)` says that right answers differ in what is seen: no slip is told by it.
    Raise pytest.UsageError, with the remedy, for a function that cannot cross the wall.
    """
    return partial(_make_fixture, varies=varies) if function is None else _make_fixture(function, varies)


def _make_fixture(function: Callable[..., Any], varies: bool) -> Any:
    made = replace(_make_probe(function), varies=varies)
    in_class = "." in function.__qualname__.rpartition("<locals>.")[2]

    def fixture(*_: object, request: pytest.FixtureRequest, **given: object) -> Any:
        observer = request.config.stash.get(OBSERVER, None)
        if observer is None:
            pytest.exit(NOBODY_LOOKS, returncode=pytest.ExitCode.USAGE_ERROR)
        return observer.look(request.node, made, given)

    parameters = [*(["self"] if in_class else []), "request", *made.inputs]
    fixture.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in parameters]
    )
    # Where pytest says that it stands; to list fixtures, it must be able to tell them apart.
    fixture.__wrapped__ = function  # type: ignore[attr-defined]
    fixture.__module__ = function.__module__
    fixture.__doc__ = function.__doc__
    fixture.probe = made  # type: ignore[attr-defined]
    return pytest.fixture(name=function.__name__)(fixture)


def _make_probe(function: Callable[..., Any]) -> Probe:
    name = function.__name__
    parameters = list(inspect.signature(function).parameters.values())
    if not parameters or parameters[0].name != "student":
        raise pytest.UsageError(f"probe {name}: its first parameter must be `student`, the student's module.")
    if any(parameter.default is not parameter.empty for parameter in parameters):
        raise pytest.UsageError(f"probe {name}: a parameter cannot have a default; make it a fixture.")
    if "return" not in function.__annotations__:
        raise pytest.UsageError(f"probe {name} needs a return annotation, such as `-> torch.Tensor`: it is checked.")
    names = [parameter.name for parameter in parameters[1:]]
    texts = collect_texts(function, f"probe {name}", PROBE)
    return Probe(
        name=name,
        source="\n".join(texts.values()),
        plain="\n".join(texts.values()),
        inputs=tuple(input for input in names if input != SCRATCH),
        scratch=SCRATCH in names,
        wanted=understand_annotation(get_type_hints(function)["return"], name),
    )
