"""Draw docs/report.svg: what a student reads who counted the batch too. Run as `python tools/draw_report.py`."""

import io
import re
from pathlib import Path

from rich.console import Console

from autograder.course import need_course
from autograder.diagnosis.slips import SlipTable, read_table
from autograder.grading.grader import Grader
from autograder.grading.judges import Judges
from autograder.reports.terminal import render_record
from autograder.submissions import read_submission

ROOT = Path(__file__).parents[1]
ANSWER = ROOT / "examples" / "class" / "01_network" / "hana.py"


def main() -> None:
    """Check the answer with the public checks and draw the report as the terminal shows it."""
    assignment = need_course(ROOT).get("01_network")
    table = read_table(ROOT / "assignments" / assignment.name / "network.slips.json") or SlipTable()
    with Judges(assignment, checks=assignment.visible_checks) as judges:
        record = Grader(assignment, judges, table).grade(read_submission("hana", ANSWER))
    console = Console(record=True, width=80, file=io.StringIO(), force_terminal=True, highlight=False)
    render_record(
        record,
        console=console,
        hidden_checks=table.hidden_checks,
        file="network.py",
        title=assignment.title,
        hints=assignment.path(".hints.md").name,
    )
    svg = console.export_svg(title="pytest", unique_id="report")
    # A picture must not load fonts from elsewhere; every system has a monospaced one.
    svg = re.sub(r"@font-face \{.*?\}|<!--.*?-->", "", svg, flags=re.DOTALL)
    (ROOT / "docs" / "report.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
