"""Writing a release into a folder, the first time and later."""

import subprocess
from pathlib import Path

import pytest

from autograder.errors import AutograderError
from autograder.release.repository import insist_on_release, start_repository, update

FILES = {"a/answer.py": b"stub\n", "a/test_answer.py": b"checks\n", "wheels/one-1.whl": b"wheel"}


def test_an_answer_stays_as_it_is(tmp_path: Path) -> None:
    """The student owns it; the checks beside it are ours."""
    update(tmp_path, FILES, {"a/answer.py"})
    (tmp_path / "a" / "answer.py").write_text("mine\n")
    (tmp_path / "a" / "test_answer.py").write_text("mine\n")
    changes = update(tmp_path, FILES, {"a/answer.py"})

    assert (tmp_path / "a" / "answer.py").read_text() == "mine\n"
    assert changes == ["updated  a/test_answer.py"]


def test_an_update_says_what_is_new_and_what_is_gone(tmp_path: Path) -> None:
    """A wheel of an earlier release would only lie there."""
    update(tmp_path, FILES)
    changes = update(tmp_path, {"wheels/one-2.whl": b"wheel", "new": b""})

    assert changes == ["removed  wheels/one-1.whl", "added    wheels/one-2.whl", "added    new"]


def test_a_second_time_nothing_changes(tmp_path: Path) -> None:
    """Nor does what else lies in the folder."""
    update(tmp_path, FILES)
    (tmp_path / "notes.txt").write_text("mine\n")

    assert update(tmp_path, FILES) == []
    assert (tmp_path / "notes.txt").exists()


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    """It may lead out of the folder."""
    (tmp_path / "elsewhere").write_text("theirs\n")
    (tmp_path / "to").mkdir()
    (tmp_path / "to" / "README.md").symlink_to(tmp_path / "elsewhere")
    update(tmp_path / "to", {"README.md": b"ours\n"})

    assert (tmp_path / "elsewhere").read_text() == "theirs\n"
    assert (tmp_path / "to" / "README.md").read_text() == "ours\n"


@pytest.mark.parametrize("known", ["", "[user]\nname = Ada\nemail = ada@example.org\n"], ids=["unknown", "known"])
def test_a_commit_is_made_whoever_git_thinks_we_are(
    known: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even on a machine where git has never been told, and one whose git ignores wheels everywhere."""
    (tmp_path / "config").write_text(f"{known}[core]\nexcludesFile = {tmp_path}/ignored\n")
    (tmp_path / "ignored").write_text("*.whl\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    update(tmp_path / "to", FILES)
    start_repository(tmp_path / "to", FILES)
    log = ["git", "-C", str(tmp_path / "to"), "log", "--format=%an", "--name-only"]
    author, *names = subprocess.run(log, capture_output=True, text=True, check=True).stdout.split()

    assert author == ("Ada" if known else "autograder")
    assert names == sorted(FILES)


def test_a_repository_that_is_there_is_left_to_its_owner(tmp_path: Path) -> None:
    """What changed is theirs to commit."""
    update(tmp_path, FILES)

    assert start_repository(tmp_path, FILES)
    assert not start_repository(tmp_path, FILES)


def test_a_hook_of_another_repository_changes_nothing_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git tells its hooks where they run by variables, which the release's own repository must not obey."""
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "theirs"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "theirs-index"))
    update(tmp_path / "to", FILES)

    assert start_repository(tmp_path / "to", FILES)
    assert (tmp_path / "to" / ".git").is_dir()
    assert [path.name for path in tmp_path.iterdir()] == ["to"]


def test_without_git_the_folder_stays_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It can be uploaded all the same."""
    monkeypatch.setenv("PATH", "")

    assert not start_repository(tmp_path, FILES)
    assert not (tmp_path / ".git").exists()


def test_a_folder_with_files_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("notes of mine")

    with pytest.raises(AutograderError, match=r"holds a README\.md of its own"):
        insist_on_release(tmp_path, {"README.md": b"of a release"})
    (tmp_path / ".git").mkdir()
    insist_on_release(tmp_path, {"README.md": b"of a release"})
