"""Clones are read as they were at a moment of their history, and tell when an answer was handed in."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from finding import find_submissions
from student_clone import DEADLINE, Clone, read_at, read_dated

from autograder.errors import AutograderError
from autograder.submissions.find import Search, find_each
from autograder.submissions.histories import Histories
from autograder.submissions.wanted import Wanted

# The moment that counts


def test_the_last_commit_before_the_moment_counts(ada: Clone) -> None:
    submission = read_at(ada)

    assert [unit.text for unit in submission.units] == ["x = 'in time'\n"]
    assert (submission.student, submission.path) == ("ada", ada.folder / "network.py")


def test_the_commit_and_its_committers_date_are_told(ada: Clone) -> None:
    submission = read_at(ada)

    assert submission.commit == ada.git("rev-parse", "HEAD~1")
    assert submission.submitted == datetime(2026, 11, 20, 22, tzinfo=UTC)


def test_a_commit_at_the_very_moment_is_in_time(ada: Clone) -> None:
    assert read_at(ada, datetime(2026, 11, 21, 22, tzinfo=UTC)).units[0].text == "x = 'late'\n"


def test_each_student_has_their_own_moment(ada: Clone) -> None:
    Clone(ada.folder.parent / "nets-bob").commit("2026-11-21T00:00:00Z", network="x = 'bob'\n")
    moments = {"ada": DEADLINE, "bob": datetime(2026, 11, 22, tzinfo=UTC)}

    found = find_submissions(ada.folder.parent, Wanted("01_network"), at=moments.__getitem__)

    assert [each.units[0].text for each in found] == ["x = 'in time'\n", "x = 'bob'\n"]


def test_each_assignment_has_its_own_moment_in_one_history(ada: Clone) -> None:
    moments = (DEADLINE, datetime(2026, 11, 22, tzinfo=UTC))
    searches = [Search(Wanted("01_network"), at=lambda _, moment=moment: moment) for moment in moments]

    found = [each.units[0].text for (each,) in find_each(ada.folder.parent, searches)]

    assert found == ["x = 'in time'\n", "x = 'late'\n"]


def test_a_clone_that_is_asked_for_again_is_opened_once(ada: Clone) -> None:
    with Histories() as histories:
        opened = histories.open(ada.folder)

        assert histories.open(ada.folder) is opened


def test_the_working_tree_does_not_matter(ada: Clone) -> None:
    (ada.folder / "network.py").write_text("x = 'changed by hand'\n")

    assert read_at(ada).units[0].text == "x = 'in time'\n"


def test_a_clone_from_after_the_moment_says_so(ada: Clone) -> None:
    submission = read_at(ada, datetime(2026, 11, 1, 12, tzinfo=UTC))

    assert submission.error == "nets-ada has no commit from before 2026-11-01 12:00 UTC."


def test_a_commit_on_top_of_a_late_one_is_late_whatever_it_claims(ada: Clone) -> None:
    forged = ada.commit("2026-11-19T10:00:00Z", network="x = 'dated back'\n")

    submission = read_at(ada)

    assert submission.units[0].text == "x = 'in time'\n"
    assert submission.notes == (
        "Graded as of 2026-11-20 22:59 UTC: 2 later commits are left out.",
        f"Not graded: {forged[:10]}, which claim an earlier date than the commits that they build on.",
    )


def test_what_was_merged_late_was_not_handed_in_before(ada: Clone) -> None:
    ada.git("switch", "--quiet", "--create", "side", "HEAD~1")
    ada.commit("2026-11-20T22:30:00Z", network="x = 'on a side branch'\n")
    ada.git("switch", "--quiet", "main")
    ada.git("merge", "--quiet", "--strategy=ours", "side", date="2026-11-22T00:00:00Z")

    assert read_at(ada).units[0].text == "x = 'in time'\n"


def test_the_file_is_found_by_the_same_rules_as_on_disk(tmp_path: Path) -> None:
    clone = Clone(tmp_path / "clones" / "network-ada")
    files = {
        "01_network/network": "right",
        "old/network": "old",
        "env/network": "copy",
        ".ipynb_checkpoints/network": "",
    }
    clone.commit("2026-11-01T00:00:00Z", **{name: f"x = {text!r}\n" for name, text in files.items()})

    assert read_at(clone).units[0].text == "x = 'right'\n"


def test_a_clone_without_an_answer_says_what_is_missing(tmp_path: Path) -> None:
    clone = Clone(tmp_path / "clones" / "ada")
    clone.commit("2026-11-01T00:00:00Z", netwrok="x = 1\n")

    assert read_at(clone).error == (
        "ada has no network.py and no network.ipynb. If netwrok.py is the answer, call it network.py."
    )


def test_branches_are_found_packed_too(ada: Clone) -> None:
    ada.git("pack-refs", "--all")
    ada.git("gc", "--quiet")

    assert read_at(ada).units[0].text == "x = 'in time'\n"


def test_a_detached_head_is_where_the_clone_is(ada: Clone) -> None:
    ada.git("checkout", "--quiet", "HEAD~2")

    assert read_at(ada).units[0].text == "x = 'first'\n"


def test_folders_without_any_clone_are_refused(tmp_path: Path) -> None:
    (tmp_path / "ada.py").write_text("x = 1\n")

    with pytest.raises(AutograderError, match="holds no clones"):
        find_submissions(tmp_path, Wanted("01_network"), at=lambda _: DEADLINE)


def test_one_folder_that_is_no_clone_is_an_error_of_its_own(ada: Clone) -> None:
    (ada.folder.parent / "bob.py").write_text("x = 1\n")

    _, bob = find_submissions(ada.folder.parent, Wanted("01_network"), at=lambda _: DEADLINE)

    assert bob.error == "bob.py is no clone: it has no history in a folder .git."


# When it was handed in


def test_an_answer_was_handed_in_when_it_was_last_changed(ada: Clone) -> None:
    changed = ada.git("rev-parse", "HEAD")
    ada.commit("2026-12-24T00:00:00Z", losses="x = 'the next assignment'\n")

    submission = read_dated(ada)

    assert (submission.commit, submission.submitted) == (changed, datetime(2026, 11, 21, 22, tzinfo=UTC))


def test_a_file_that_is_not_as_committed_has_no_date(ada: Clone) -> None:
    (ada.folder / "network.py").write_text("x = 'changed by hand'\n")

    submission = read_dated(ada)

    assert (submission.units[0].text, submission.submitted) == ("x = 'changed by hand'\n", None)


def test_line_ends_of_windows_are_no_change(ada: Clone) -> None:
    (ada.folder / "network.py").write_bytes(b"x = 'late'\r\n")

    assert read_dated(ada).submitted == datetime(2026, 11, 21, 22, tzinfo=UTC)


def test_nbgraders_note_tells_the_date(tmp_path: Path) -> None:
    folder = tmp_path / "submitted" / "ada" / "01_network"
    folder.mkdir(parents=True)
    (folder / "network.py").write_text("x = 1\n")
    (folder / "timestamp.txt").write_text("2026-01-15 12:00:00.000000 UTC\n")

    (submission,) = find_submissions(tmp_path, Wanted("01_network"), dated=True)

    assert submission.submitted == datetime(2026, 1, 15, 12, tzinfo=UTC)


# As git will be, and as students use it

WRITTEN = "def size(x):\n    return 1\n"
SIZED = Wanted("01_network", frozenset({"size"}))


def test_a_file_that_was_moved_and_not_changed_is_not_late(tmp_path: Path) -> None:
    clone = Clone(tmp_path / "clones" / "ada")
    clone.commit("2026-11-18T10:00:00Z", draft=WRITTEN)
    clone.git("mv", "draft.py", "network.py")
    clone.commit("2026-11-25T10:00:00Z")

    assert read_dated(clone).submitted == datetime(2026, 11, 18, 10, tzinfo=UTC)


def test_work_on_another_branch_is_hinted_at(tmp_path: Path) -> None:
    clone = Clone(tmp_path / "clones" / "ada")
    clone.commit("2026-11-18T10:00:00Z", network="def size(x):\n    raise NotImplementedError('TODO')\n")
    clone.git("switch", "--quiet", "--create", "my-work")
    clone.commit("2026-11-18T11:00:00Z", network=WRITTEN)
    clone.git("switch", "--quiet", "main")
    (submission,) = find_submissions(clone.folder.parent, SIZED)

    assert submission.notes == ("The branch my-work holds a network.py that somebody worked on; it is not graded.",)


def test_work_on_another_branch_is_hinted_at_as_of_a_moment_too(tmp_path: Path) -> None:
    clone = Clone(tmp_path / "clones" / "ada")
    clone.commit("2026-11-18T10:00:00Z", network="def size(x):\n    raise NotImplementedError('TODO')\n")
    clone.git("switch", "--quiet", "--create", "my-work")
    clone.commit("2026-11-18T11:00:00Z", network=WRITTEN)
    clone.git("switch", "--quiet", "main")
    (submission,) = find_submissions(clone.folder.parent, SIZED, at=lambda _: DEADLINE)

    assert "The branch my-work holds" in submission.notes[-1]


def test_a_bare_repository_is_named(ada: Clone) -> None:
    bare = ada.folder.parent / "nets-bob.git"
    ada.git("clone", "--quiet", "--bare", ".", str(bare))
    found = {one.student: one.error for one in find_submissions(ada.folder.parent, Wanted("01_network"))}

    assert found == {"ada": None, "bob": "nets-bob.git is a bare repository: clone it."}


def test_a_worktree_is_read_and_has_no_date(ada: Clone, tmp_path: Path) -> None:
    ada.git("worktree", "add", "--quiet", str(tmp_path / "trees" / "bob"))
    (submission,) = find_submissions(tmp_path / "trees", Wanted("01_network"), dated=True)

    assert submission.error is None
    assert "is a worktree or a submodule" in submission.undated


def test_object_names_of_sha256_are_read(tmp_path: Path) -> None:
    clone = Clone(tmp_path / "clones" / "ada", "--object-format=sha256")
    commit = clone.commit("2026-11-18T10:00:00Z", network=WRITTEN)

    assert (read_dated(clone).commit, len(commit)) == (commit, 64)
    assert read_at(clone).submitted == datetime(2026, 11, 18, 10, tzinfo=UTC)


def test_a_reftable_is_named_with_its_remedy(ada: Clone) -> None:
    (ada.folder / ".git" / "reftable").mkdir()

    assert "git refs migrate --ref-format=files" in str(read_at(ada).error)
    assert "reftable" in read_dated(ada).undated


def test_later_work_on_top_of_what_is_graded_is_hinted_at(tmp_path: Path) -> None:
    clone = Clone(tmp_path / "clones" / "ada")
    clone.commit("2026-11-18T10:00:00Z", network=WRITTEN)
    clone.git("switch", "--quiet", "--create", "my-work")
    clone.commit("2026-11-18T11:00:00Z", network=WRITTEN.replace("1", "2"))
    clone.git("switch", "--quiet", "main")
    (submission,) = find_submissions(clone.folder.parent, SIZED)

    assert "my-work holds a later network.py that somebody worked on; it is not graded" in submission.notes[-1]


def test_work_under_a_tag_alone_is_hinted_at(tmp_path: Path) -> None:
    clone = Clone(tmp_path / "clones" / "ada")
    begun = clone.commit("2026-11-18T10:00:00Z", network="def size(x):\n    raise NotImplementedError('TODO')\n")
    clone.commit("2026-11-18T11:00:00Z", network=WRITTEN)
    clone.git("tag", "final")
    clone.git("reset", "--quiet", "--hard", begun)
    (submission,) = find_submissions(clone.folder.parent, SIZED)

    assert submission.notes == ("The tag final holds a network.py that somebody worked on; it is not graded.",)


def test_a_commit_is_not_older_than_what_it_builds_on(ada: Clone) -> None:
    late = ada.git("rev-parse", "--short=10", "HEAD")
    ada.commit("2026-11-19T12:00:00Z", network="x = 'backdated'\n")

    submission = read_dated(ada)

    assert submission.submitted == datetime(2026, 11, 21, 22, tzinfo=UTC)
    assert f"claims an earlier date than {late}, which it builds on" in submission.notes[-1]


def test_line_ends_that_an_editor_took_away_are_no_change(tmp_path: Path) -> None:
    clone = Clone(tmp_path / "clones" / "ada")
    (clone.folder / "network.py").write_bytes(b"x = 1\r\n")
    clone.commit("2026-11-18T10:00:00Z")
    (clone.folder / "network.py").write_bytes(b"x = 1\n")

    assert read_dated(clone).submitted == datetime(2026, 11, 18, 10, tzinfo=UTC)


def test_an_answer_in_a_repository_inside_of_the_clone_is_said_to_be_there(tmp_path: Path) -> None:
    outer, inner = Clone(tmp_path / "clones" / "ada"), Clone(tmp_path / "clones" / "ada" / "work")
    inner.commit("2026-11-18T10:00:00Z", network="x = 1\n")
    outer.commit("2026-11-18T11:00:00Z")

    assert "Its folder work is a repository of its own" in str(read_at(outer).error)
    assert "lies in a repository of its own" in read_dated(outer).undated
