"""The checks that a student's CI trusts."""

import zipfile
from pathlib import Path

import pytest

from autograder.errors import GradingError
from autograder.release import trusted
from autograder.release.trusted import choose_version, find_trusted, list_changed, name_wheel, pack_checks

FILES = {
    "course.toml": b'title = "Toys"\n[assignments.01_toy]\ntitle = "A toy"\npoints = {double = 4}\n',
    "assignments/01_toy/test_toy.py": b"visible\n",
    "assignments/01_toy/toy.slips.json": b"{}\n",
    "assignments/01_toy/toy.py": b"stub\n",
    "requirements.txt": b"torch\n",
    ".github/workflows/classroom.yml": b"on: push\n",
}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a student's repository, just released, on a machine where its checks are installed."""
    for name, data in FILES.items():
        (tmp_path / "repository" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "repository" / name).write_bytes(data)
    (tmp_path / "checks.whl").write_bytes(pack_checks(FILES, "1"))
    zipfile.ZipFile(tmp_path / "checks.whl").extractall(tmp_path / "installed")
    monkeypatch.syspath_prepend(tmp_path / "installed")
    return tmp_path / "repository"


def test_the_checks_come_from_what_is_installed(repository: Path) -> None:
    """Whatever stands in the repository."""
    (repository / "assignments/01_toy/test_toy.py").write_text("def test_nothing(): pass\n")
    (toy,) = find_trusted()

    assert [path.read_bytes() for path in toy.visible_checks] == [b"visible\n"]
    assert (toy.name, toy.title, toy.points) == ("01_toy", "A toy", {"double": 4})


def test_the_answer_is_not_among_what_is_installed(repository: Path) -> None:
    """Only what grading needs is."""
    (toy,) = find_trusted()

    assert sorted(path.name for path in toy.folder.iterdir()) == ["test_toy.py", "toy.slips.json"]


def test_a_fresh_repository_has_changed_nothing(repository: Path) -> None:
    """Nor has one with an answer, or one whose git writes line ends of its own."""
    (repository / "assignments/01_toy/toy.py").write_text("answer\n")
    (repository / "requirements.txt").write_bytes(b"torch\r\n")

    assert list_changed(repository) == []


def test_a_hosted_repository_differs_in_what_it_does_not_use(repository: Path) -> None:
    """Its workflow calls the course's, which installs the course's."""
    caller = Path(trusted.__file__).parent / "templates" / "caller.yml"
    (repository / trusted.WORKFLOW).write_bytes(caller.read_bytes())
    (repository / "requirements.txt").write_bytes(b"torch\nother\n")

    assert list_changed(repository) == []

    (repository / "assignments/01_toy/test_toy.py").write_text("def test_nothing(): pass\n")
    assert list_changed(repository) == ["assignments/01_toy/test_toy.py"]


def test_what_was_changed_is_listed(repository: Path) -> None:
    """Edited, removed, or turned into a link to a device that never ends."""
    (repository / "assignments/01_toy/test_toy.py").write_text("def test_nothing(): pass\n")
    (repository / "requirements.txt").unlink()
    (repository / ".github/workflows/classroom.yml").unlink()
    (repository / ".github/workflows/classroom.yml").symlink_to("/dev/zero")
    changed = [".github/workflows/classroom.yml", "assignments/01_toy/test_toy.py", "requirements.txt"]

    assert sorted(list_changed(repository)) == changed


def test_without_checks_there_is_a_remedy() -> None:
    """Nothing is graded with checks that are found elsewhere."""
    with pytest.raises(GradingError, match="the checks of this assignment are not installed"):
        find_trusted()


def test_other_checks_have_another_version() -> None:
    """Else pip would keep those of an earlier release; an answer does not matter."""
    others = FILES | {"assignments/01_toy/test_toy.py": b"others\n"}

    assert choose_version(FILES) != choose_version(others)
    assert choose_version(FILES) == choose_version(FILES | {"assignments/01_toy/toy.py": b"other stub\n"})
    assert name_wheel("1") == "autograder_checks-1-py3-none-any.whl"
