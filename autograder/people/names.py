"""Compare names as the platforms do that give them."""

import re
import unicodedata


def fold(name: str) -> str:
    """Return what all spellings of one name have in common.

    GitHub, mail servers and learning platforms take no notice of capitals; macOS writes é in two pieces, others in one.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name.strip()).casefold())


def squash(name: str) -> str:
    """Return a person's name without blanks and punctuation, as Canvas writes it into the names of files."""
    return re.sub(r"[\W_]+", "", fold(name))


def spell(name: str) -> frozenset[str]:
    """Return the squashed forms that a person's full name may come in: family name first, or last."""
    family, comma, given = name.partition(",")
    words = name.split()
    orders = [f"{given} {family}"] if comma else [" ".join([*words[at:], *words[:at]]) for at in range(len(words))]
    return frozenset(filter(None, (squash(each) for each in (name, *orders))))
