"""Find the pairs of a class that stand out, and write them on a page, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.cohort.similar.pairs import Comparison, Pair, compare
from autograder.cohort.similar.shapes import Shape, read_shape
from autograder.cohort.similar.wrong import find_wrong_alike
from autograder.errors import RecordError
from autograder.reports.site.render import render
from autograder.reports.site.student import number_lines
from autograder.reports.text import clean_line
from autograder.results import Record, Store
from autograder.results.files import write_atomically
from autograder.results.observations import ObservationStore
from autograder.results.store import tell_where


@dataclass(frozen=True)
class Answer:
    """One student's answer: whose it is, its record, its texts and their shape."""

    name: str
    record: Record
    units: Sequence[tuple[str, str]]
    shape: Shape


@dataclass(frozen=True)
class Similar:
    """What was compared and found: pairs that stand out, and in which exercises a pair alone is wrong alike."""

    answers: Sequence[Answer]
    comparison: Comparison
    wrong: dict[tuple[int, int], frozenset[str]]

    def list_pairs(self) -> list[Pair]:
        """Return the pairs to look at: nearest first, then those that are only wrong in the same rare way."""
        known = {(pair.one, pair.other) for pair in self.comparison.pairs}
        others = [Pair(*pair, 0.0, frozenset()) for pair in sorted(self.wrong) if pair not in known]
        return [*self.comparison.pairs, *others]


def find_similar(outs: Sequence[Path], starter: Sequence[str]) -> Similar:
    """Compare every answer in folders of `autograder grade`; `starter` are the sources that all of them began with."""
    answers = [answer for out in outs for answer in _read_answers(out, f" ({out})" if len(outs) > 1 else "")]
    if len({answer.record.assignment for answer in answers}) > 1:
        raise RecordError("these folders hold answers to different assignments: compare one assignment at a time")
    comparison = compare([answer.shape for answer in answers], read_shape(starter))
    return Similar(answers, comparison, dict(find_wrong_alike([answer.record for answer in answers])))


def write_page(found: Similar, to: Path) -> None:
    """Write the pairs that stand out, with the lines that both share marked."""
    write_atomically(
        to,
        render(
            "similar.html",
            title=f"{found.answers[0].record.assignment}: answers that are alike",
            links=[],
            count=len(found.answers),
            usual=f"{found.comparison.usual:.2f}",
            limit=f"{found.comparison.limit:.2f}",
            pairs=[_describe(pair, found) for pair in found.list_pairs()],
        ),
    )


def _describe(pair: Pair, found: Similar) -> dict[str, object]:
    both = [found.answers[pair.one], found.answers[pair.other]]
    return {
        "names": " and ".join(answer.name for answer in both),
        "nearness": f"{pair.nearness:.2f}",
        "shared": len(pair.shared),
        "wrong": ", ".join(sorted(found.wrong.get((pair.one, pair.other), ()))),
        "sides": [(answer.name, _mark(answer, pair)) for answer in both],
    }


def _mark(answer: Answer, pair: Pair) -> list[tuple[str, str, bool]]:
    """Return the numbered lines of an answer, and of each whether the other one has its like."""
    marked: set[int] = set()
    for run in pair.shared:
        first, last = answer.shape.runs[run]
        marked.update(range(first, last + 1))
    lines = number_lines("\n".join(text for _, text in answer.units))
    return [(number, line, int(number) in marked) for number, line in lines]


def _read_answers(out: Path, where: str) -> list[Answer]:
    store = ObservationStore(out / "observations")
    found = []
    for record in Store(out / "results").read_all():
        kept = store.read(record.student)
        if kept is not None and record.error is None:
            units = kept[0].units
            shape = read_shape(text for _, text in units)
            found.append(Answer(f"{clean_line(record.student)}{where}", record, units, shape))
    if not found:
        raise RecordError(f"{out} holds no answers: {tell_where(out)}")
    return found
