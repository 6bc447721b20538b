"""Clones are read as they were at a moment of their history, and no clone, however hostile, runs anything."""

import os
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.errors import AutograderError
from autograder.submissions import Submission, find_submissions
from autograder.submissions.wanted import Wanted

DEADLINE = datetime(2026, 11, 20, 22, 59, tzinfo=UTC)


class Clone:
    """A student's repository, made by git itself."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main", *options)

    def git(self, *arguments: str, date: str = "2026-11-01T12:00:00Z") -> str:
        """Run git as the student did, at that time."""
        person = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
        dates = {"GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z"}
        command = ["git", *person, *arguments]
        done = subprocess.run(command, cwd=self.folder, env={**os.environ, **dates}, capture_output=True, check=True)
        return done.stdout.decode().strip()

    def commit(self, date: str, **files: str) -> str:
        """Commit files, NAME for NAME.py, and return the commit's id."""
        for name, text in files.items():
            path = self.folder / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "work", date=date)
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def ada(tmp_path: Path) -> Clone:
    """Give a clone whose last commit came a day late."""
    clone = Clone(tmp_path / "nets-submissions" / "nets-ada")
    clone.commit("2026-11-18T10:00:00Z", network="x = 'first'\n")
    clone.commit("2026-11-20T22:00:00Z", network="x = 'in time'\n")
    clone.commit("2026-11-21T22:00:00Z", network="x = 'late'\n")
    return clone


def read_at(clone: Clone, at: datetime = DEADLINE) -> Submission:
    (submission,) = find_submissions(clone.folder.parent, Wanted("01_network"), at=lambda _: at)
    return submission


def read_dated(clone: Clone) -> Submission:
    (submission,) = find_submissions(clone.folder.parent, Wanted("01_network"), dated=True)
    return submission


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


# Hostile clones


def plant(clone: Clone, trap: Path) -> Path:
    """Make everything in a clone that can name a program name one that leaves a trace; return where."""
    trace = trap.with_suffix(".trace")
    trap.write_text(f'#!/bin/sh\necho "$0 $*" >> {trace}\ncat\n')
    trap.chmod(0o755)
    for key in (
        "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "core.gitProxy",
        "core.alternateRefsCommand", "diff.external", "diff.x.textconv", "filter.x.smudge", "filter.x.clean",
        "filter.x.process", "credential.helper", "gpg.program", "remote.evil.uploadpack", "pager.rev-list",
        "pager.ls-tree", "pager.cat-file", "alias.rev-list", "alias.ls-tree", "uploadpack.packObjectsHook",
    ):  # fmt: skip
        clone.git("config", key, str(trap))
    clone.git("config", "core.hooksPath", str(trap.parent))
    clone.git("config", "extensions.partialClone", "evil")
    clone.git("config", "remote.evil.promisor", "true")
    clone.git("config", "remote.evil.url", f"ext::{trap}")
    clone.git("config", "protocol.ext.allow", "always")
    (clone.folder / ".gitattributes").write_text("* filter=x diff=x\n")
    for hook in ("post-checkout", "reference-transaction", "post-index-change", "fsmonitor-watchman"):
        (clone.folder / ".git/hooks").mkdir(exist_ok=True)
        (clone.folder / ".git/hooks" / hook).symlink_to(trap)
    return trace


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    return tmp_path / "trap"


@pytest.mark.parametrize("read", [read_at, read_dated])
def test_programs_that_a_clone_names_are_not_run(ada: Clone, trap: Path, read: Callable[[Clone], Submission]) -> None:
    trace = plant(ada, trap)

    assert read(ada).error is None
    assert not trace.exists()


def test_the_trap_would_be_noticed(ada: Clone, trap: Path) -> None:
    """Plain git in the same clone falls into it."""
    trace = plant(ada, trap)
    subprocess.run(["git", "status"], cwd=ada.folder, capture_output=True, check=False)

    assert trace.exists()


def test_missing_objects_are_not_fetched(ada: Clone, trap: Path) -> None:
    blob = ada.git("rev-parse", "HEAD~1:network.py")
    trace = plant(ada, trap)
    (ada.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()

    assert read_at(ada).error == "network.py has a history that git cannot read. Clone it again."
    assert not trace.exists()


def test_replaced_objects_are_not_believed(ada: Clone) -> None:
    ada.git("replace", "HEAD~1", "HEAD")

    assert read_at(ada).units[0].text == "x = 'in time'\n"


@pytest.mark.parametrize("part", [".git", ".git/objects", ".git/objects/pack"])
def test_a_history_that_lies_elsewhere_is_refused(ada: Clone, tmp_path: Path, part: str) -> None:
    (ada.folder / part).rename(tmp_path / "elsewhere")
    (ada.folder / part).symlink_to(tmp_path / "elsewhere")
    Clone(ada.folder.parent / "nets-bob")

    submission = find_submissions(ada.folder.parent, Wanted("01_network"), at=lambda _: DEADLINE)[0]

    assert submission.units == ()
    assert "nets-ada" in str(submission.error)


def test_borrowed_objects_are_refused(ada: Clone, tmp_path: Path) -> None:
    bob = Clone(tmp_path / "elsewhere")
    bob.commit("2026-11-01T00:00:00Z", network="x = 'stolen'\n")
    (ada.folder / ".git/objects/info").mkdir(exist_ok=True)
    (ada.folder / ".git/objects/info/alternates").write_text(f"{bob.folder}/.git/objects\n")

    assert "borrows objects" in str(read_at(ada).error)


def test_a_shallow_clone_is_refused(ada: Clone) -> None:
    (ada.folder / ".git/shallow").write_text(ada.git("rev-parse", "HEAD") + "\n")

    assert read_at(ada).error == (
        "nets-ada is a shallow clone, so its history is not whole. Clone it again, without options."
    )


@pytest.mark.parametrize("head", ["ref: ../../bob/.git/HEAD", "ref: refs/heads/../../HEAD", "--all", "", "main"])
def test_a_head_that_is_no_branch_is_no_commit(ada: Clone, head: str) -> None:
    (ada.folder / ".git/HEAD").write_text(head)

    assert read_at(ada).error == "nets-ada has no commit."


def test_a_committed_link_is_refused(ada: Clone) -> None:
    (ada.folder / "network.py").unlink()
    (ada.folder / "network.py").symlink_to("/etc/hostname")
    ada.commit("2026-11-22T00:00:00Z")

    assert read_at(ada, datetime(2026, 12, 1, tzinfo=UTC)).error == (
        "network.py is a symbolic link. Hand in the file itself."
    )


def test_a_committed_giant_is_refused_unread(ada: Clone) -> None:
    ada.commit("2026-11-22T00:00:00Z", network="#" * (3 << 20))

    error = read_at(ada, datetime(2026, 12, 1, tzinfo=UTC)).error

    assert str(error).startswith("network.py is too large: 3.0 MB")


def test_a_tree_that_unfolds_without_end_is_cut(ada: Clone) -> None:
    """Each level holds the one below ten times: 10 files, 100, 1000 … ten million."""
    tree, kind = ada.git("hash-object", "-w", "network.py"), "100644 blob"
    for _ in range(7):
        lines = "".join(f"{kind} {tree}\tf{number}\n" for number in range(10))
        done = subprocess.run(
            ["git", "mktree"], cwd=ada.folder, input=lines, text=True, capture_output=True, check=True
        )
        tree, kind = done.stdout.strip(), "040000 tree"
    bomb = ada.git("commit-tree", tree, "-p", "HEAD", "-m", "bomb", date="2026-11-22T00:00:00Z")
    ada.git("update-ref", "HEAD", bomb)

    assert "too large to read" in str(read_at(ada, datetime(2026, 12, 1, tzinfo=UTC)).error)


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


def test_object_names_of_sha256_are_read(tmp_path: Path) -> None:
    clone = Clone(tmp_path / "clones" / "ada", "--object-format=sha256")
    commit = clone.commit("2026-11-18T10:00:00Z", network=WRITTEN)

    assert (read_dated(clone).commit, len(commit)) == (commit, 64)
    assert read_at(clone).submitted == datetime(2026, 11, 18, 10, tzinfo=UTC)


def test_a_reftable_is_named_with_its_remedy(ada: Clone) -> None:
    (ada.folder / ".git" / "reftable").mkdir()

    assert "git refs migrate --ref-format=files" in str(read_at(ada).error)
    assert "reftable" in read_dated(ada).undated
