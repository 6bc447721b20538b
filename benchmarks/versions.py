"""Build environments of several versions and compare what they give with what the pinned one gives.

`python benchmarks/versions.py FOLDER python3.11=oldest python3.12=newest …`: each Python with the oldest versions that
pyproject.toml allows, with those that constraints.txt pins, or with the newest that pip finds. What is in FOLDER from
an earlier run is used again. Where it differs, the first differences are printed, and the exit status is 1.
"""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from measure import ROOT

SHOWN = 10
DIGITS = 5  # sums are rounded otherwise from version to version


def main(folder: Path, wanted: list[str]) -> int:
    """Compare all environments with this one; return 1 where one differs."""
    here = find_verdicts(Path(sys.executable), folder / "here")
    status = 0
    for each in wanted:
        python, _, which = each.partition("=")
        name = each.replace("/", "-").strip("-")
        given = find_verdicts(build(folder / name, python, which), folder / name)
        different = list(find_differences(here, given, ""))
        print(f"{each} ({describe(folder / name)}): {len(different) or 'no'} differences")
        for line in different[:SHOWN]:
            print(f"  {line}")
        status = max(status, bool(different))
    return status


def build(folder: Path, python: str, which: str) -> Path:
    """Return the Python of an environment with the oldest, the pinned or the newest versions."""
    made = folder / "bin" / "python"
    if not made.exists():
        subprocess.run([python, "-m", "venv", folder], check=True)
        install: list[str | Path] = [
            made,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-compile",
            "--editable",
            f"{ROOT}[torch]",
        ]
        subprocess.run([*install, *choose(which)], check=True)
    return made


def choose(which: str) -> list[str]:
    """Return what narrows pip's choice of versions."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["torch"]]
    if which == "oldest":
        return [re.sub(r">=([\d.]+).*", r"==\1.*", each) for each in needed]
    return ["--constraint", str(ROOT / "constraints.txt")] if which == "pinned" else ["--upgrade", *needed]


def find_verdicts(python: Path, folder: Path) -> dict[str, Any]:
    """Return what an environment gives; what it gave to this engine before is kept beside it."""
    command: list[str | Path] = [python, ROOT / "benchmarks" / "verdicts.py"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    verdicts: dict[str, Any] = json.loads(done.stdout)
    return verdicts


def describe(folder: Path) -> str:
    """Return an environment's versions of Python, torch, numpy and pytest."""
    names = "platform.python_version()", "torch.__version__", "numpy.__version__", "pytest.__version__"
    ask: list[str | Path] = [
        folder / "bin" / "python",
        "-c",
        f"import numpy, platform, pytest, torch; print({', '.join(names)})",
    ]
    return subprocess.run(ask, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def find_differences(one: Any, other: Any, place: str) -> list[str]:
    """Return where two values differ, numbers but for their last digits."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = [*one, *(key for key in other if key not in one)]
        return [line for key in keys for line in find_differences(one.get(key), other.get(key), f"{place} / {key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [line for index, pair in pairs for line in find_differences(*pair, f"{place} [{index}]")]
    if isinstance(one, float) and isinstance(other, float) and f"{one:.{DIGITS}g}" == f"{other:.{DIGITS}g}":
        return []
    return [] if one == other else [f"{place[3:]}: {one!r:.100} here, {other!r:.100} there"]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
