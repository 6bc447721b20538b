"""Say a line to a person: between words it goes on below itself on a terminal, and stays in one piece elsewhere."""

import shutil
import sys
import textwrap
from typing import TextIO

WIDEST = 80


def say(line: str, file: TextIO | None = None) -> None:
    """Print a line; a path, a command or another word is never cut, so that it can be copied."""
    file = file or sys.stdout
    shown = "\n".join(_wrap(line)) if file.isatty() else line
    encoding = file.encoding or "utf-8"
    print(shown.encode(encoding, "replace").decode(encoding), file=file)


def _wrap(line: str) -> list[str]:
    width = min(WIDEST, shutil.get_terminal_size().columns)
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.wrap(
        line, width, subsequent_indent=f"{indent}  ", break_long_words=False, break_on_hyphens=False
    ) or [line]
