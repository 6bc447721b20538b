"""What is known of one exercise before its checks are written."""

import ast
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

WEIGHTS = "weights"  # what a probe loads into a model


@dataclass(frozen=True)
class Names:
    """What the names of a solution stand for."""

    own: Collection[str]  # of its functions and classes
    imported: Mapping[str, ast.stmt]  # each with the statement that imports it and nothing else
    aliases: Mapping[str, ast.expr]  # of types


@dataclass(frozen=True)
class Case:
    """One check of a use: its inputs, each with an expression, "" where nothing is known; what is given, or raised."""

    inputs: Mapping[str, str]
    expected: str = ""
    raises: str = ""


@dataclass(frozen=True)
class Use:
    """One way to use an exercise, which becomes a probe, and the checks that ask it."""

    name: str
    call: str  # by the names of its inputs
    returns: str
    cases: tuple[Case, ...]
    steps: tuple[str, ...] = ()  # what the probe does before
    is_awaited: bool = False

    @property
    def inputs(self) -> Collection[str]:
        """Return the names of the probe's inputs."""
        return self.cases[0].inputs


@dataclass(frozen=True)
class Skeleton:
    """What is known of one exercise: how it is used, and examples of that from its docstrings."""

    name: str
    points: int
    uses: tuple[Use, ...] = field(default=())


def fill(arguments: Iterable[str], known: Mapping[str, str]) -> dict[str, str]:
    """Return an expression for each input, "" where nothing is known."""
    return {name: known.get(name, "") for name in arguments}


def name_apart(uses: Iterable[Use]) -> tuple[Use, ...]:
    """Give each probe a name of its own that none of its inputs has."""
    named: dict[str, Use] = {}
    for use in uses:
        name = use.name
        while name in named or name in use.inputs:
            name += "_"
        named[name] = replace(use, name=name)
    return tuple(named.values())
