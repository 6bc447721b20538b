"""Texts of a class wait on disk until they are graded."""

from pathlib import Path

from autograder.submissions import Submission, Unit
from autograder.submissions.spool import Spool


def test_units_come_back_as_often_as_they_are_needed() -> None:
    spool = Spool()
    kept = [spool.keep(Submission(name, Path(name), "ab", (Unit("x.py", f"{name} é\n"),), None)) for name in "ab"]

    assert [[unit.text for unit in one.units] for one in (*kept, kept[0])] == [["a é\n"], ["b é\n"], ["a é\n"]]
    assert kept[1].units[0] == Unit("x.py", "b é\n")
    assert len(kept[1].units) == 1


def test_what_could_not_be_read_has_no_units() -> None:
    broken = Submission("ada", Path("ada.py"), None, (), "is empty")

    assert Spool().keep(broken) is broken
