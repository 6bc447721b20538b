"""Let students install nothing but what was locked: the lock of the course, with the release's own wheels."""

import hashlib
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from packaging.utils import canonicalize_name

from autograder.errors import CourseError
from autograder.release.pins import TORCH_INDEX, list_names

FOLDER = "locks"
LOCKED, FROM_PYPI = "requirements-hashes.txt", "requirements-hashes-pypi.txt"
BILL = "sbom.cdx.json"
BILL_TOOL = "cyclonedx_py"
PIN = re.compile(r"^([\w.-]+)==", re.MULTILINE | re.ASCII)
HEAD = """# All that is installed, each with the hashes of its files: pip refuses what is anything else.
#   python -m pip install --require-hashes -r {}
"""
FOR_PROCESSORS = f"""# torch for processors alone. Where download.pytorch.org cannot be reached, {FROM_PYPI} needs
# PyPI alone, and installs 3 GB more on Linux.
{TORCH_INDEX}
"""


def add_locks(root: Path, requirements: Sequence[str], wheels: Mapping[str, bytes], notebook: bool) -> dict[str, bytes]:
    """Return the locked requirements of a release and the bill of their materials; nothing where one was not locked.

    `wheels` are the release's own, by path.
    """
    name = "notebooks" if notebook else "students"
    if not (root / FOLDER).is_dir():
        return {}
    pins = {canonicalize_name(pin) for pin in PIN.findall(_read(root / FOLDER / f"{name}.txt"))}
    if not pins.issuperset(list_names(requirements)):
        return {}
    own = "".join(f"./{path} --hash=sha256:{hashlib.sha256(data).hexdigest()}\n" for path, data in wheels.items())
    locked = HEAD.format(LOCKED) + FOR_PROCESSORS + _read(root / FOLDER / f"{name}.txt") + own
    from_pypi = HEAD.format(FROM_PYPI) + _read(root / FOLDER / f"{name}-pypi.txt") + own
    files = {LOCKED: locked.encode(), FROM_PYPI: from_pypi.encode()}
    return files | {BILL: _write_bill(locked)} if find_spec(BILL_TOOL) else files


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseError(f"{path} is missing: run make lock") from None


@lru_cache
def _write_bill(locked: str) -> bytes:
    """Return the locked requirements as CycloneDX, the same for the same requirements."""
    command = [
        sys.executable,
        "-m",
        BILL_TOOL,
        "requirements",
        "--output-reproducible",
        "--no-validate",
        "--of",
        "JSON",
        "-",
    ]
    done = subprocess.run(command, input=locked.encode(), capture_output=True)
    if done.returncode:
        raise CourseError(f"{BILL} cannot be made: {done.stderr.decode(errors='replace').strip()[-300:]}")
    return done.stdout
