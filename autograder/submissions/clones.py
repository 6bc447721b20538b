"""Read what a clone held at a moment of its history, and tell when an answer was committed."""

import hashlib
import os
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path, PurePosixPath

from autograder.submissions.choose import choose_answer
from autograder.submissions.git import Commit, Entry, History
from autograder.submissions.histories import Histories
from autograder.submissions.read import parse_submission, refuse_size, size_limit
from autograder.submissions.search import is_skipped, refuse_count
from autograder.submissions.submission import Submission, SubmissionError, one_line
from autograder.submissions.wanted import Wanted
from autograder.submissions.work import list_written, was_changed

PLAIN = ("100644", "100755", "100664")
MOST_BRANCHES = 10
MOST_MOVES = 20
REPOSITORY = "160000"
KINDS = {"120000": "a symbolic link", REPOSITORY: "a repository of its own"}
SKEW = 3600  # seconds by which the clocks of those who work on one repository may differ


def read_clone(student: str, clone: Path, wanted: Wanted, at: datetime, histories: Histories) -> Submission:
    """Read the answer as the clone held it at that moment: in the last commit before it, by the committers' dates."""
    try:
        history = histories.open(clone)
        commit, notes = _find_last(history, at)
        entries = history.list_files(commit)
        candidates = _list_candidates(clone, entries)

        def read(path: Path) -> Submission:
            try:
                submission = parse_submission(student, path, _read_entry(history, candidates[path]))
                brought = _find_origin(history, commit, candidates[path])
                submitted, doubt = _date(history, brought)
                return replace(submission, commit=brought.id, submitted=submitted, notes=(*notes, *doubt))
            except SubmissionError as error:
                return Submission(student, path, None, (), f"{one_line(path.name)} {error}", notes=notes)

        try:
            return choose_answer(clone, list(candidates), wanted, read, _age)
        except SubmissionError as error:
            inner = next((entry for entry in entries if entry.mode == REPOSITORY), None)
            raise SubmissionError(f"{error}{_name_inner(inner.path) if inner else ''}") from None
    except SubmissionError as error:
        return Submission(student, clone, None, (), f"{one_line(clone.name)} {error}")


def date_answer(submission: Submission, clone: Path, histories: Histories) -> Submission:
    """Add when the answer was committed; give it back with the reason where that cannot be told."""
    path = PurePosixPath(submission.path.relative_to(clone).as_posix())
    try:
        history = histories.open(clone)
        head = history.find_head()
        entries = {entry.path: entry for entry in history.list_files(head)}
        if any(above in entries for above in path.parents):
            return replace(submission, undated="the file lies in a repository of its own, inside of the clone")
        entry = entries.get(path)
        if entry is None or not _is_content(submission.sha256, _read_entry(history, entry)):
            return replace(submission, undated="the file is not as it was committed")
        brought = _find_origin(history, head, entry)
        submitted, doubt = _date(history, brought)
        return replace(submission, commit=brought.id, submitted=submitted, notes=(*submission.notes, *doubt))
    except SubmissionError as error:
        return replace(submission, undated=f"the clone {str(error).rstrip('.')}")


def hint_at_branches(submission: Submission, clone: Path, wanted: Wanted, histories: Histories) -> Submission:
    """Add a note where another branch or a tag of the clone holds what may be meant.

    That is an answer with work in it where nothing was written in the graded one, and else another one that was
    committed on top of it.
    """
    if not os.path.isdir(clone / ".git"):
        return submission
    try:
        history = histories.open(clone)
        head = history.find_head()
        branches = list(history.list_branches().items())[:MOST_BRANCHES]
        others = [(name, commit) for name, commit in branches if commit != head]
        has_work = bool(others and submission.units) and was_changed(submission, wanted.names)
        for name, commit in others:
            if has_work and not history.builds_on(commit, head):
                continue
            written = _find_written(history, commit, clone, wanted)
            if written is not None and written.sha256 != submission.sha256:
                kind, short = ("tag" if name.startswith("refs/tags/") else "branch"), name.split("/", 2)[2]
                what = f"{'a later' if has_work else 'a'} {one_line(written.path.name)}"
                note = f"The {kind} {one_line(short)} holds {what} that somebody worked on; it is not graded."
                return replace(submission, notes=(*submission.notes, note))
    except SubmissionError:
        pass
    return submission


def _find_written(history: History, commit: str, clone: Path, wanted: Wanted) -> Submission | None:
    candidates = _list_candidates(clone, history.list_files(commit))
    for path in [path for path in candidates if path.name in wanted.files][:3]:
        found = parse_submission("", path, _read_entry(history, candidates[path]))
        if list_written(found, wanted.names):
            return found
    return None


def _find_origin(history: History, commit: str, entry: Entry) -> Commit:
    """Return the commit that brought what a file holds: moving it, or calling it otherwise, brings nothing."""
    brought = history.find_change(commit, entry.path)
    for _ in range(MOST_MOVES):
        before = history.find_parent(brought.id)
        if before is None:
            break
        same = next((each for each in history.list_files(before) if each.id == entry.id), None)
        if same is None:
            break
        brought = history.find_change(before, same.path)
    return brought


def _age(submission: Submission) -> float:
    return submission.submitted.timestamp() if submission.submitted else 0.0


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
    later = len(commits) - count
    after = f"Graded as of {at:%Y-%m-%d %H:%M %Z}: {later} later commit{'s are' if later != 1 else ' is'} left out."
    return commits[count - 1].id, (*([after] if later else []), *([note] if doubtful else []))


def _list_candidates(clone: Path, entries: list[Entry]) -> dict[Path, Entry]:
    """Return a commit's files by their path in the clone, without those in folders where tools keep copies."""
    refuse_count(len(entries))
    environments = {entry.path.parent for entry in entries if entry.path.name == "pyvenv.cfg"} - {PurePosixPath()}

    # Of a folder once, not of each of its files.
    @cache
    def is_left_out(folder: PurePosixPath) -> bool:
        return any(is_skipped(each.name) or each in environments for each in (folder, *folder.parents))

    return {clone / entry.path: entry for entry in entries if not is_left_out(entry.path.parent)}


def _read_entry(history: History, entry: Entry) -> bytes:
    """Return a file's bytes; raise SubmissionError if it is no plain file or too large."""
    if entry.mode not in PLAIN:
        raise SubmissionError(f"is {KINDS.get(entry.mode, 'no plain file')}. Hand in the file itself.")
    refuse_size(entry.size, size_limit(Path(entry.path)))
    return history.read(entry)


def _is_content(sha256: str | None, data: bytes) -> bool:
    """Return whether a file is what was committed; git and editors may have changed its line ends, both ways."""
    plain = data.replace(b"\r\n", b"\n")
    texts = (data, plain, plain.replace(b"\n", b"\r\n"))
    return sha256 in [hashlib.sha256(text).hexdigest() for text in texts]


def _name_inner(folder: PurePosixPath) -> str:
    return f" Its folder {one_line(str(folder))} is a repository of its own, whose files are not in this one."


def _date(history: History, commit: Commit) -> tuple[datetime, tuple[str, ...]]:
    """Return when a commit was made, not earlier than those that it builds on, and a note where it claims to be."""
    newest = max(history.list_commits(commit.id), key=lambda each: each.seconds)
    try:
        made = datetime.fromtimestamp(newest.seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise SubmissionError(f"has a commit, {newest.id[:10]}, whose date no calendar holds.") from None
    if newest.seconds - commit.seconds <= SKEW:
        return made, ()
    return made, (
        f"{commit.id[:10]} claims an earlier date than {newest.id[:10]}, which it builds on: that one counts.",
    )
