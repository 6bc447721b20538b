"""On a terminal a student stays at an exercise until they move on, by single keys."""

import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from autograder.student.progress import FILE

CLEAR = "\x1b[H"
KEYS = "q quit"


@pytest.fixture(scope="module")
def watch(start: Callable[..., Any], folder: Any) -> Any:
    """Give a warm watch on a terminal, of a file with a mistake in its first exercise."""
    (folder / FILE).unlink(missing_ok=True)
    watch = start(terminal=True)
    watch.save(watch.right.replace("return 2 * x", "return x * x"))
    assert "exercise 1 of 2" in watch.read_until(KEYS)
    return watch


def press(watch: Any, key: str) -> str:
    watch.press(key)
    return str(watch.read_until(KEYS))


def read_progress(watch: Any) -> list[str]:
    return (watch.file.parent / FILE).read_text().splitlines()[1:]


def test_only_the_exercise_at_hand_is_shown_in_place(watch: Any) -> None:
    watch.save(watch.right.replace("return 2 * x", "return x * x") + "\n")

    said = watch.read_until(KEYS)

    assert CLEAR in said
    assert "✗ double" in said
    assert "Next: double." in said
    assert "count_up" not in said


def test_h_gives_one_more_hint_each_time(watch: Any) -> None:
    assert "Hint 1 of 3 for double: Add." in press(watch, "h")
    assert "Hint 2 of 3 for double: Twice x." in press(watch, "h")
    assert "Hint 3 of 3 for double, the last one: `2 * x`" in press(watch, "h")
    assert "You have had all 3 hints for double" in press(watch, "h")
    assert "3 hints of double" in read_progress(watch)


def test_n_and_p_move_and_are_remembered(watch: Any) -> None:
    assert "✓ count_up" in press(watch, "n")
    assert "This is the last exercise." in press(watch, "n")
    assert "at count_up" in read_progress(watch)

    assert "✗ double" in press(watch, "p")
    assert "This is the first exercise." in press(watch, "p")
    assert "at double" in read_progress(watch)


def test_a_low_terminal_keeps_the_beginning_in_sight(watch: Any) -> None:
    watch.resize(lines=12)

    # What was said before the terminal was lower may still be on its way.
    cut = watch.read_until("more lines: press a for all")
    said = f"{cut}\n{watch.read_until(KEYS)}".rpartition(CLEAR)[2]

    assert said.startswith("01_toy")
    assert len(said.splitlines()) < 12
    first = press(watch, "a")
    assert "01_toy" in first
    assert "press a to go on" in first
    while "press a to go back to the first" not in (said := press(watch, "a")):
        assert len(said.rpartition(CLEAR)[2].splitlines()) < 12
    assert "Next: double." in said
    watch.resize(lines=40)
    watch.read_until(KEYS)


def test_l_lists_the_exercises(watch: Any) -> None:
    said = press(watch, "l")

    assert "1 ✗ double ← you are here" in said
    assert "l back" in said
    assert said.partition("you are here")[2].split()[:4] == ["0", "of", "40", "points"]
    assert "2 ✓ count_up" in said


def test_l_leads_back_from_the_list(watch: Any) -> None:
    said = press(watch, "l").rpartition(CLEAR)[2]

    assert "Next: double." in said
    assert "l list" in said


def test_r_runs_all(watch: Any) -> None:
    assert "2 of 3 public checks." in press(watch, "R")


def test_other_keys_do_nothing(watch: Any) -> None:
    watch.press("x\x1b[A7")

    assert "checking" not in press(watch, "l").partition(CLEAR)[0]


def test_a_finished_exercise_says_so_and_stays(watch: Any) -> None:
    watch.save(watch.right.replace("list(range(1, n + 1))", "list(range(n))"))

    said = watch.read_until(KEYS)

    assert "double is done: all its public checks pass. Still to do: count_up." in said
    assert "! count_up passed before, and does not any more." in said
    assert "at double" in read_progress(watch)


def test_when_all_public_checks_pass_it_celebrates(watch: Any) -> None:
    watch.save(watch.right)

    said = watch.read_until(KEYS)

    assert "3 of 3 public checks." in said
    assert "★ All public checks pass. Well done!" in said


def test_q_quits_and_the_next_start_is_where_one_was(watch: Any, start: Callable[..., Any]) -> None:
    press(watch, "n")
    watch.press("q")
    assert watch.process.wait(20) == 0

    watch = start("--unofficial", terminal=True)
    assert "exercise 2 of 2" in watch.read_until(KEYS)
    # However it ends, its processes end with it.
    assert watch.end(signal.SIGKILL) == (-signal.SIGKILL, [])


def test_keys_are_taken_before_anything_long_is_imported() -> None:
    """What is typed before would be shown."""
    code = "import sys, autograder.cli.watch; print(sorted({'rich', 'pytest', 'watchfiles'} & {*sys.modules}))"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"
