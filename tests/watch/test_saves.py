"""Without a terminal, every save gives a verdict in plain lines, whatever is saved and however."""

import signal
import time
from collections.abc import Callable
from typing import Any

import pytest

WRONG = "return x * x"


@pytest.fixture(scope="module")
def watch(start: Callable[..., Any]) -> Any:
    """Give a warm watch without a terminal."""
    watch = start()
    watch.read_until("Well done!")
    return watch


def test_a_save_is_noticed_and_then_judged(watch: Any) -> None:
    watch.save(watch.right.replace("return 2 * x", WRONG))

    said = watch.read_until("2 of 3 public checks")

    assert said.index("checking toy.py …") < said.index("✗ double")
    assert "expected  tensor([ 3., -1.])" in said


def test_plain_lines_hold_no_control_characters(watch: Any) -> None:
    watch.save(watch.right)

    assert "\x1b" not in watch.read_until("Well done!")


def test_a_broken_file_is_one_clear_line(watch: Any) -> None:
    watch.save("def double(x:\n")

    assert "✗ toy.py has a syntax error in line 1" in watch.read_until("Nothing was checked.")


def test_a_deleted_file_is_told_and_waited_for(watch: Any) -> None:
    watch.file.unlink()
    assert "✗ toy.py does not exist." in watch.read_until("Nothing was checked.")

    watch.save(watch.right)
    assert "✓ double" in watch.read_until("Well done!")


def test_editors_that_save_by_renaming_are_noticed(watch: Any) -> None:
    new = watch.file.with_name(".toy.py.new")
    new.write_text(watch.right.replace("return 2 * x", WRONG))
    new.rename(watch.file)

    assert "✗ double" in watch.read_until("2 of 3 public checks")


def test_of_very_fast_saves_the_last_one_is_judged(watch: Any) -> None:
    for number in range(40):
        watch.save(watch.right.replace("return 2 * x", f"return (3 + {number}) * x"))
        time.sleep(0.005)
    watch.save(watch.right)

    said = watch.read_until("Well done!")
    watch.rest()

    assert said.count("checking toy.py …") < 20


def test_other_files_are_not_its_business(watch: Any) -> None:
    (watch.file.parent / "notes.py").write_text("x = 1\n")
    (watch.file.parent / ".autograder-progress.txt").write_text("at count_up\n")
    watch.save(watch.right.replace("return 2 * x", WRONG))

    assert watch.read_until("2 of 3 public checks").count("checking") == 1


def test_a_file_that_is_emptied_before_it_is_filled_is_one_save(watch: Any) -> None:
    with open(watch.file, "w") as file:
        time.sleep(0.08)
        file.write(watch.right)

    said = watch.read_until("Well done!")
    watch.rest()

    assert "is empty" not in said


def test_prints_and_loops_of_the_file_do_no_harm(watch: Any) -> None:
    watch.save(watch.right.replace("return 2 * x", "print('\\x1b[2J::error::')\n    while True: pass"))
    said = watch.read_until("2 of 3 public checks")
    assert "still running" in said
    assert "\x1b" not in said


def test_a_save_ends_a_check_that_has_no_end(watch: Any) -> None:
    watch.rest()
    watch.save(watch.right.replace("return 2 * x", "while True: pass"))
    watch.read_until("checking toy.py …")
    begun = time.monotonic()
    watch.save(watch.right)

    assert "still running" not in watch.read_until("Well done!")
    assert time.monotonic() - begun < 10


def test_ctrl_c_leaves_nothing_behind(watch: Any) -> None:
    watch.rest()

    assert watch.end(signal.SIGINT) == (0, [])
    assert watch.read_rest().strip() == ""
