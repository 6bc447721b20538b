"""Read the solution and run it."""

from pathlib import Path

exec(Path("@SOLUTION@").read_text())
