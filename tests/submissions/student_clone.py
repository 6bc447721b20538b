"""A student's repository, and the two ways in which it is read."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from finding import find_submissions

from autograder.submissions import Submission
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


def read_at(clone: Clone, at: datetime = DEADLINE) -> Submission:
    """Read a clone as it was at a moment."""
    (submission,) = find_submissions(clone.folder.parent, Wanted("01_network"), at=lambda _: at)
    return submission


def read_dated(clone: Clone) -> Submission:
    """Read a clone as it is, with when its answer was handed in."""
    (submission,) = find_submissions(clone.folder.parent, Wanted("01_network"), dated=True)
    return submission
