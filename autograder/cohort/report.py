"""Make the pages of a class from its folders of results."""

import hashlib
import statistics
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from autograder.cohort.pictures import show_pictures
from autograder.reports.left_out import count_class, sort_out
from autograder.reports.site.build import INDEX, ClassPages
from autograder.reports.site.render import Link, render
from autograder.reports.site.student import Beside
from autograder.results import Record, Store
from autograder.results.class_list import read_class
from autograder.results.files import write_atomically
from autograder.results.history import History
from autograder.results.observations import ObservationStore
from autograder.results.standing import read_outlines
from autograder.submissions.kinds import is_script
from autograder.submissions.read import SCRIPT_LIMIT, read_bytes
from autograder.submissions.submission import SubmissionError


def report(outs: Sequence[Path], to: Path, find_title: Callable[[str], str]) -> Path:
    """Write the pages of one assignment, or of several and a page that leads to them; return the first page's path.

    `outs` are the folders of `autograder grade`, `find_title` gives the title of an assignment.
    """
    classes = [_read_class(out, find_title) for out in outs]
    if len(classes) == 1:
        return classes[0].write(to)
    rows = []
    for pages in classes:
        name = pages.records[0].assignment
        pages.write(to / name)
        scores = [record.final_score for record in sort_out(pages.records, pages.strangers)[0]]
        mean = f"{statistics.fmean(scores):.1f}" if scores else ""
        title = f"{name} · {pages.title}"
        handed_in = f"{len(scores)} of {count_class(pages.records, pages.strangers)}"
        rows.append((Link(title, f"{name}/{INDEX}"), handed_in, mean, str(pages.records[0].max_score)))
    write_atomically(to / INDEX, render("start.html", title="Assignments", links=[], assignments=rows))
    return to / INDEX


def _read_class(out: Path, find_title: Callable[[str], str]) -> ClassPages:
    outlines = read_outlines(out)
    return ClassPages(
        outlines,
        find_title(outlines[0].assignment),
        partial(_read, out),
        partial(_find_known, out),
        read_class(out).find_strangers(outline.student for outline in outlines),
    )


def _read(out: Path, outline: Record) -> Record:
    """Return a record in full; what there is of it in outline, if it was damaged just now."""
    return Store(out / "results").read(outline.student) or outline


def _find_known(out: Path, record: Record) -> Beside:
    kept = ObservationStore(out / "observations").read(record.student)
    history = History(out / "history").read(record.student)
    if kept is None:
        return Beside(history, _read_source(record))
    asked, _ = kept
    return Beside(history, asked.units, show_pictures(out, record, asked, hidden=True), asked.revealed)


def _read_source(record: Record) -> list[tuple[str, str]]:
    """Return a script of which no probe saw anything, such as one with a syntax error, while it lies where it lay."""
    path = Path(record.path)
    try:
        data = read_bytes(path, SCRIPT_LIMIT) if is_script(path) else b""
    except SubmissionError:
        return []
    is_same = hashlib.sha256(data).hexdigest() == record.sha256
    return [(path.name, data.decode(errors="replace"))] if is_same else []
