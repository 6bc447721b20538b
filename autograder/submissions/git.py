"""Read the history of a clone as data: nothing of the clone is run, checked out, filtered or obeyed.

Git runs in a repository of our own that borrows the clone's objects, so the clone's configuration, hooks, attributes
and references, any of which can name programs, are never read by it.
"""

import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Self

from autograder.errors import AutograderError
from autograder.submissions.read import read_bytes
from autograder.submissions.submission import SubmissionError, one_line

SECONDS = 60  # for all that is asked of one clone
OUTPUT_LIMIT = 1 << 24
MOST_BRANCHES = 200
HASH = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
BRANCH = re.compile(r"refs/(?:heads|remotes|tags)/(?!.*\.\.)[^\s~^:?*\[\\\x00-\x1f]+")


@dataclass(frozen=True)
class Commit:
    """A commit, and its committer's date in seconds since 1970: what the clock of the student's computer said."""

    id: str
    seconds: int


@dataclass(frozen=True)
class Entry:
    """A file of a commit."""

    path: PurePosixPath
    mode: str
    id: str
    size: int  # in bytes; of what is no file, 0


class History:
    """Read one clone's history; use as a context manager. Whatever is wrong with it is a SubmissionError."""

    def __init__(self, clone: Path) -> None:
        self._git = clone / ".git"
        self._deadline = time.monotonic() + SECONDS
        if self._git.is_file() and not self._git.is_symlink():
            raise SubmissionError("is a worktree or a submodule, so its history lies elsewhere. Clone it by itself.")
        # Links in its place could lead to another student's history.
        if self._git.is_symlink() or not self._git.is_dir():
            raise SubmissionError("is no clone: it has no history in a folder .git.")
        self._objects = self._git / "objects"
        if os.path.lexists(self._git / "reftable"):
            raise SubmissionError(
                "keeps its branches in a reftable, which is not read here. Run in it: "
                "git refs migrate --ref-format=files"
            )
        for part, why in (("shallow", "is a shallow clone"), ("objects/info/alternates", "borrows objects")):
            if os.path.lexists(self._git / part):
                raise SubmissionError(f"{why}, so its history is not whole. Clone it again, without options.")
        self._closing = ExitStack()
        self._line: list[Commit] = []
        self._files: dict[str, list[Entry]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    @cached_property
    def _own(self) -> str:
        """Return the folder of the repository of our own, made when git is first asked: of most clones it never is."""
        if any(os.path.islink(path) for path in _walk(self._objects)):
            raise SubmissionError("has symbolic links among its objects. Clone it again.")
        own = self._closing.enter_context(tempfile.TemporaryDirectory(prefix="autograder-"))
        for name in ("objects", "refs"):
            os.mkdir(os.path.join(own, name))
        Path(own, "HEAD").write_text("ref: refs/heads/none\n", encoding="utf-8")
        # Of the clone's configuration, only what its objects are named by.
        is_sha256 = re.search(r"^\s*objectformat\s*=\s*sha256\s*$", self._read("config"), re.IGNORECASE | re.MULTILINE)
        version, extension = (1, "[extensions]\nobjectformat = sha256\n") if is_sha256 else (0, "")
        Path(own, "config").write_text(
            f"[core]\nrepositoryformatversion = {version}\nbare = true\ncommitGraph = false\n{extension}",
            encoding="utf-8",
        )
        return own

    def find_head(self) -> str:
        """Return the id of the commit that the clone is at."""
        head = self._read("HEAD")
        if head.startswith("ref: ") and BRANCH.fullmatch(branch := head.removeprefix("ref: ").strip()):
            head = self._read(branch) or self._find_packed(branch)
        if not HASH.fullmatch(head.strip()):
            raise SubmissionError("has no commit.")
        return head.strip()

    def list_branches(self) -> dict[str, str]:
        """Return the ids of the clone's branches, local and fetched, and of its tags, by name."""
        found = {}
        for line in self._read("packed-refs").splitlines():
            name = line.partition(" ")[2]
            if BRANCH.fullmatch(name):
                found[name] = line.partition(" ")[0]
        for kind in ("heads", "remotes", "tags"):
            root = self._git / "refs" / kind
            for path in sorted(root.rglob("*"))[:MOST_BRANCHES] if root.is_dir() and not root.is_symlink() else ():
                name = path.relative_to(self._git).as_posix()
                if BRANCH.fullmatch(name) and not path.is_dir():
                    found[name] = self._read(name).strip()
        return {name: commit for name, commit in found.items() if HASH.fullmatch(commit)}

    def find_parent(self, commit: str) -> str | None:
        """Return the commit before this one on its own line; None for the first."""
        commits = self.list_commits(commit)
        return commits[1].id if len(commits) > 1 else None

    def list_commits(self, commit: str) -> list[Commit]:
        """Return the commit and those before it on its own line, without what was merged into it; newest first."""
        # Nearly always it lies further back on the line that was listed last: git need not be asked again.
        at = next((at for at, each in enumerate(self._line) if each.id == commit), None)
        if at is None:
            self._line, at = self._list(commit), 0
        return self._line[at:]

    def builds_on(self, commit: str, earlier: str) -> bool:
        """Tell whether a commit was made on top of another one, on its own line."""
        return any(each.id == earlier for each in self.list_commits(commit))

    def find_change(self, commit: str, path: PurePosixPath) -> Commit:
        """Return the last commit, up to this one, that changed the file."""
        found = self._list("--max-count=1", commit, "--", str(path))
        if not found:
            raise SubmissionError(f"has a history in which nothing brought {one_line(path.name)}.")
        return found[0]

    def list_files(self, commit: str) -> list[Entry]:
        """Return all files of a commit."""
        if commit not in self._files:
            lines = self._run("ls-tree", "-r", "-z", "--long", "--full-tree", commit).split(b"\0")[:-1]
            self._files[commit] = list(map(_parse_entry, lines))
        return self._files[commit]

    def read(self, entry: Entry) -> bytes:
        """Return a file's bytes as they were committed."""
        return self._run("cat-file", "blob", entry.id)

    def _list(self, *limits: str) -> list[Commit]:
        lines = self._run("rev-list", "--first-parent", "--timestamp", *limits).decode().splitlines()
        return [Commit(name, int(seconds)) for seconds, name in map(str.split, lines)]

    def _read(self, name: str) -> str:
        try:
            return read_bytes(self._git / name, OUTPUT_LIMIT).decode(errors="replace")
        except SubmissionError:
            return ""

    def _find_packed(self, branch: str) -> str:
        lines = (line.split(" ") for line in self._read("packed-refs").splitlines())
        return next((words[0] for words in lines if words[1:] == [branch]), "")

    def _run(self, *arguments: str) -> bytes:
        program = shutil.which("git")
        if program is None:
            raise AutograderError("git is needed to read when clones were committed, and it is not installed")
        with subprocess.Popen(
            [program, "--no-pager", *arguments],
            cwd=self._own,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            assert process.stdout is not None
            timer = threading.Timer(max(self._deadline - time.monotonic(), 0), process.kill)
            timer.start()
            try:
                output = process.stdout.read(OUTPUT_LIMIT + 1)
            finally:
                timer.cancel()
            if len(output) > OUTPUT_LIMIT:
                process.kill()
        if len(output) > OUTPUT_LIMIT:
            raise SubmissionError("has a history that is too large to read.")
        if process.returncode != 0:
            raise SubmissionError("has a history that git cannot read. Clone it again.")
        return output

    def _environment(self) -> dict[str, str]:
        """Return all that git is told: nothing of ours, and nothing that could start a program or a transfer."""
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP") if name in os.environ}
        return {
            **kept,
            "LC_ALL": "C",
            "HOME": self._own,
            "GIT_DIR": self._own,
            "GIT_OBJECT_DIRECTORY": os.path.abspath(self._objects),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_ALLOW_PROTOCOL": "none",
            "GIT_LITERAL_PATHSPECS": "1",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_TERMINAL_PROMPT": "0",
        }


def _parse_entry(line: bytes) -> Entry:
    about, _, path = line.partition(b"\t")
    mode, _, name, size = about.decode().split()
    return Entry(PurePosixPath(os.fsdecode(path)), mode, name, int(size) if size.isdecimal() else 0)


def _walk(folder: Path) -> Iterator[str]:
    """Yield the paths of everything in a folder, itself first, following no link."""
    yield str(folder)
    for place, folders, files in os.walk(folder):
        yield from (os.path.join(place, name) for name in (*folders, *files))
