"""Find slips that only crash, and whose sentence nothing keeps from being said of other programs that end alike."""

from autograder.diagnosis.claims import speaks_of_code
from autograder.diagnosis.slips import SlipTable, SlipViews


def find_unbounded(table: SlipTable) -> list[str]:
    """Return what is to be mended: numbers tell programs apart, and one exception has many reasons."""
    return [
        f"the slip that says {slip.says!r} is seen by its {kind} alone, which other programs end with, too: "
        "name in `where` pieces of code that it speaks of, or in `unless` what there must not be"
        for slip in table.slips
        if (kind := _find_only_exception(slip, table)) is not None and not speaks_of_code(slip)
    ]


def _find_only_exception(slip: SlipViews, table: SlipTable) -> str | None:
    """Return the exception that a slip ends with wherever it differs; None for its own `raise`, which has no text."""
    ends = {(seen.get("raised"), seen.get("text")) for seen in slip.differs.values()}
    if len(ends) != 1 or any("raised" in table.solution[key] for key in slip.differs):
        return None
    ((kind, text),) = ends
    return kind if text else None
