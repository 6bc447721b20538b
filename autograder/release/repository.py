"""Write a release into a folder, and make a git repository of it."""

import os
import shutil
import subprocess
from collections.abc import Collection, Mapping
from pathlib import Path

from autograder.course import COURSE_FILE
from autograder.errors import AutograderError, CourseError
from autograder.results.files import holds, write_atomically, writing


def update(folder: Path, files: Mapping[str, bytes], answers: Collection[str] = ()) -> list[str]:
    """Make a folder hold the files; return one line for each that changed. Answers that are there stay as they are."""
    changes = []
    for path in sorted((folder / "wheels").glob("*.whl")):
        if f"wheels/{path.name}" not in files:
            path.unlink()
            changes.append(f"{'removed':<9}wheels/{path.name}")
    for name, data in files.items():
        path = folder / name
        is_there = path.is_symlink() or path.exists()
        if is_there and (name in answers or holds(path, data)):
            continue
        with writing(path):
            write_atomically(path, data)
        changes.append(f"{'updated' if is_there else 'added':<9}{name}")
    return changes


def insist_on_release(folder: Path, files: Mapping[str, bytes]) -> None:
    """Raise AutograderError where files of somebody else's would be lost: in no release, and in no git."""
    if (folder / COURSE_FILE).exists() or (folder / ".git").exists():
        return
    there = {name: data for name, data in files.items() if (folder / name).is_file()}
    lost = next((name for name, data in there.items() if not holds(folder / name, data)), None)
    if lost is not None:
        raise AutograderError(
            f"{folder} holds a {lost} of its own, which a release would overwrite: name a new folder, or one in git"
        )


def insist_on_place(folder: Path, course: Path) -> None:
    """Raise CourseError where a release would be written over a course, into what it is made of, or around it."""
    if (folder / "solutions").is_dir():
        raise CourseError(f"{folder} is a course with solutions, and a release would overwrite it: name another folder")
    there, root = folder.resolve(), course.resolve()
    if any(there.is_relative_to(root / own) for own in ("assignments", "solutions")):
        raise CourseError(f"{folder} is part of the course: name a folder for this release alone, such as ../starter")
    if there in root.parents:
        raise CourseError(f"{folder} holds the course: name a folder for this release alone, such as ../starter")


def start_repository(folder: Path, files: Collection[str]) -> bool:
    """Make the folder a git repository with one commit of the files; do nothing if it is one, or if git is missing."""
    git = shutil.which("git")
    if git is None or (folder / ".git").exists():
        return False

    def run(*arguments: str) -> None:
        done = subprocess.run(
            [git, "-C", str(folder), *arguments], capture_output=True, text=True, env=_leave_repository()
        )
        if done.returncode:
            raise AutograderError(f"git {arguments[0]} failed in {folder}: {done.stderr.strip()}")

    run("init", "--quiet", "--initial-branch", "main")
    # Files that the user's own git ignores everywhere are part of the release all the same.
    run("add", "--force", "--", *sorted(files))
    run(*_identity(git, folder), "-c", "commit.gpgSign=false", "commit", "--quiet", "--no-verify", "-m", "Release")
    return True


def _identity(git: str, folder: Path) -> list[str]:
    """Return options that name an author where git knows none, as on a fresh machine."""
    ask = [git, "-C", str(folder), "config", "user.email"]
    known = subprocess.run(ask, capture_output=True, env=_leave_repository())
    return [] if known.returncode == 0 else ["-c", "user.name=autograder", "-c", "user.email=autograder@localhost"]


def _leave_repository() -> dict[str, str]:
    """Return the environment without what git's hooks say of the repository that they run in: it is another one."""
    kept = ("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG_")
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(kept)}
