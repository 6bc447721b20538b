"""Make the leaderboard of an open task from what `autograder grade` has kept of a class."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.cohort.feedback import hand_out
from autograder.cohort.leaderboard_names import Called, find_called, read_names, write_names
from autograder.errors import RecordError
from autograder.people.person import Person
from autograder.reports.leaderboard.board import format_page, format_table, rank
from autograder.reports.leaderboard.ladder import FINAL, PUBLIC, climb_all
from autograder.reports.leaderboard.pseudonyms import find_wish, name_all
from autograder.results import Record, Store
from autograder.results.files import write_atomically
from autograder.results.history import Entry, History
from autograder.results.observations import ObservationStore

PAGE, TABLE = "leaderboard.html", "leaderboard.csv"


@dataclass(frozen=True)
class Board:
    """Where a leaderboard was written, how many are on it, and who did not get the name of their choice."""

    page: Path
    table: Path
    count: int
    refused: dict[str, Called]


def make_leaderboard(
    out: Path, to: Path, title: str, *, people: Sequence[Person], key: bytes, step: float, final: bool = False
) -> Board:
    """Write the page and the table of a folder of `autograder grade` into `to`, and who is who into the folder itself.

    The feedback there tells each student what they are called.
    `people` are those of the roster, if there is one, whom nobody may be called after; names are drawn by the key.
    Scores are those of the public half, by the Ladder's rule over all that a student has handed in, or with `final`
    those of the other half, of what counts. Raise RecordError where no check has measured such a score.
    """
    records = Store(out / "results").read_all()
    histories = {record.student: History(out / "history").read(record.student) for record in records}
    scores = {}
    for record in records:
        score = (
            record.measures.get(FINAL) if final else climb_all(_list_scores(histories[record.student], record), step)
        )
        if score is not None:
            scores[record.student] = score
    if not scores:
        raise RecordError(f"{out} holds no scores of an open task: give the --out folder of its autograder grade")
    names = _name(out, sorted(records, key=lambda one: _began(histories[one.student])), people, key)
    rows = rank({names[student].name: score for student, score in scores.items()})
    page = format_page(title, rows, final=final, step=step, without=len(records) - len(scores))
    write_names(out, names)
    _tell_students(out, records, names)
    write_atomically(to / PAGE, page)
    write_atomically(to / TABLE, format_table(rows))
    refused = {student: called for student, called in names.items() if called.refused}
    return Board(to / PAGE, to / TABLE, len(rows), refused)


def _tell_students(out: Path, records: Sequence[Record], names: Mapping[str, Called]) -> None:
    store = ObservationStore(out / "observations")
    for record in records:
        kept = store.read(record.student)
        hand_out(out, record, kept[0] if kept else None, names[record.student])


def _list_scores(history: list[Entry], record: Record) -> Iterator[float]:
    """Yield the public scores of all that was handed in, oldest first; of what was graded again, the last one."""
    found = {entry.submission: entry.measures.get(PUBLIC) for entry in history}
    found[record.sha256] = record.measures.get(PUBLIC)
    return (score for score in found.values() if score is not None)


def _began(history: list[Entry]) -> str:
    return history[0].when if history else "9"


def _name(out: Path, records: list[Record], people: Sequence[Person], key: bytes) -> dict[str, Called]:
    store = ObservationStore(out / "observations")
    sources = {}
    for record in records:
        kept = store.read(record.student)
        sources[record.student] = [text for _, text in kept[0].units] if kept is not None else []
    known: dict[str, Sequence[str]] = {student: [student] for student in sources}
    for person in people:
        known[person.student] = [name for name in (person.student, person.name, person.identifier) if name]
    before = read_names(out)
    held = {student: called.name for student in sources if (called := find_called(before, student)) is not None}
    names = name_all(sources, known, held, key)
    wishes = {student: find_wish(texts) or "" for student, texts in sources.items()}
    return {
        student: Called(name, wishes[student] if wishes[student] != name else "") for student, name in names.items()
    }
