"""Tell who counts where a class is summed up, and who does not, and why."""

from collections.abc import Iterable, Sequence, Set

from autograder.results import Record


def sort_out(records: Iterable[Record], strangers: Set[str]) -> tuple[list[Record], dict[str, list[Record]]]:
    """Return whose work counts and, by the reason, who else there is; nobody twice.

    Nobody counts who handed nothing in or left the starter as it was, whose grading broke off, or who is one of
    `strangers`, who are not on the roster.
    """
    counted, left_out = [], dict[str, list[Record]]()
    for record in records:
        reason = _find_reason(record, strangers)
        if reason is None:
            counted.append(record)
        else:
            left_out.setdefault(reason, []).append(record)
    return counted, left_out


def _find_reason(record: Record, strangers: Set[str]) -> str | None:
    if record.is_missing:
        return "without a submission"
    if record.student in strangers:
        return "not on the roster"
    if record.is_untouched:
        return "with an untouched starter"
    return None if record.counts else "not graded to the end"


def count_class(records: Sequence[Record], strangers: Set[str]) -> int:
    """Return how many of a class there are: all but strangers."""
    return sum(record.student not in strangers for record in records)
