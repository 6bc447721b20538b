"""Put a file on a branch of a clone, where its student finds it once it is pushed; whatever is checked out stays.

As for reading, git runs in a repository of our own: no hook, filter or setting of the clone is obeyed.
"""

import os
from pathlib import Path

from autograder.results.files import write_atomically
from autograder.submissions.git import History
from autograder.submissions.submission import SubmissionError

AUTHOR = {"NAME": "autograder", "EMAIL": "autograder@localhost"}


class BranchWriter(History):
    """Write to one clone; use as a context manager."""

    def put(self, branch: str, name: str, content: str, message: str) -> bool:
        """Commit a file on top of what the clone is at, onto a branch of this name; False if it holds that already.

        A branch that is there goes on, so that it can be pushed. Raise SubmissionError where the clone has no commit.
        """
        head = self.find_head()
        before = self.list_branches().get(f"refs/heads/{branch}")
        target = self._git / "refs" / "heads" / branch
        if any(os.path.islink(path) for path in (target, *target.parents[:3])):
            raise SubmissionError("has symbolic links among its branches. Clone it again.")
        tree = self._add(head, name, content)
        if before is not None and self._run("rev-parse", f"{before}^{{tree}}").decode().strip() == tree:
            return False
        commit = self._run("commit-tree", tree, "-p", before or head, "-m", message).decode().strip()
        write_atomically(target, f"{commit}\n")
        return True

    def _add(self, commit: str, name: str, content: str) -> str:
        """Return the tree of a commit with a file in it."""
        file = Path(self._own, "content")
        file.write_text(content, encoding="utf-8", newline="")
        blob = self._run("hash-object", "-w", "--no-filters", str(file)).decode().strip()
        self._run("read-tree", commit)
        self._run("update-index", "--add", "--cacheinfo", f"100644,{blob},{name}")
        return self._run("write-tree", "--missing-ok").decode().strip()

    def _environment(self) -> dict[str, str]:
        people = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in AUTHOR.items()}
        return {**super()._environment(), **people, "GIT_INDEX_FILE": os.path.join(self._own, "index")}
