"""`nbgrader autograde` grades in the sandbox, and everything after it works as ever."""

import csv
import re
from html import unescape
from typing import Any

from finding import find_submissions

from autograder.course import Assignment
from autograder.diagnosis.slips import SlipTable
from autograder.grading.grader import Grader
from autograder.grading.judges import Judges
from autograder.submissions.wanted import want

DOUBLE = "code-double"
SENTENCE = "You squared x. Twice x is x + x."


def test_scores_are_those_of_grade(graded: Any, toy: Assignment, judges: Judges) -> None:
    """Also of a loop without end, of what kills its process, deceives a kernel, prints without measure, or goes on."""
    submissions = find_submissions(graded.folder, want(toy))
    records = [Grader(toy, judges, SlipTable()).grade(each) for each in submissions]

    assert graded.read_scores() == {record.student: record.score for record in records}
    assert graded.read_scores() == {
        **{"solution": 100, "tidy": 100, "copied": 100, "refused": 100, "loud": 100, "busy": 100, "loop": 40},
        "text": 40,
        **dict.fromkeys(["stub", "slip", "killer", "trick"], 0),
    }


def test_copied_cells_and_damaged_marks_cost_nobody_else(graded: Any) -> None:
    """Students after them are graded; a cell that was turned into text is no code any more."""
    copied = graded.read("autograded", "copied")

    assert ("nbgrader" in copied["copy"]["metadata"], "nbgrader" in copied[DOUBLE]["metadata"]) == (False, True)
    assert graded.read("autograded", "text")[DOUBLE]["cell_type"] == "markdown"


def test_a_graded_cell_shows_its_report_and_ends_in_a_float(graded: Any) -> None:
    """Nothing goes to stderr, for which nbgrader would take all points away."""
    report, points = graded.read("autograded", "slip")["check-double"]["outputs"]

    assert report["output_type"] == "display_data"
    assert SENTENCE in "".join(report["data"]["text/plain"])
    assert "<pre" in "".join(report["data"]["text/html"])
    assert (points["output_type"], "".join(points["data"]["text/plain"])) == ("execute_result", "0.0")


def test_the_tutors_sentence_is_the_comment(graded: Any) -> None:
    """It stands beside the answer, in formgrader and in the feedback."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{graded.folder / 'gradebook.db'}") as gradebook:
        comment = gradebook.find_comment("write-double", "toy", "01_toy", "slip")
        silent = gradebook.find_comment("write-double", "toy", "01_toy", "solution")
        blank = gradebook.find_comment("write-double", "toy", "01_toy", "stub")

    assert comment.comment == f"double: {SENTENCE}"
    assert (silent.comment, blank.comment) == (None, "No response.")


def test_feedback_says_why_and_not_what_hidden_checks_expect(graded: Any) -> None:
    """The sentence and the points are there; a hidden check is there by its title only."""
    page = (graded.folder / "feedback/slip/01_toy/toy.html").read_text()
    text = unescape(re.sub(r"<[^>]+>", "", page))

    assert SENTENCE in text
    assert "a matrix is doubled as well (hidden check)" in text
    assert "Score: 0.0 / 100.0" in text
    assert "14.5" not in text
    assert "5309817426" not in page


def test_the_export_has_every_student(graded: Any) -> None:
    """In nbgrader's own table."""
    with open(graded.folder / "grades.csv", newline="") as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}

    assert scores == graded.read_scores()


def test_what_a_person_wrote_stays(graded: Any) -> None:
    """Grading again changes neither their score nor their comment, and takes back what the tutor said before.

    Here of a cell whose marks the student spoilt, so that nbgrader itself looks at it no more.
    """
    from nbgrader.api import Gradebook

    database = f"sqlite:///{graded.folder / 'gradebook.db'}"
    with Gradebook(database) as gradebook:
        gradebook.find_grade("check-count_up", "toy", "01_toy", "refused").manual_score = 7
        gradebook.find_comment("write-count_up", "toy", "01_toy", "refused").manual_comment = "Come and see me."
        gradebook.find_comment("write-double", "toy", "01_toy", "refused").auto_comment = "You squared x."
        gradebook.db.commit()
    graded.run("autograde", "01_toy", "--student", "refused", "--force")

    with Gradebook(database) as gradebook:
        assert gradebook.find_grade("check-count_up", "toy", "01_toy", "refused").score == 7
        assert gradebook.find_comment("write-count_up", "toy", "01_toy", "refused").comment == "Come and see me."
        assert gradebook.find_comment("write-double", "toy", "01_toy", "refused").comment is None


def test_stock_nbgrader_gives_the_same_points(stock: Any) -> None:
    """The graded cells of the very same notebook grade it themselves."""
    cells = stock.read("autograded", "half")
    outputs = {name: cells[f"check-{name}"]["outputs"] for name in ("double", "count_up")}

    assert stock.read_scores() == {"half": 40}
    assert [each["output_type"] for each in outputs["double"]] == ["display_data", "execute_result"]
    assert SENTENCE in "".join(outputs["double"][0]["data"]["text/plain"])
    assert "".join(outputs["count_up"][1]["data"]["text/plain"]) == "40.0"
