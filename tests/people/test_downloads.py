"""What platforms write around a student's name in "download all submissions" is understood."""

import pytest

from autograder.people.downloads import read_download

NAMES = {
    "lovelaceada_12345_678910_network.py": ("lovelaceada", "12345", "network.py"),
    "lovelaceada_LATE_12345_678911_network-1.py": ("lovelaceada", "12345", "network.py"),
    "Ada Lovelace_3047364_assignsubmission_file": ("Ada Lovelace", "3047364", ""),
    "Ada Lovelace_3047364_assignsubmission_file_": ("Ada Lovelace", "3047364", ""),
    "Ada Lovelace_3047364_assignsubmission_file_my_network.py": ("Ada Lovelace", "3047364", "my_network.py"),
    "Homework 1_al12_attempt_2026-11-20-10-20-30_network.py": ("al12", "", "network.py"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_tells_whose_it_is(name: str) -> None:
    found = read_download(name)

    assert found is not None
    assert (found.student, found.number, found.file) == NAMES[name]


@pytest.mark.parametrize("name", ["ada", "ada.py", "network-ada", "ada_1.py", "01_network-ada_b", "s_2026_11"])
def test_other_names_are_left_alone(name: str) -> None:
    assert read_download(name) is None
