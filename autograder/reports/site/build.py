"""Write the pages of a class: the overview, what it gets wrong, and one page per student."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from autograder.reports.left_out import sort_out
from autograder.reports.site.charts import draw_distribution
from autograder.reports.site.groups import Group, Groups, draft_slip
from autograder.reports.site.render import Link, render
from autograder.reports.site.statistics import Item, list_checks, list_exercises, measure_class
from autograder.reports.site.student import Beside, describe_failure, format_student, number_lines
from autograder.reports.text import clean_line
from autograder.results import Record
from autograder.results.files import write_atomically
from autograder.results.store import file_stem

INDEX, WRONG, STUDENTS = "index.html", "wrong.html", "students"
AROUND = 6  # lines of an example's code before and after the one that matters


@dataclass(frozen=True)
class ClassPages:
    """The pages of one assignment.

    `records` may be in outline (see `Standing`): `read` gives one in full, and `find` what is known of it beside. Of
    what they give, no more is kept than a page is made of.
    """

    records: Sequence[Record]
    title: str
    read: Callable[[Record], Record]
    find: Callable[[Record], Beside]
    strangers: Set[str] = frozenset()  # names that are not on the roster

    def write(self, folder: Path) -> Path:
        """Write every page into a folder and give the path of the overview."""
        groups = Groups()
        links = [("Class", f"../{INDEX}"), ("What goes wrong", f"../{WRONG}")]
        for outline in self.records:
            record = self.read(outline)
            if outline.student not in self.strangers:
                groups.add(record, outline)
            page = format_student(record, self.title, self.find(record), links)
            write_atomically(folder / STUDENTS / f"{file_stem(record.student)}.html", page)
        write_atomically(folder / WRONG, self._format_wrong(groups.list()))
        write_atomically(folder / INDEX, self._format_index())
        return folder / INDEX

    def _format_index(self) -> str:
        work, left_out = sort_out(self.records, self.strangers)
        graded = [record for record in work if record.error is None]
        checks, exercises = list_checks(graded), list_exercises(graded)
        return render(
            "class.html",
            title=f"{self.records[0].assignment} · {self.title}",
            links=[("What goes wrong", WRONG)],
            counts=_count(work, left_out),
            distribution=draw_distribution([record.final_score for record in work], self.records[0].max_score),
            exercises=[(item.title, *_describe_item(item)) for item in exercises],
            checks=[(item.exercise, clean_line(item.title), *_describe_item(item)) for item in checks],
            remarks=[(f"{item.exercise}, {clean_line(item.title)}", item.remark) for item in checks if item.remark],
            reliability=_describe_reliability(measure_class(graded)),
            students=[_describe_student(record, record.student in self.strangers) for record in self.records],
        )

    def _format_wrong(self, groups: Sequence[Group]) -> str:
        return render(
            "wrong.html",
            title=f"{self.records[0].assignment}: what goes wrong",
            links=[("Class", INDEX)],
            groups=[self._describe_group(group) for group in groups],
        )

    def _describe_group(self, group: Group) -> dict[str, Any]:
        known = self.find(group.example)
        check = group.check
        return {
            "exercise": group.exercise,
            "count": f"{len(group.students)} answer{'s' * (len(group.students) != 1)}",
            "says": clean_line(group.says) if group.says else "",
            "students": [(clean_line(one), f"{STUDENTS}/{file_stem(one)}.html") for one in group.students],
            "failure": describe_failure(check, known),
            "example": clean_line(group.example.student),
            "code": _cut_code(group.line, known.units),
            "draft": draft_slip(group) if group.needs_sentence else "",
        }


def _count(work: Sequence[Record], left_out: Mapping[str, Sequence[Record]]) -> str:
    """Say how many handed in, and how: the same numbers as at the end of grading."""
    mean = f", mean {fmean(record.final_score for record in work):.1f} of {work[0].max_score}" if work else ""
    some = {
        "late": sum(record.penalty > 0 for record in work),
        "late at no cost": sum(record.late is not None and not record.penalty for record in work),
        "could not be read": sum(record.error is not None for record in work),
    }
    counted = f"{len(work)} handed in{mean}" + _list_counts("; of these ", some)
    others = _list_counts(" Not counted: ", {reason: len(records) for reason, records in left_out.items()}, ".")
    return f"{counted}.{others}"


def _list_counts(before: str, counts: Mapping[str, int], after: str = "") -> str:
    found = [f"{count} {what}" for what, count in counts.items() if count]
    return f"{before}{', '.join(found)}{after}" if found else ""


def _describe_item(item: Item) -> tuple[str, ...]:
    apart = "" if item.discrimination is None else f"{item.discrimination:.2f}"
    numbers = (item.max_score, item.full, item.part, item.zero)
    return (*map(str, numbers), f"{item.difficulty:.0%}", apart, item.remark or item.meaning)


def _describe_reliability(alpha: float | None) -> str:
    if alpha is None:
        return "For a reliability there are too few answers, or they are too much alike."
    word = "well" if alpha >= 0.8 else "fairly well" if alpha >= 0.6 else "little"
    return f"Reliability (Cronbach's alpha) {alpha:.2f}: the checks agree {word} on who is better."


def _describe_student(record: Record, is_stranger: bool) -> tuple[Any, ...]:
    return (
        Link(clean_line(record.student), f"{STUDENTS}/{file_stem(record.student)}.html"),
        str(record.score),
        str(record.final_score),
        _describe_lateness(record),
        clean_line("; ".join(filter(None, ("not on the roster" if is_stranger else "", record.error)))),
    )


def _describe_lateness(record: Record) -> str:
    if record.late is None:
        return ""
    return f"late, −{record.penalty}" if record.penalty else "late at no cost"


def _cut_code(line: int | None, units: Sequence[tuple[str, str]]) -> list[tuple[str, str, bool]]:
    """Return the numbered lines around one of a script, and which it is; nothing where no line is known."""
    if line is None or len(units) != 1:
        return []
    lines = number_lines(units[0][1])
    first = max(0, line - 1 - AROUND)
    return [(number, text, int(number) == line) for number, text in lines[first : line + AROUND]]
