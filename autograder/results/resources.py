"""Read files that are a part of this package."""

from importlib.resources.abc import Traversable


def read_tree(folder: Traversable, path: str = "") -> dict[str, bytes]:
    """Return all files of a folder by their paths, which begin with `path`, in an order that is always the same."""
    found: dict[str, bytes] = {}
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name == "__pycache__" or entry.name.startswith("."):
            continue
        here = f"{path}/{entry.name}" if path else entry.name
        found |= read_tree(entry, here) if entry.is_dir() else {here: entry.read_bytes()}
    return found
