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
    "1042-77 - Ada Lovelace - Nov 20, 2026 1204 AM": ("Ada Lovelace", "1042", ""),
    "1042-77 - Ada Lovelace - Nov. 20, 2026 12:04 PM - network.py": ("Ada Lovelace", "1042", "network.py"),
    "Lovelace, Ada(al12)": ("al12", "", ""),
    "Lovelace_Ada_al12_4711": ("al12", "", ""),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_tells_whose_it_is(name: str) -> None:
    found = read_download(name)

    assert found is not None
    assert (found.student, found.number, found.file) == NAMES[name]


@pytest.mark.parametrize(
    "name", ["ada", "ada.py", "network-ada", "ada_1.py", "01_network-ada_b", "s_2026_11", "Ada (copy)", "team_a_b_1"]
)
def test_other_names_are_left_alone(name: str) -> None:
    assert read_download(name) is None


def test_of_two_attempts_in_brightspace_the_later_one_is_the_greater() -> None:
    times = ["Sep 9, 2026 959 PM", "Nov 20, 2026 1204 AM", "Nov 20, 2026 904 AM", "Nov 20, 2026 1204 PM"]
    found = [read_download(f"1042-77 - Ada Lovelace - {time}") for time in times]

    assert found == sorted(found, key=lambda one: one.order if one else (0, ""))
    assert len({one.order for one in found if one}) == len(times)
