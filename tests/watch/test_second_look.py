"""What is looked for after the report, and told when; counted in a text file that a student may read."""

from pathlib import Path

from autograder.diagnosis.sentence import REPAIR, Sentence
from autograder.results.check import Check
from autograder.results.exercise import Exercise
from autograder.results.record import Record
from autograder.student.attempts import count_attempts, phrase
from autograder.student.progress import FILE, read_progress
from autograder.submissions import Unit

AT_A_LINE = Sentence("`+ 1` does not belong here.", REPAIR, 3)


def count(folder: Path, text: str, status: str = "failed") -> dict[str, int]:
    """Return how often f was tried, now that this answer was checked."""
    check = Check("c", "c", status, int(status == "passed"), 1, False)
    record = Record("a", "", "a.py", "0", {}, 0.0, None, (), (Exercise("f", None, (check,)),))
    return count_attempts(folder, record, [Unit("a.py", text)])


def test_at_the_first_attempt_no_line_is_told() -> None:
    assert phrase(AT_A_LINE, attempts=1) == "`+ 1` does not belong here."


def test_at_the_second_attempt_the_line_is_told() -> None:
    assert phrase(AT_A_LINE, attempts=2) == "Line 3: `+ 1` does not belong here."


def test_the_same_answer_again_is_no_new_attempt(tmp_path: Path) -> None:
    count(tmp_path, "def f(): return 1")

    assert count(tmp_path, "def f(): return 1\nprint()") == {"f": 1}
    assert count(tmp_path, "def f(): return 2") == {"f": 2}


def test_attempts_are_remembered_in_words_and_forgotten_when_it_passes(tmp_path: Path) -> None:
    count(tmp_path, "def f(): return 1")
    assert "1 attempt at f, the last " in (tmp_path / FILE).read_text(encoding="utf-8")

    count(tmp_path, "def f(): return 3", "passed")
    assert read_progress(tmp_path).attempts == {}


def test_watch_tells_what_a_repair_shows(start) -> None:
    """After the report; the line from the second attempt on."""
    watch = start()
    watch.read_until("Well done!")

    watch.save(watch.right.replace("return 2 * x", "return 2 * x + 7"))
    watch.read_until("`2 * x + 7` adds `7`, which does not belong here.")
    watch.save(watch.right.replace("return 2 * x", "return 2 * x + 8"))

    assert "Line " in watch.read_until("`2 * x + 8` adds `8`, which does not belong here.").splitlines()[-1]
