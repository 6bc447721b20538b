"""Keep what each student is called on the leaderboard, and what they are told of it."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.reading import read_text
from autograder.reports.leaderboard.pseudonyms import LONGEST, SHORTEST
from autograder.reports.text import clean_line, defuse_formula, encode_table
from autograder.results.files import write_atomically

NAMES = "leaderboard-names.csv"  # who is who: for the instructor, beside the results


@dataclass(frozen=True)
class Called:
    """What a student is called, and the name of their choice that they did not get."""

    name: str
    refused: str = ""

    def tell(self) -> str:
        """Return what the student, and nobody else, is told."""
        told = f"On the leaderboard you are “{self.name}”"
        if not self.refused:
            return f"{told}."
        return (
            f"{told}, because “{clean_line(self.refused, 2 * LONGEST)}” cannot be had: a name has {SHORTEST} to "
            f"{LONGEST} letters, is nobody's own, and nobody else has chosen it."
        )


def read_names(out: Path) -> dict[str, Called]:
    """Return what the students of a folder of results were called last, by student; of none where there is no file."""
    try:
        rows = csv.DictReader(io.StringIO(read_text(out / NAMES)))
        return {row["student"]: Called(row["name"], row.get("refused") or "") for row in rows}
    except (OSError, UnicodeDecodeError, KeyError, csv.Error):
        return {}


def find_called(names: Mapping[str, Called], student: str) -> Called | None:
    """Return what a student is called, if that is known."""
    return names.get(defuse_formula(student))


def rename(out: Path, before: str, now: str) -> Called | None:
    """Let a student of another name be called what they were called before; return that, if there is anything."""
    names = read_names(out)
    called = names.pop(defuse_formula(before), None)
    if called is not None:
        names.setdefault(defuse_formula(now), called)
        write_names(out, names)
    return find_called(names, now)


def write_names(out: Path, names: Mapping[str, Called]) -> None:
    """Keep what each student is called."""
    cells = [tuple(map(defuse_formula, (student, one.name, one.refused))) for student, one in sorted(names.items())]
    write_atomically(out / NAMES, encode_table([("student", "name", "refused"), *cells]), irreplaceable=True)
