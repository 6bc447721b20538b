"""The table of slips is made once, and anew for what changed alone."""

import pytest

from autograder.grading import slip_table
from autograder.grading.slip_table import need_table


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(slip_table, "cache_folder", lambda name: tmp_path)
    return tmp_path


def test_only_slips_of_what_changed_are_examined_again(toy, judges, cache, monkeypatch):
    table = need_table(toy, judges)
    slip_table._cache_path(toy).unlink()
    slip_table._part_paths(toy)["count_up"].unlink()
    asked = []
    examine = judges.examine
    monkeypatch.setattr(
        judges, "examine", lambda units, extent: asked.append(extent.exercise) or examine(units, extent)
    )

    again = need_table(toy, judges)

    assert again == table
    assert asked == [None, "count_up", "count_up"]
