"""Notice that something is the answer to another assignment, so that its student is told more than what it lacks."""

from collections.abc import Sequence
from pathlib import Path

from autograder.submissions.kinds import is_source
from autograder.submissions.submission import Submission, join_words, one_line
from autograder.submissions.wanted import Wanted
from autograder.submissions.work import list_defined

NAMES_SHOWN = 3


def name_neighbour(files: Sequence[Path], wanted: Wanted) -> str:
    """Return a sentence on the only file that could be an answer, to another assignment by its name; else nothing."""
    modules = {each.module: each.assignment for each in wanted.neighbours}
    sources = [path for path in files if is_source(path) and not path.name.startswith("test_")]
    found = [path for path in sources if path.stem in modules] or sources
    if len(found) != 1:
        return ""
    name, whose = one_line(found[0].name), modules.get(found[0].stem)
    return f" {name} is there, which belongs to {whose}." if whose else f" The only file there is {name}."


def say_whose(answer: Submission, wanted: Wanted) -> list[str]:
    """Return a note where an answer has nothing of what is asked for, and what another assignment asks for."""
    defined = list_defined(answer) if answer.error is None else set()
    if not defined or defined & wanted.names:
        return []
    near = max(wanted.neighbours, key=lambda each: len(each.names & defined), default=None)
    shared = sorted(near.names & defined) if near else []
    if near is None or not shared:
        return []
    some = join_words(shared[:NAMES_SHOWN])
    return [
        f"{one_line(answer.path.name)} looks like the answer to {near.assignment}: it has {some}, and nothing that "
        f"{wanted.assignment} asks for."
    ]
