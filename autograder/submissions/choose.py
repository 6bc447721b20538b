"""Choose among a student's files the one that is their answer, and say so wherever that is not plain."""

import difflib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.people.names import squash
from autograder.submissions.kinds import is_source
from autograder.submissions.neighbours import name_neighbour, say_whose
from autograder.submissions.pair import choose_worked_on
from autograder.submissions.search import guess_meant, name_some
from autograder.submissions.several import complete
from autograder.submissions.submission import Submission, SubmissionError
from autograder.submissions.wanted import Wanted
from autograder.submissions.work import list_defined, list_written, was_changed

IN_PLACE_OF = "was graded, and not"  # so a note says that a person should look which file is meant
MOST_ANSWERS = 8
MOST_STRAYS = 20

Read = Callable[[Path], Submission]
Age = Callable[[Submission], float]


def choose_answer(folder: Path, files: Sequence[Path], wanted: Wanted, read: Read, age: Age) -> Submission:
    """Return the submission of the one file that is the answer, of a script and a notebook side by side the right one.

    What was changed wins over what is as it was handed out, wherever it lies; of several, the only one in a folder
    named like the assignment is meant. A file of another name counts where nothing else can be meant. `age` tells
    which of two is newer. Raise SubmissionError where there is no answer, or more than one.
    """
    files = [path for path in files if wanted.namesakes.isdisjoint(path.relative_to(folder).parts[:-1])]
    named = [path for path in files if path.name in wanted.files]
    if len(named) > MOST_ANSWERS:
        raise SubmissionError(f"has {name_some(folder, named)}. Keep one of them.")
    known = {path: read(path) for path in named}
    changed = [path for path in named if was_changed(known[path], wanted.names)]
    if not changed:
        strays = find_strays(files, wanted, read)
        if len({one.sha256 for one in strays}) == 1:
            return _take_stray(folder, strays[0], named, wanted)
        if strays and not named:
            names = name_some(folder, [one.path for one in strays])
            raise SubmissionError(f"has {names}: call the one that is the answer {wanted.files[0]}.")
    if not named:
        near = guess_meant(files, wanted.files) or name_neighbour(files, wanted)
        raise SubmissionError(f"has no {wanted.files[0]} and no {wanted.files[1]}.{near}")
    meant = _choose_place(folder, changed or named, known, wanted)
    chosen = choose_worked_on(sorted((known[path] for path in meant), key=age))
    answer = complete(chosen, wanted.sources, wanted.assignment, files, read)
    notes = _say_what_else(folder, answer, changed, named, wanted) or _say_strays(folder, answer, files, wanted, read)
    return replace(answer, notes=(*answer.notes, *notes, *say_whose(answer, wanted)))


def _choose_place(folder: Path, paths: list[Path], known: dict[Path, Submission], wanted: Wanted) -> list[Path]:
    at_home = [path for path in paths if path.parent.name == wanted.assignment]
    for meant in (at_home, paths):
        if len({path.parent for path in meant}) == 1:
            return meant
    # The same file, twice.
    if len({known[path].sha256 for path in paths}) == 1 and known[paths[0]].sha256 is not None:
        return paths[:1]
    raise SubmissionError(f"has {name_some(folder, paths)}. Keep one of them.")


def find_strays(files: Sequence[Path], wanted: Wanted, read: Read) -> list[Submission]:
    """Return what is an answer under another name: it resembles the right one, or has all that the assignment asks."""
    paths = [path for path in files if _could_be(path, wanted)] if wanted.names else []
    paths.sort(key=lambda path: not _resembles(path, wanted))
    found = []
    for one in map(read, paths[:MOST_STRAYS]):
        written = list_written(one, wanted.names) if one.error is None else set()
        if written and (_resembles(one.path, wanted) or wanted.names <= list_defined(one)):
            found.append(one)
    return found


def _could_be(path: Path, wanted: Wanted) -> bool:
    is_stray = is_source(path) and path.name not in wanted.files
    return is_stray and not path.name.startswith(("test_", "conftest", "._")) and path.stem not in wanted.others


def _resembles(path: Path, wanted: Wanted) -> bool:
    stem, right = squash(path.stem), squash(wanted.stem)
    return right in stem or bool(difflib.get_close_matches(right, [stem], cutoff=0.8))


def _say_untouched(folder: Path, files: Sequence[Path]) -> str:
    return f"{name_some(folder, files)} {'is as it was' if len(files) == 1 else 'are as they were'} handed out"


def _take_stray(folder: Path, stray: Submission, named: Sequence[Path], wanted: Wanted) -> Submission:
    name = name_some(folder, [stray.path])
    right = next(file for file in wanted.files if file.endswith(stray.path.suffix.lower()))
    why = f", because {_say_untouched(folder, named)}" if named else ""
    return replace(stray, notes=(*stray.notes, f"{name} was graded{why}. Call it {right}."))


def _say_strays(folder: Path, answer: Submission, files: Sequence[Path], wanted: Wanted, read: Read) -> list[str]:
    """Return a note on files of other names beside the answer that hold work on the same exercises, too."""
    near = [path for path in files if path.parent == answer.path.parent or _resembles(path, wanted)]
    return say_beside(answer, find_strays(near, wanted, read), folder)


def say_beside(answer: Submission, others: Sequence[Submission], folder: Path) -> list[str]:
    """Return a note on other work of the same student that was not graded; of copies there is nothing to say."""
    paths = [one.path for one in others if one.sha256 != answer.sha256]
    if not paths:
        return []
    name, rest = name_some(folder, [answer.path]), name_some(folder, paths)
    return [f"{name} {IN_PLACE_OF} {rest}, in which there is work, too. Keep one of them."]


def _say_what_else(
    folder: Path, answer: Submission, changed: Sequence[Path], named: Sequence[Path], wanted: Wanted
) -> list[str]:
    """Return notes on files that might have been meant, too."""
    name = name_some(folder, [answer.path])
    elsewhere = [path for path in named if path.parent != answer.path.parent]
    also = [path for path in elsewhere if path in changed]
    if also:
        return [f"{name} {IN_PLACE_OF} {name_some(folder, also)}, which was changed, too. Keep one of them."]
    if elsewhere and answer.path in changed and answer.path.parent.name != wanted.assignment:
        return [f"{name} was graded, because {_say_untouched(folder, elsewhere)}."]
    return []
