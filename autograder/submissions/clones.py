"""Read what a clone held at a moment of its history, and tell when an answer was committed."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from autograder.submissions.git import Commit, Entry, History
from autograder.submissions.pair import choose_worked_on
from autograder.submissions.read import parse_submission, refuse_size, size_limit
from autograder.submissions.search import choose_answers, is_skipped, refuse_count
from autograder.submissions.submission import Submission, SubmissionError, one_line

PLAIN = ("100644", "100755", "100664")
KINDS = {"120000": "a symbolic link", "160000": "a repository of its own"}


def read_clone(student: str, clone: Path, assignment: str, stem: str, at: datetime) -> Submission:
    """Read the answer as the clone held it at that moment: in the last commit before it, by the committers' dates."""
    path = clone
    try:
        with History(clone) as history:
            commit, notes = _find_last(history, at)
            candidates = _list_candidates(clone, history.list_files(commit))
            answers = []
            for path in choose_answers(clone, list(candidates), assignment, stem):
                brought = history.find_change(commit, candidates[path].path)
                submission = parse_submission(student, path, _read_entry(history, candidates[path]))
                answers.append(replace(submission, commit=brought.id, submitted=_date(brought), notes=notes))
    except SubmissionError as error:
        return Submission(student, path, None, (), f"{one_line(path.name)} {error}")
    return choose_worked_on(sorted(answers, key=lambda each: each.submitted or at))


def date_answer(submission: Submission, clone: Path) -> Submission:
    """Add when the answer was committed; give it back with the reason where that cannot be told."""
    path = PurePosixPath(submission.path.relative_to(clone).as_posix())
    try:
        with History(clone) as history:
            head = history.find_head()
            entry = next((entry for entry in history.list_files(head) if entry.path == path), None)
            if entry is None or not _is_content(submission.sha256, _read_entry(history, entry)):
                return replace(submission, undated="the file is not as it was committed")
            brought = history.find_change(head, path)
            return replace(submission, commit=brought.id, submitted=_date(brought))
    except SubmissionError as error:
        return replace(submission, undated=f"the clone {str(error).rstrip('.')}")


def _find_last(history: History, at: datetime) -> tuple[str, tuple[str, ...]]:
    """Return the last commit before the first one that is too late.

    A date can be set by whoever commits. One on top of a commit that is too late cannot be from before, whatever its
    date says.
    """
    commits = history.list_commits(history.find_head())[::-1]
    limit = at.timestamp()
    count = next((number for number, commit in enumerate(commits) if commit.seconds > limit), len(commits))
    if count == 0:
        raise SubmissionError(f"has no commit from before {at:%Y-%m-%d %H:%M %Z}.")
    doubtful = [commit.id[:10] for commit in commits[count:] if commit.seconds <= limit]
    note = f"Not graded: {', '.join(doubtful[:3])}, which claim an earlier date than the commits that they build on."
    return commits[count - 1].id, (note,) if doubtful else ()


def _list_candidates(clone: Path, entries: list[Entry]) -> dict[Path, Entry]:
    """Return a commit's files by their path in the clone, without those in folders where tools keep copies."""
    refuse_count(len(entries))
    environments = {entry.path.parent for entry in entries if entry.path.name == "pyvenv.cfg"}
    return {
        clone / entry.path: entry
        for entry in entries
        if not any(is_skipped(folder.name) or folder in environments for folder in entry.path.parents[:-1])
    }


def _read_entry(history: History, entry: Entry) -> bytes:
    """Return a file's bytes; raise SubmissionError if it is no plain file or too large."""
    if entry.mode not in PLAIN:
        raise SubmissionError(f"is {KINDS.get(entry.mode, 'no plain file')}. Hand in the file itself.")
    refuse_size(history.measure(entry), size_limit(Path(entry.path)))
    return history.read(entry)


def _is_content(sha256: str | None, data: bytes) -> bool:
    """Return whether a file is what was committed; git on Windows may have changed its line ends."""
    texts = (data, data.replace(b"\n", b"\r\n"))
    return sha256 in [hashlib.sha256(text).hexdigest() for text in texts]


def _date(commit: Commit) -> datetime:
    try:
        return datetime.fromtimestamp(commit.seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise SubmissionError(f"has a commit, {commit.id[:10]}, whose date no calendar holds.") from None
