"""Collect the pictures of check files beside the checks, and make them of what was seen, when all checks have run."""

from collections.abc import Sequence
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from autograder.checks.marks import exercise_of, is_hidden, title_of
from autograder.checks.pictures import MARK, is_picture
from autograder.results.pictures import Drawing, Drawn

COLLECTED = pytest.StashKey[Sequence[pytest.Item]]()
DRAWING = pytest.StashKey[Drawing]()
LONGEST_PROBLEM = 300


class PictureHooks:
    """Registered by a judge alone: where students run their checks, pictures are functions like any other."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makeitem(self, obj: object) -> None:
        """Let pytest collect a picture, whatever its name."""
        if hasattr(obj, MARK):
            obj.__dict__["__test__"] = True

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, session: pytest.Session, items: list[pytest.Item]) -> None:
        """Take the pictures out of the checks; refuse those without an exercise or a title."""
        session.stash[COLLECTED] = [item for item in items if is_picture(item)]
        items[:] = [item for item in items if not is_picture(item)]
        for item in session.stash[COLLECTED]:
            if not exercise_of(item) or title_of(item) == item.name:
                raise pytest.UsageError(
                    f"{item.nodeid}: a picture stands in a class with @exercise, and its docstring is its title"
                )

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool | None:
        """Keep what a picture returns, where a check returns nothing."""
        if not is_picture(pyfuncitem):
            return None
        given = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
        found: Any = pyfuncitem.obj(**given)
        if not isinstance(found, Drawing):
            raise TypeError(f"a picture returns Curves, a Plane, a Matrix or Images, and no {type(found).__name__}")
        pyfuncitem.stash[DRAWING] = found
        return True


def make_pictures(session: pytest.Session, exercise: str | None) -> tuple[Drawn, ...]:
    """Make the pictures of one exercise, or of all, of the submission that is being examined."""
    return tuple(_make(item) for item in session.stash[COLLECTED] if exercise in (None, exercise_of(item)))


def _make(item: pytest.Item) -> Drawn:
    if DRAWING in item.stash:
        del item.stash[DRAWING]
    reports = runtestprotocol(item, log=False)
    problem = next((_say(report) for report in reports if report.failed), "")
    drawing = None if problem else item.stash.get(DRAWING, None)
    return Drawn(exercise_of(item), title_of(item), is_hidden(item), drawing, problem)


def _say(report: pytest.TestReport) -> str:
    crash = getattr(report.longrepr, "reprcrash", None)
    return str(crash.message if crash is not None else report.longrepr)[:LONGEST_PROBLEM]
