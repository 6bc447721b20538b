"""The names on a leaderboard: chosen in a comment, `# leaderboard: The Convolutionist`, or drawn."""

import hmac
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

CHOSEN = re.compile(r"^[ \t]*#[ \t]*leaderboard[ \t]*:(.*)$", re.IGNORECASE | re.MULTILINE)
SHORTEST, LONGEST = 3, 24
SHORTEST_PART = 3  # letters of a person's name that tell who it is
MARKS = " -_.'"
LOOK_ALIKE = str.maketrans("013457$@|", "oieastsai")

FIRST = (
    *("Brisk", "Calm", "Clever", "Daring", "Eager", "Early", "Fair", "Gentle", "Hidden", "Keen", "Late", "Lively"),
    *("Lucky", "Mellow", "Modest", "Noble", "Patient", "Plain", "Proud", "Quiet", "Rapid", "Round", "Sharp", "Shy"),
    *("Silent", "Smooth", "Steady", "Sunny", "Swift", "Tidy", "Warm", "Wise"),
)
SECOND = (
    *("Anchor", "Badger", "Beacon", "Comet", "Cricket", "Falcon", "Ferry", "Finch", "Glacier", "Harbour", "Heron"),
    *("Kettle", "Lantern", "Lynx", "Maple", "Marmot", "Meadow", "Otter", "Pebble", "Pine", "Plover", "Puffin"),
    *("Quartz", "Raven", "River", "Salmon", "Sparrow", "Thistle", "Tiger", "Walnut", "Willow", "Wren"),
)


def find_wish(sources: Iterable[str]) -> str | None:
    """Return the name that a student wants to have by a comment, whether it can be shown or not; None without one."""
    found = next((line[1] for text in sources for line in CHOSEN.finditer(text)), None)
    return None if found is None else " ".join(unicodedata.normalize("NFKC", found).split())


def find_chosen(sources: Iterable[str]) -> str | None:
    """Return the name that a student has chosen in a comment, or None if there is none that can be shown."""
    name = find_wish(sources)
    if name is None:
        return None
    is_plain = all(char.isalnum() or char in MARKS for char in name) and any(char.isalpha() for char in name)
    return name if is_plain and SHORTEST <= len(name) <= LONGEST else None


def name_all(
    sources: Mapping[str, Sequence[str]], people: Mapping[str, Iterable[str]], held: Mapping[str, str], key: bytes
) -> dict[str, str]:
    """Return a name for each student: no two alike, and nobody under the name of somebody else.

    `sources` are what each has handed in, the earliest student first; `people` gives the names that each goes by in
    life. Who `held` a name before keeps it as long as it is chosen. Drawn names follow from the student and the key,
    so that they stay the same, and nobody without the key can tell whose they are.
    """
    named: dict[str, str] = {}
    taken: set[str] = set()
    chosen = {student: name for student, texts in sources.items() if (name := find_chosen(texts)) is not None}
    wholes, parts = _find_owners(people)
    for student in sorted(chosen, key=lambda one: held.get(one) != chosen[one]):
        name = _reduce(chosen[student])
        words = map(_reduce, re.split(r"[\W_]+", chosen[student]))
        owners = wholes.get(name, set()).union(*(parts.get(word, set()) for word in words))
        if name not in taken and owners <= {student}:
            named[student] = chosen[student]
            taken.add(name)
    for student in sources:
        if student not in named:
            named[student] = next(name for name in _draw(student, key) if _reduce(name) not in taken)
            taken.add(_reduce(named[student]))
    return named


def _draw(student: str, key: bytes) -> Iterator[str]:
    number = int.from_bytes(hmac.digest(key, student.encode("utf-8", "surrogatepass"), "sha256")[:8])
    name = f"{FIRST[number // len(SECOND) % len(FIRST)]} {SECOND[number % len(SECOND)]}"
    yield name
    for more in itertools.count(2):
        yield f"{name} {more}"


def _find_owners(people: Mapping[str, Iterable[str]]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return who is meant by a name as a whole, and whose name has a word as a part that tells who it is."""
    wholes: dict[str, set[str]] = {}
    parts: dict[str, set[str]] = {}
    for student, names in people.items():
        for name in names:
            reduced = map(_reduce, re.split(r"[\W_]+|\d+", name))
            telling = {part for part in reduced if len(part) >= SHORTEST_PART}
            for part in telling:
                parts.setdefault(part, set()).add(student)
            for one in {_reduce(name), *telling}:
                wholes.setdefault(one, set()).add(student)
    return wholes, parts


def _reduce(name: str) -> str:
    """Return what names have in common that look alike: no accents, capitals, blanks, and no digit for a letter."""
    plain = unicodedata.normalize("NFKD", name).casefold().translate(LOOK_ALIKE)
    return "".join(char for char in plain if char.isalnum())
