"""Prove an assignment on what students get: their repository, and what it has them install, and nothing else.

The environment holds the packages that the release requires, as they are installed here, so that nothing is downloaded;
it is made once for each set of them. The autograder and the checks come from the wheels of the release itself.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import venv
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from autograder.author.build.assemble import assemble, compare
from autograder.course import Assignment, Course
from autograder.errors import AutograderError
from autograder.grading.cache import cache_folder
from autograder.release.contents import collect
from autograder.release.pins import list_names, list_needed
from autograder.release.repository import update
from autograder.results.record import Record

SECONDS = 600
OURS = "autograder"


@dataclass
class ReleasedProof:
    """What became of the solution in a student's repository."""

    assignment: str
    packages: list[str]
    checks: int = 0
    problems: list[str] = field(default_factory=list)


def prove_released(course: Course, assignment: Assignment) -> ReleasedProof:
    """Release an assignment, put the solution in, and check it as students and their CI do."""
    needed = list_needed([OURS, *list_names(assignment.requirements)]) - {OURS}
    packages = [found for name in sorted(needed) if (found := _find(name)) is not None]
    proof = ReleasedProof(assignment.name, [f"{each.name} {each.version}" for each in packages])
    proof.problems += _find_stale(course, assignment)
    if proof.problems:
        return proof
    with tempfile.TemporaryDirectory(prefix="autograder-") as place:
        repository = Path(place, "repository")
        update(repository, collect(course, [assignment]).files)
        for source in assignment.sources:
            shutil.copy(source, repository / "assignments" / assignment.name)
        python = _make_environment(Path(place, "environment"), _need_packages(packages), repository / "wheels")
        proof.problems += _run_ci(python, repository, Path(place, "out"), proof)
        # What it says is the same at more length, if anything has been said.
        if not proof.problems:
            proof.problems += _run_pytest(python, repository / "assignments" / assignment.name)
    return proof


def _find_stale(course: Course, assignment: Assignment) -> list[str]:
    folder = course.root / "assignments" / assignment.name
    if not folder.is_dir():
        return [f"assignments/{assignment.name} is not built: run autograder build {assignment.name}"]
    made_by_running = {f"{assignment.module}.slips.json", f"{assignment.module}.ipynb"}
    lines = compare(assemble(assignment, slip_data=None), folder)
    return [line for line in lines if not any(f"/{name} " in line for name in made_by_running)]


def _find(name: str) -> Distribution | None:
    try:
        return distribution(name)
    # Needed on other machines than this one.
    except PackageNotFoundError:
        return None


def _need_packages(packages: Iterable[Distribution]) -> Path:
    """Return a folder that holds these packages and no other, filled once."""
    names = [f"{each.name}=={each.version} {each.locate_file('')}" for each in packages]
    folder = cache_folder("released") / hashlib.sha256("\n".join(names).encode()).hexdigest()[:16] / "site-packages"
    if folder.is_dir():
        return folder
    made = folder.with_name(f"making-{os.getpid()}")
    try:
        for each in packages:
            for path in each.files or ():
                if ".." not in path.parts:
                    _link(Path(str(path.locate())), made / path)
        made.rename(folder)
    except OSError as error:
        if not folder.is_dir():
            raise AutograderError(f"{folder} cannot be filled: {error.strerror}") from None
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return folder


def _link(path: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, place)
    except FileNotFoundError:
        return
    # On another disk.
    except OSError:
        shutil.copyfile(path, place)


def _make_environment(folder: Path, packages: Path, wheels: Path) -> Path:
    """Return the Python of an environment with these packages and these wheels."""
    # Links: a copied interpreter would not find the libraries of some installations.
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    ask = [str(python), "-I", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    own = Path(subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip())
    (own / "packages.pth").write_text(f"{packages}\n", encoding="utf-8")
    for wheel in wheels.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(own)
    return python


def _run_pytest(python: Path, folder: Path) -> list[str]:
    """Run what students run."""
    done = _run([python, "-m", "pytest"], folder)
    if done.returncode == 0:
        return []
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return [f"in a student's repository, pytest says: {' · '.join(lines[-4:])[:600]}"]


def _run_ci(python: Path, repository: Path, out: Path, proof: ReleasedProof) -> list[str]:
    """Run what their CI runs."""
    done = _run([python, "-I", "-m", OURS, "ci", "--repository", repository, "--out", out], repository)
    path = out / f"{proof.assignment}.json"
    if not path.is_file():
        return [f"in a student's CI: {' '.join(done.stderr.split())[-600:]}"]
    record = Record.from_dict(json.loads(path.read_text(encoding="utf-8")))
    checks = [check for exercise in record.exercises for check in exercise.checks]
    proof.checks = len(checks)
    return [f"in a student's CI, the solution: {note}" for note in (record.error, *record.notes) if note] + [
        f"in a student's CI, the solution fails {check.id}: {' '.join(check.message.split()) or check.status}"
        for check in checks
        if check.status != "passed"
    ]


def _run(command: list[Path | str], folder: Path) -> "subprocess.CompletedProcess[str]":
    known = ("PATH", "HOME", "TMPDIR", "XDG_CACHE_HOME", "LANG", "SYSTEMROOT", "TEMP", "TMP", "USERPROFILE")
    ours = {name: os.environ[name] for name in known if name in os.environ}
    return subprocess.run(command, cwd=folder, env=ours, capture_output=True, text=True, timeout=SECONDS)
