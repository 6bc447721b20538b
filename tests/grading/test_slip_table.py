"""The table of slips is made once, and anew for what changed alone."""

import shutil
from dataclasses import replace

import pytest

from autograder.diagnosis.slips import read_slips
from autograder.errors import CourseError
from autograder.grading import slip_table
from autograder.grading.slip_table import find_table_files, need_table


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(slip_table, "cache_folder", lambda name: tmp_path)
    return tmp_path


def test_only_slips_of_what_changed_are_examined_again(toy, judges, cache, monkeypatch):
    table = need_table(toy, judges)
    files = find_table_files(toy)
    files.whole.unlink()
    files.parts["count_up"].unlink()
    asked = []
    examine = judges.examine
    monkeypatch.setattr(
        judges, "examine", lambda units, extent: asked.append(extent.exercise) or examine(units, extent)
    )

    again = need_table(toy, judges)

    assert again == table
    assert asked == [None, "count_up", "count_up"]


@pytest.mark.parametrize("piece", ["where", "unless"])
def test_what_a_slip_is_said_of_is_part_of_it(toy, tmp_path, piece):
    changing = replace(toy, folder=tmp_path / "01_toy")
    shutil.copytree(toy.folder, changing.folder)
    before = find_table_files(changing).parts
    slips = changing.path(".slips.toml")
    slips.write_text(f'{slips.read_text().rstrip()}\n{piece} = ["return"]\n')

    after = find_table_files(changing).parts

    assert [name for name in after if after[name] != before[name]] == [read_slips(slips)[-1].exercise]


def test_slips_that_change_while_they_are_examined_are_refused(toy, judges, cache, tmp_path, monkeypatch):
    changing = replace(toy, folder=tmp_path / "01_toy")
    shutil.copytree(toy.folder, changing.folder)
    slips = changing.path(".slips.toml")
    examine = judges.examine

    def examine_late(units, extent):
        slips.write_text(slips.read_text().replace('exercise = "double"', 'exercise = "count_up"'))
        return examine(units, extent)

    monkeypatch.setattr(judges, "examine", examine_late)

    with pytest.raises(CourseError, match="the files of 01_toy changed while its slips were examined; run this again"):
        need_table(changing, judges)
