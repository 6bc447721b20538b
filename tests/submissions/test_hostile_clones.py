"""No clone, however hostile, runs anything, leads elsewhere or fills the memory."""

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from finding import find_submissions
from student_clone import DEADLINE, Clone, read_at, read_dated

from autograder.submissions import Submission
from autograder.submissions.wanted import Wanted


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
