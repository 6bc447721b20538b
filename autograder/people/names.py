"""Compare names as the platforms do that give them."""

import re
import unicodedata


def fold(name: str) -> str:
    """Return what all spellings of one name have in common.

    GitHub, mail servers and learning platforms take no notice of capitals; macOS writes é in two pieces, others in one.
    Copying brings characters that nobody sees, and pandas makes 1001.0 of a number in a column with empty cells.
    """
    # Nearly all names are printable, and each is folded many times.
    seen = name if name.isprintable() else "".join(filter(_is_seen, name))
    seen = re.sub(r"^(\d+)\.0$", r"\1", seen.strip())
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", seen).casefold())


def _is_seen(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf")


def squash(name: str) -> str:
    """Return a person's name without blanks and punctuation, as Canvas writes it into the names of files."""
    return re.sub(r"[\W_]+", "", fold(name))


def strip_accents(name: str) -> str:
    """Return a squashed name as those write it whose keyboards lack its letters, Turkish ı and İ as i."""
    letters = unicodedata.normalize("NFD", name.replace("ı", "i"))
    return "".join(char for char in letters if not unicodedata.combining(char))


def split(name: str) -> tuple[str, str]:
    """Return a person's given names and family name: what stands behind a comma, or in front of the last word."""
    family, comma, given = name.partition(",")
    if not comma:
        given, _, family = name.rpartition(" ")
    return given.strip(), family.strip()


def spell(name: str) -> frozenset[str]:
    """Return the squashed forms that a person's full name may come in: family name first, or last."""
    words = name.split()
    orders = (
        [" ".join(split(name))] if "," in name else [" ".join([*words[at:], *words[:at]]) for at in range(len(words))]
    )
    return frozenset(filter(None, (squash(each) for each in (name, *orders))))
