"""Whatever an author saved, reading it ends in its text or in one line that says where and what to do."""

import tomllib
from pathlib import Path

import pytest

from autograder.course.texts import parse, quote_toml, read_text
from autograder.errors import CourseError


def test_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes('first = 1\nname = "Zoë"\n'.encode("latin-1"))

    with pytest.raises(CourseError, match=r"a\.py, line 2: this is no UTF-8 text: save it as UTF-8"):
        read_text(path)


def test_a_folder_in_place_of_a_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="cannot be read: Is a directory"):
        read_text(tmp_path)


def test_what_is_no_python_is_named_with_its_line() -> None:
    with pytest.raises(CourseError, match=r"a\.py, line 2: "):
        parse(Path("a.py"), "x = 1\ndef f(:\n")


def test_every_character_can_stand_in_a_course_file() -> None:
    text = "".join(map(chr, range(256))) + "\u2028"

    assert tomllib.loads(f"text = {quote_toml(text)}")["text"] == text
    assert tomllib.loads(f"texts = {quote_toml([text])}")["texts"] == [text]
