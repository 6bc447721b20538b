"""Find the folders that hold checks of ours, by what their files say."""

from pathlib import Path

VOCABULARY = "from autograder.checks import"
COMPANIONS = (".py", ".ipynb", ".hints.md")


def find_check_folders(path: Path) -> list[Path]:
    """Return the assignments' folders that a path means: its own, or those in it."""
    if path.is_file():
        return [path.parent] if _has_checks(path.parent) else []
    if _has_checks(path):
        return [path]
    folders = (folder for folder in path.glob("*/") if folder.name[0] not in "._")
    return sorted(folder for folder in folders if _has_checks(folder))


def find_all_folders(path: Path) -> list[Path]:
    """Return the folders of all assignments that a path leads to: its own, those in it, those in its assignments/."""
    return find_check_folders(path) or find_check_folders(path / "assignments")


def _has_checks(folder: Path) -> bool:
    """Return whether a folder has `test_NAME.py` in our vocabulary, with a student's file or hints beside it."""
    return any(
        any((folder / f"{path.stem.removeprefix('test_')}{suffix}").exists() for suffix in COMPANIONS)
        and any(line.startswith(VOCABULARY) for line in path.read_text(encoding="utf-8", errors="replace").splitlines())
        for path in folder.glob("test_*.py")
        if path.is_file()
    )
