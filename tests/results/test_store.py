"""The store writes whole results, inside its folder, one per student."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.errors import GradingError, RecordError
from autograder.results import Check, Exercise, Record, Store
from autograder.results.files import clear_leftovers, keeping, write_atomically
from autograder.results.store import file_stem, read_records

CHECK = Check("test_network.py::test_one", "one sample", "passed", 5, 5, hidden=False)
VERSIONS = {"checks": "c" * 64, "torch": "2.13.0"}


def make_record(student: str = "ada", sha256: str | None = "ab" * 32) -> Record:
    return Record("01_network", student, "ada.py", sha256, VERSIONS, 0.5, None, (), (Exercise("Net", None, (CHECK,)),))


def test_what_was_written_is_read(tmp_path: Path) -> None:
    store = Store(tmp_path / "results")
    store.write(make_record())

    assert store.read("ada") == make_record()
    assert os.listdir(tmp_path / "results") == ["ada.json"]


def test_a_later_result_replaces_the_earlier_one(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write(make_record(sha256="cd" * 32))
    store.write(make_record())

    assert store.read_all() == [make_record()]


def test_each_check_has_a_line_whatever_it_says(tmp_path: Path) -> None:
    checks = tuple(replace(CHECK, id=f"{number}", message='}, {"id": "') for number in range(2))
    record = replace(make_record(), exercises=(Exercise("Net", None, checks),))
    Store(tmp_path).write(record)

    assert Store(tmp_path).read("ada") == record
    assert sum(line.startswith('{"id": ') for line in (tmp_path / "ada.json").read_text().splitlines()) == 2


def test_all_records_come_sorted_by_student(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for student in ("zoe", "ada", "Bob"):
        store.write(make_record(student))

    assert [record.student for record in store.read_all()] == ["Bob", "ada", "zoe"]


@pytest.mark.parametrize("name", ["ada copy.json", "bob.json"])
def test_a_copy_of_a_result_is_named_and_never_taken_for_one(tmp_path: Path, name) -> None:
    store = Store(tmp_path)
    store.write(make_record())
    shutil.copy(tmp_path / "ada.json", tmp_path / name)

    assert list(store.read_each()) == [make_record()]
    with pytest.raises(RecordError, match=f"{name} is the result of 'ada': a copy"):
        store.read_all()


def test_a_folder_that_does_not_exist_yet_is_empty(tmp_path: Path) -> None:
    assert Store(tmp_path / "results").read_all() == []


@pytest.mark.parametrize(
    "damage", [b"", b"[", b"\xff\xfe", b"{}", b"[" * 100_000, b'{"schema": "autograder/result/v1"']
)
def test_a_damaged_result_counts_as_missing(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "ada.json").write_bytes(damage)

    assert Store(tmp_path).read("ada") is None
    with pytest.raises(RecordError, match=r"ada\.json is damaged: .* Delete it and grade again"):
        Store(tmp_path).read_all()


def test_a_result_of_another_version_is_not_called_damaged(tmp_path: Path) -> None:
    text = json.dumps({**make_record().to_dict(), "schema": "autograder/result/v2"})
    (tmp_path / "ada.json").write_text(text)

    with pytest.raises(RecordError, match=r"ada\.json is of another version: .*v2.* grade into a new folder"):
        Store(tmp_path).read_all()


def test_a_result_with_a_number_that_is_none_counts_as_missing(tmp_path: Path) -> None:
    Store(tmp_path).write(make_record())
    (tmp_path / "ada.json").write_text((tmp_path / "ada.json").read_text().replace("0.5", "NaN"))

    assert Store(tmp_path).read("ada") is None


def test_a_result_cut_anywhere_counts_as_missing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write(make_record())
    whole = (tmp_path / "ada.json").read_bytes().rstrip()

    for length in range(0, len(whole), 7):
        (tmp_path / "ada.json").write_bytes(whole[:length])
        assert store.read("ada") is None


def test_a_result_under_another_students_name_counts_as_missing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write(make_record("ada"))
    (tmp_path / "ada.json").rename(tmp_path / "bob.json")

    assert store.read("bob") is None


@pytest.mark.parametrize("student", ["CON", "nul", "Aux.x", "com1", "prn "])
def test_no_file_has_the_name_of_a_device_of_windows(student) -> None:
    assert file_stem(student) == f"%{ord(student[0]):02X}{student[1:]}"


HOSTILE = [
    "../x",
    "/etc/passwd",
    "..",
    ".",
    ".hidden",
    "",
    "=cmd()",
    "a\nb",
    "a/b",
    "a%2Fb",
    "a\\b",
    "a~b",
    "nul\0",
    "%",
]
HOSTILE += ["x" * 300, "x" * 301, "é" * 200, "e\u0301", "é", "\udcff", "C:\\x", "  ", "\u202etxt", "x~" + "0" * 16]


@pytest.mark.parametrize("student", HOSTILE)
def test_no_name_leads_out_of_the_folder(tmp_path: Path, student: str) -> None:
    store = Store(tmp_path / "out" / "results")
    store.write(make_record(student))

    assert store.read(student) == make_record(student)
    assert os.listdir(tmp_path) == ["out"]
    assert os.listdir(tmp_path / "out") == ["results"]
    assert len(os.listdir(tmp_path / "out" / "results")) == 1


def test_no_two_names_share_a_file() -> None:
    assert len({file_stem(student) for student in HOSTILE}) == len(HOSTILE)


@pytest.mark.parametrize(
    "student", ["ada", "ada-lovelace", "Ada_1.2", "Zoë", "李明", "ada@example.org", "Ada Lovelace"]
)
def test_a_plain_name_stays_as_it_is(student: str) -> None:
    assert file_stem(student) == student


WRITER = """
import sys
from pathlib import Path
from autograder.results import Check, Exercise, Record, Store
check = Check("id", "x" * 200_000, "passed", 5, 5, hidden=False)
record = Record("01_network", "ada", "ada.py", "ab", {}, 0.5, None, (), (Exercise("Net", None, (check,)),))
while True:
    Store(Path(sys.argv[1])).write(record)
"""


def test_a_kill_while_writing_leaves_a_whole_result(tmp_path: Path) -> None:
    """Whenever the writer is killed, the result is there and whole."""
    for delay in (0.0, 0.005, 0.01, 0.02):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)])
        while not (tmp_path / "ada.json").exists():
            time.sleep(0.001)
        time.sleep(delay)
        writer.send_signal(signal.SIGKILL)
        writer.wait()

        assert [record.score for record in Store(tmp_path).read_all()] == [5]
        (tmp_path / "ada.json").unlink()


def test_nobody_can_plant_a_link_where_something_is_going_to_be_written(tmp_path: Path) -> None:
    """The name that a file has until it is whole cannot be guessed, and no link is followed there."""
    outside = tmp_path / "outside"
    outside.write_text("precious")
    (tmp_path / f".result.json.{os.getpid()}.tmp").symlink_to(outside)
    (tmp_path / "result.json").symlink_to(outside)

    write_atomically(tmp_path / "result.json", "{}")

    assert outside.read_text() == "precious"
    assert (tmp_path / "result.json").read_text() == "{}"


def test_a_folder_in_the_place_of_a_result_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "results" / "ada.json"
    in_the_way.mkdir(parents=True)

    expected = rf"^{in_the_way} cannot be written: it is a folder; move it away; "
    with pytest.raises(GradingError, match=expected), keeping(tmp_path):
        write_atomically(in_the_way, "{}")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
@pytest.mark.parametrize("name", ["pipe", "link"])
def test_a_pipe_or_a_device_is_not_replaced_by_a_file(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")

    with pytest.raises(OSError, match="is a pipe or a device; name a file"):
        write_atomically(tmp_path / name, "{}")

    assert (tmp_path / "pipe").is_fifo()
    assert (tmp_path / "link").is_symlink()


def test_what_is_private_is_for_this_user_alone(tmp_path: Path) -> None:
    """Hidden checks' values lie in the cache."""
    write_atomically(tmp_path / "cache" / "table.json", "{}", private=True)

    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "cache" / "table.json").stat().st_mode & 0o777 == 0o600


def test_what_a_killed_writer_left_is_cleared_away(tmp_path: Path) -> None:
    """And nothing that another is still writing."""
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    left, live = (tmp_path / f".a.json.{pid}-00ff.tmp" for pid in (dead.stdout.strip(), os.getpid()))
    for path in (left, live, tmp_path / "a.json"):
        path.write_text("")

    clear_leftovers(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {live.name, "a.json"}


def test_the_folder_of_a_whole_course_names_one_that_holds_results(tmp_path: Path) -> None:
    (tmp_path / "01_network/results").mkdir(parents=True)

    with pytest.raises(RecordError, match="holds no results: give one in it, such as "):
        read_records(tmp_path)
