"""Where this user's own cache is: nobody else may read it, since hidden checks' values lie there."""

import os
from pathlib import Path


def cache_folder(name: str) -> Path:
    """Return the path of one part of the cache; whoever writes there makes it, for this user alone."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "autograder" / name
