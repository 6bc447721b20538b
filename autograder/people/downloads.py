"""Understand the names that learning platforms give to files and folders in "download all submissions"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.reading import read_text

CANVAS = re.compile(r"(?P<name>[^_\W][^_]*)_(?:LATE_)?(?P<id>\d+)_(?P<order>\d+)_(?P<file>.+)")
MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?")
BLACKBOARD = re.compile(
    r"(?P<title>.+)_(?P<user>[^_]+)_attempt_(?P<order>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:_(?P<file>.+)|\.txt)?"
)
BRIGHTSPACE = re.compile(
    r"(?P<id>\d+)-\d+ - (?P<name>.+?) - (?P<month>[A-Z][a-z]{2})[a-z]*\.? (?P<day>\d{1,2}), (?P<year>\d{4}) "
    r"(?P<hour>\d{1,2})[:_.]?(?P<minute>\d\d) ?(?P<half>[AP])M(?: - (?P<file>.+))?"
)
SAKAI = re.compile(r"(?P<name>[^(),]+,[^(),]*[^(), ])\((?P<user>[^()\s]+)\)")
ILIAS = re.compile(r"(?P<family>[^\W\d_][^_]*)_(?P<given>[^\W\d_][^_]*)_(?P<user>[^_]+)_\d+")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
# Gradescope keeps a file beside the folders, with everybody of a group.
FOLDER = re.compile(r"^(?P<folder>\S+):[ ]*\n(?P<text>(?:[ -].*\n?)*)", re.MULTILINE)
SUBMITTER = re.compile(r"- :name: (?P<name>.*)\n(?:\s+:sid: ?(?P<sid>.*)\n?)?(?:\s+:email: ?(?P<email>.*)\n?)?")

# Canvas numbers the files of later attempts.
ATTEMPT = re.compile(r"-\d+(?=\.\w+$)")


@dataclass(frozen=True)
class Download:
    """Whose something is, and what it was called when it was handed in."""

    student: str
    number: str = ""  # by which the platform knows the student
    full_name: str = ""
    file: str = ""  # empty for a folder
    order: tuple[int, str] = (0, "")  # the later, the greater
    others: tuple[str, ...] = ()  # what the school knows the student by: an address, a number
    longer: tuple[str, ...] = ()  # what the name may be instead, of which more belongs to something else, longest first


def read_download(name: str) -> Download | None:
    """Return what the name of a file or folder says; None if it is of no platform known here."""
    if found := MOODLE.fullmatch(name):
        # Typed into the browser, beside the files of the same student.
        file = found["file"] or ("" if found["kind"] == "file" else "online.html")
        return Download(found["name"], found["id"], found["name"], file)
    if found := BLACKBOARD.fullmatch(name):
        # In front of a user name stands the assignment's, and either may hold what separates them.
        words = found["title"].split("_")
        longer = tuple("_".join([*words[at:], found["user"]]) for at in range(1, len(words)))
        return Download(found["user"], file=found["file"] or "", order=(0, found["order"]), longer=longer)
    if found := CANVAS.fullmatch(name):
        file = ATTEMPT.sub("", found["file"])
        return Download(found["name"], found["id"], found["name"], file, (int(found["order"]), ""))
    if (found := BRIGHTSPACE.fullmatch(name)) and found["month"] in MONTHS:
        return Download(found["name"], found["id"], found["name"], found["file"] or "", (0, _sort_by_time(found)))
    if found := SAKAI.fullmatch(name):
        return Download(found["user"], full_name=found["name"])
    if (found := ILIAS.fullmatch(name)) and found["family"][0].isupper() and found["given"][0].isupper():
        return Download(found["user"], full_name=f"{found['family']}, {found['given']}")
    return None


def _sort_by_time(found: re.Match[str]) -> str:
    """Return a moment that Brightspace wrote, so that the later one is the greater text."""
    hour = int(found["hour"]) % 12 + 12 * (found["half"] == "P")
    return f"{found['year']}-{MONTHS.index(found['month']):02}-{int(found['day']):02} {hour:02}:{found['minute']}"


def read_submitters(path: Path) -> dict[str, list[Download]]:
    """Return whose each folder of a Gradescope download is, of a group all; nothing where no file says so."""
    try:
        text = read_text(path)
    except (OSError, UnicodeDecodeError):
        return {}
    return {each["folder"]: list(_list_submitters(each["text"])) for each in FOLDER.finditer(text)}


def _list_submitters(text: str) -> Iterator[Download]:
    for each in SUBMITTER.finditer(text):
        name, number, email = ((each[part] or "").strip().strip("'\"") for part in ("name", "sid", "email"))
        yield Download(email or name, full_name=name, others=tuple(filter(None, (email, number))))
