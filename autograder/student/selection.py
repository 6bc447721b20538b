"""Know how many checks there are, where a command may run a part of them: `-k`, `::TestNet`, `--lf`, one file."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.checks.marks import exercise_of


class Selection:
    """Count the checks of every folder before any is left out."""

    def __init__(self) -> None:
        self._counts: dict[Path, Counter[str]] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, session: pytest.Session, items: list[pytest.Item]) -> None:
        """Count the checks that are there, by exercise; examples in docstrings beside them are none."""
        exercises = {item.path.parent for item in items if item.get_closest_marker("exercise")}
        items[:] = [item for item in items if not (_is_example(item) and item.path.parent in exercises)]
        for folder in {item.path.parent for item in items}:
            own = [item for item in items if item.path.parent == folder]
            everything = own if _is_whole(session.config, folder) else _collect_all(session, own[0])
            self._counts[folder] = Counter(map(exercise_of, everything))

    @property
    def folders(self) -> list[Path]:
        """Return the folders of which checks were found."""
        return sorted(self._counts)

    def count(self, folder: Path) -> Counter[str]:
        """Return how many checks each exercise of a folder has; nothing where no check of it was found."""
        return self._counts.get(folder, Counter())


def _is_example(item: pytest.Item) -> bool:
    return isinstance(item, pytest.DoctestItem)


def _is_whole(config: pytest.Config, folder: Path) -> bool:
    """Say whether the arguments name every check file of a folder, or a folder that holds them."""
    if config.option.ignore or config.option.ignore_glob:
        return False
    named = {Path(argument).resolve() for argument in config.args}
    files = [path.resolve() for path in folder.glob("test_*.py")]
    return all(path in named or not named.isdisjoint(path.parents) for path in files)


def _collect_all(session: pytest.Session, item: pytest.Item) -> Iterator[pytest.Item]:
    module = item.getparent(pytest.Module)
    assert module is not None
    for path in sorted(item.path.parent.glob("test_*.py")):
        yield from session.genitems(pytest.Module.from_parent(module.parent, path=path))
