"""`autograder export nbgrader`: records in nbgrader's own gradebook, and folders that its other commands work on."""

import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from graded_class import SAYS, keep, make_record

from autograder.results.record import Late

pytest.importorskip("nbgrader", reason="nbgrader is not installed")

DATABASE = "sqlite:///gradebook.db"
ANSWER = "import torch\n\nclass Net:\n    features = 3\n\nhelper = 1\n"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an empty gradebook once, which takes nbgrader seconds."""
    from autograder.nbgrader.gradebook import open_gradebook

    path = tmp_path_factory.mktemp("empty") / "gradebook.db"
    with open_gradebook(f"sqlite:///{path}"):
        return path


@pytest.fixture(autouse=True)
def gradebook(empty: Path, tmp_path: Path) -> None:
    """Put it where the export finds it."""
    (tmp_path / "course").mkdir()
    for folder in (tmp_path, tmp_path / "course"):
        shutil.copy(empty, folder)


def open_gradebook(url: str = DATABASE) -> Any:
    """Open the gradebook as nbgrader's users do."""
    from nbgrader.api import Gradebook

    return Gradebook(url)


def read_scores(url: str = DATABASE) -> dict[str, float]:
    """Return the points of 01_network by student."""
    with open_gradebook(url) as gradebook:
        return {each.student.id: each.score for each in gradebook.assignment_submissions("01_network")}


def test_points_and_sentences_are_in_the_gradebook(export: Any, first: Path) -> None:
    """The exercises' cells hold the points, the cell of the answer holds the sentence."""
    status, said = export("nbgrader", first)

    assert (status, said) == (0, "01_network: 2 students are in gradebook.db\n")
    assert read_scores() == {"ada": 100, "bob": 30}
    with open_gradebook() as gradebook:
        assert gradebook.find_grade("check-Net-features", "network", "01_network", "ada").max_score == 70
        assert gradebook.find_comment("write-Net", "network", "01_network", "bob").comment == f"Net.features: {SAYS}"
        assert not gradebook.find_submission("01_network", "ada").needs_manual_grade


def test_one_student_who_is_refused_keeps_nobody_else_out(export: Any, first: Path) -> None:
    """A file's name may hold what no database can spell."""
    keep(first, make_record("al\udcffan"))

    status, said = export("nbgrader", first)

    assert status == 1
    assert said.splitlines()[0] == "01_network: 2 students are in gradebook.db"
    assert said.splitlines()[1].startswith("! not in the gradebook: al")
    assert read_scores() == {"ada": 100, "bob": 30}


def test_a_regrade_updates_and_doubles_nothing(export: Any, first: Path) -> None:
    """What was wrong before and is right now keeps no sentence."""
    export("nbgrader", first)
    keep(first, make_record("bob"), make_record("cyd", passed=False))
    export("nbgrader", first)

    assert read_scores() == {"ada": 100, "bob": 100, "cyd": 30}
    with open_gradebook() as gradebook:
        assert gradebook.find_comment("write-Net", "network", "01_network", "bob").comment is None
        assert len(gradebook.find_notebook("network", "01_network").grade_cells) == 2


def test_what_a_person_wrote_stays(export: Any, first: Path) -> None:
    """Their score and their comment count; nbgrader is to ask them to look again."""
    export("nbgrader", first)
    with open_gradebook() as gradebook:
        gradebook.find_grade("check-Net-features", "network", "01_network", "bob").manual_score = 7
        gradebook.find_comment("write-Net", "network", "01_network", "bob").manual_comment = "Come and see me."
        gradebook.db.commit()
    keep(first, make_record("bob"))
    export("nbgrader", first)

    with open_gradebook() as gradebook:
        grade = gradebook.find_grade("check-Net-features", "network", "01_network", "bob")
        assert (grade.score, grade.auto_score, grade.needs_manual_grade) == (7, 70, True)
        comment = gradebook.find_comment("write-Net", "network", "01_network", "bob")
        assert comment.comment == "Come and see me."


def test_a_cell_that_came_later_is_graded_too(export: Any, first: Path) -> None:
    """nbgrader itself makes no row for it in submissions that are there."""
    export("nbgrader", first)
    with open_gradebook() as gradebook:
        gradebook.db.delete(gradebook.find_grade("check-total", "network", "01_network", "ada"))
        gradebook.db.commit()
    export("nbgrader", first)

    assert read_scores()["ada"] == 100


def test_what_being_late_costs_is_nbgraders_penalty(export: Any, tmp_path: Path) -> None:
    """And the moment of handing in is there, in UTC."""
    record = make_record("ada", late=Late(60, 15), submitted="2026-01-15T13:00:00+01:00")
    export("nbgrader", keep(tmp_path / "out", record))

    with open_gradebook() as gradebook:
        submission = gradebook.find_submission("01_network", "ada")
        assert (submission.score, submission.late_submission_penalty) == (100, 15)
        assert submission.timestamp.isoformat() == "2026-01-15T12:00:00"


def test_why_nothing_was_graded_is_a_comment(export: Any, tmp_path: Path) -> None:
    """Else the student would see zeros and no reason."""
    record = make_record("ada", error="network.py is no text.", exercises=make_record("ada", False).exercises[:1])
    export("nbgrader", keep(tmp_path / "out", record))

    with open_gradebook() as gradebook:
        assert gradebook.find_comment("write-Net", "network", "01_network", "ada").comment == "network.py is no text."


@pytest.mark.parametrize("url", ["nothing", "sqlite:///missing/gradebook.db"])
def test_a_gradebook_that_cannot_be_opened_is_answered_in_one_line(export: Any, first: Path, url: str) -> None:
    """Whatever the reason is."""
    status, said = export("nbgrader", first, "--db", url)

    assert (status, said.count("\n")) == (2, 1)
    assert "the gradebook cannot be written: " in said


def test_without_the_solution_an_unknown_assignment_is_not_laid_out(export: Any, first: Path, tmp_path: Path) -> None:
    """Nothing is written, not even to the gradebook."""
    status, said = export("nbgrader", first, "--course", tmp_path / "course")

    assert (status, said.count("\n")) == (2, 1)
    assert "source/01_network is missing" in said
    assert [path.name for path in (tmp_path / "course").iterdir()] == ["gradebook.db"]


@pytest.fixture
def laid_out(export: Any, tmp_path: Path) -> Path:
    """Give a course folder of nbgrader's with one script that was graded elsewhere."""
    (tmp_path / "bob.py").write_text(ANSWER)
    digest = hashlib.sha256(ANSWER.encode()).hexdigest()
    record = make_record("bob", False, sha256=digest, submitted="2026-01-15T13:00:00+01:00")
    (tmp_path / "course/source/01_network").mkdir(parents=True)
    assert export("nbgrader", keep(tmp_path / "out", record), "--course", "course")[0] == 0
    return tmp_path / "course"


def test_feedback_is_generated_from_a_script(laid_out: Path) -> None:
    """By stock nbgrader, with the answer, the report, the sentence and the points."""
    program = Path(sys.executable).with_name("nbgrader")
    settings = {"JUPYTER_CONFIG_DIR": str(laid_out), "PATH": f"{program.parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        [program, "generate_feedback", "01_network"],
        cwd=laid_out,
        env=os.environ | settings,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    page = (laid_out / "feedback/bob/01_network/network.html").read_text()
    text = unescape(re.sub(r"<[^>]+>", "", page))

    assert "Score: 30.0 / 100.0" in text
    assert f"Net.features: {SAYS}" in text
    assert "yours     1600" in text
    assert "features = 3" in text
    assert "secret input" not in text


def test_formgrader_takes_the_submission_for_autograded(laid_out: Path) -> None:
    """It asks for the folders and for timestamps that agree."""
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    config = Config()
    config.CourseDirectory.root = str(laid_out)
    config.CourseDirectory.db_url = f"sqlite:///{laid_out / 'gradebook.db'}"
    api = NbGraderAPI(config=config)

    assert api.get_source_assignments() == {"01_network"}
    assert api.get_autograded_students("01_network") == {"bob"}
    (submission,) = api.get_submissions("01_network")
    assert (submission["autograded"], submission["score"], submission["max_score"]) == (True, 30, 100)


def test_what_was_collected_stays_as_it_is(laid_out: Path, export: Any) -> None:
    """Only the autograded notebook is written again."""
    collected = laid_out / "submitted/bob/01_network/network.ipynb"
    collected.write_text("theirs")
    export("nbgrader", "out", "--course", "course")

    assert collected.read_text() == "theirs"


def test_an_answer_that_is_gone_is_said_to_be(laid_out: Path, export: Any, tmp_path: Path) -> None:
    """Showing another source than was graded would mislead."""
    (tmp_path / "bob.py").write_text("class Net: pass")
    export("nbgrader", "out", "--course", "course")
    shown = (laid_out / "autograded/bob/01_network/network.ipynb").read_text()

    assert "bob.py is not there, or is not what was graded" in shown
    assert "class Net" not in shown


def test_who_handed_nothing_in_is_not_written(export: Any, first: Path) -> None:
    """Nobody graded them 0."""
    from nbgrader.api import Gradebook

    keep(first, make_record("cyd", False, error="no submission", exercises=()))
    assert export("nbgrader", first)[1] == "01_network: 2 students are in gradebook.db\n"

    with Gradebook(DATABASE) as gradebook:
        assert [student.id for student in gradebook.students] == ["ada", "bob"]


@pytest.mark.parametrize("ended_at", ["DROP TABLE alembic_version", "DELETE FROM alembic_version"])
def test_a_gradebook_whose_maker_was_killed_gets_its_version(export: Any, first: Path, ended_at: str) -> None:
    """Without it, nbgrader would upgrade it from the very first version, and fail."""
    with closing(sqlite3.connect("gradebook.db")) as database:
        (version,) = database.execute("SELECT version_num FROM alembic_version").fetchall()
        database.execute(ended_at)
        database.commit()
    export("nbgrader", first)

    with closing(sqlite3.connect("gradebook.db")) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [version]
