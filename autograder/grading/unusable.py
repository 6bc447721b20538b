"""Say why a check file, or a conftest.py beside it, cannot be used, by what pytest reports of it."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Whoever asks judges imports this, too, and has no other use of pytest, which takes a tenth of a second.
    import pytest


def say_what_failed(report: "pytest.CollectReport", checks: Sequence[str]) -> str:
    """Return the reason why a check file cannot be used, and the line of it that is to blame, in one line."""
    file, _, within = report.nodeid.partition("::")
    lines = [line.strip() for line in str(report.longrepr).splitlines() if line.strip()]
    reasons = [line.removeprefix("E").strip() for line in lines if line.startswith("E ") and "See docs" not in line]
    said = (reasons or [" ".join(lines)])[-1]
    reason = re.sub(r"^(_pytest\.config\.exceptions|pytest)\.UsageError: ", "", said)
    is_ours, said = reason != said, reason
    name = re.escape(os.path.basename(file))
    places = [found[1] for line in lines if (found := re.search(rf"{name}(?::|\", line )(\d+)", line))]
    if within:
        # A class is collected by what stands in front of its checks, and pytest names these, if anything.
        remedy = "; @pytest.mark.parametrize takes names that the check, or a fixture of it, has, and lists of values"
        said = said if is_ours else f"{said}{remedy}"
        names = [within, *re.findall(rf"{name}::([\w:]+)", said)]
        places = [str(line) for path in checks if path.endswith(file) for line in _find_definition(path, names[-1])]
    return f"{file}, line {places[-1]}: {said}" if places else f"{file}: {said}"


def find_broken_conftest(lines: Sequence[str], said: str) -> str:
    """Return which line of a conftest.py ended pytest, by what it wrote, and what to do; nothing where none did."""
    places = re.findall(r"conftest\.py(?:\", line |:)(\d+)", "\n".join(lines))
    if not places:
        return ""
    said = re.sub(r"^E +", "", said)
    return f"conftest.py, line {places[-1]}: {said}; mend it, or do without it: students do not get it"


def _find_definition(path: str, name: str) -> list[int]:
    """Return the line in which a class, or a method such as TestClamp::test_first, is defined; none if it is not."""
    lines = Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
    at = 0
    for part in name.rstrip(":").split("::"):
        begins = re.compile(rf" *(class|def|async def) {re.escape(part)}\b")
        at = next((number for number, line in enumerate(lines[at:], at + 1) if begins.match(line)), 0)
        if not at:
            return []
    return [at]
