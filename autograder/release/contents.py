"""Gather the files of a student's repository."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from urllib.parse import quote

from autograder.course import COURSE_FILE, REQUIREMENTS, Assignment, Course
from autograder.course.texts import quote_toml
from autograder.diagnosis.slips import SlipTable
from autograder.errors import CourseError
from autograder.release.locks import add_locks
from autograder.release.pins import TEMPLATES, list_requirements, pin, write_requirements
from autograder.release.trusted import WORKFLOW, choose_version, name_wheel, pack_checks
from autograder.release.wheels import make_own_wheel
from autograder.submissions.kinds import is_notebook, is_script

COPIES = {
    ".devcontainer/devcontainer.json": "devcontainer.json",
    ".gitignore": "gitignore",
    ".vscode/settings.json": "settings.json",
    "pytest.ini": "pytest.ini",
}
CONSTRAINTS = "constraints.txt"
KERNEL = "ipykernel"  # in which notebooks run
WITHOUT_TORCH = (
    " If it finds no `torch`, your network does not let you\nreach download.pytorch.org: the first lines of "
    "[requirements.txt](requirements.txt) say what to do."
)


@dataclass(frozen=True)
class Release:
    """The files of a student's repository by path; `answers` are those that belong to the student."""

    files: dict[str, bytes]
    answers: frozenset[str]

    def bundle(self) -> dict[str, bytes]:
        """Return the files that Classroom 50 needs to grade: what to install, and a program that does and runs it."""
        wanted = ("wheels/", "requirements.txt", CONSTRAINTS)
        installed = {path: data for path, data in self.files.items() if path.startswith(wanted)}
        return {**installed, "autograder.py": (TEMPLATES / "bundle.py").read_bytes()}


def collect(
    course: Course,
    assignments: Sequence[Assignment],
    *,
    source: str | None = None,
    host: str | None = None,
    notebook: bool = False,
) -> Release:
    """Return the release of built assignments.

    `source` is what pip installs the autograder from instead of a wheel in the release; `host` is the repository whose
    workflow the students' CI calls instead of its own; `notebook` adds a notebook to each script, to write in instead.
    """
    content = {path: (TEMPLATES / name).read_bytes() for path, name in COPIES.items()}
    content[WORKFLOW] = _workflow(host)
    content[COURSE_FILE] = describe_course(course, assignments).encode()
    wanted = list_requirements(assignments)
    content[CONSTRAINTS] = pin(course.root / CONSTRAINTS, wanted, (KERNEL,) if notebook else ())
    answers: set[str] = set()
    for assignment in assignments:
        own = _read_built(course.root / "assignments" / assignment.name, assignment, notebook)
        content |= own
        answers |= {path for path in own if _is_answer(path, assignment)}
    content["README.md"] = _readme(course, assignments, content).encode()
    wheels: dict[str, bytes] = {}
    if source is None:
        name, wheel = make_own_wheel()
        wheels[f"wheels/{name}"] = content[f"wheels/{name}"] = wheel
        source = f"./wheels/{name}"
    version = choose_version(content)
    checks = f"wheels/{name_wheel(version)}"
    content["requirements.txt"] = write_requirements(
        content[CONSTRAINTS], wanted, [*((KERNEL,) if notebook else ()), source, f"./{checks}"]
    )
    own_wheels = {**wheels, checks: pack_checks(content, version)}
    # What comes by git has no hash.
    locks = add_locks(course.root, wanted, own_wheels, notebook) if wheels else {}
    return Release(content | own_wheels | locks, frozenset(answers))


def describe_course(course: Course, assignments: Sequence[Assignment], *, secrets: bool = False) -> str:
    """Return a course.toml with the titles, the limits and the points of some assignments, and which have `secrets`."""
    lines = [f"title = {quote_toml(course.title)}"]
    for assignment in assignments:
        table = f"assignments.{quote_toml(assignment.name)}"
        lines += ["", f"[{table}]", f"title = {quote_toml(assignment.title)}"]
        if assignment.requirements != REQUIREMENTS:
            lines.append(f"requirements = {quote_toml(assignment.requirements)}")
        lines += [
            f"{key} = {quote_toml(value)}"
            for key, value in (("data", assignment.data), ("files", assignment.files))
            if value
        ]
        lines += ["secret = true"] if secrets and assignment.secret else []
        lines += [f"[{table}.limits]", *(f"{name} = {value}" for name, value in vars(assignment.limits).items())]
        lines += [f"[{table}.points]", *(f"{quote_toml(name)} = {value}" for name, value in assignment.points.items())]
    return "\n".join(lines) + "\n"


def _read_built(folder: Path, assignment: Assignment, notebook: bool) -> dict[str, bytes]:
    """Return a built assignment's files by path in the release."""
    other = folder / f"{assignment.module}.ipynb"
    if notebook and not other.is_file():
        raise CourseError(f"assignments/{folder.name} has no {other.name}; release it without --notebook")
    names = {path.name for path in folder.iterdir() if path.is_file() and path.name[0] != "."} | {*assignment.data}
    names -= set() if notebook else {other.name}
    return {f"assignments/{folder.name}/{name}": (folder / name).read_bytes() for name in sorted(names)}


def _is_answer(path: str, assignment: Assignment) -> bool:
    names = (f"{assignment.module}.ipynb", *(source.name for source in assignment.sources))
    return path.endswith(tuple(f"/{name}" for name in names))


def _workflow(host: str | None) -> bytes:
    if host is None:
        return (TEMPLATES / "classroom.yml").read_bytes()
    return (TEMPLATES / "caller.yml").read_bytes().replace(b"OWNER/NAME", host.encode())


def _readme(course: Course, assignments: Sequence[Assignment], content: dict[str, bytes]) -> str:
    whole = Template((TEMPLATES / "README.md").read_text(encoding="utf-8"))
    part = Template((TEMPLATES / "assignment.md").read_text(encoding="utf-8"))
    parts = []
    for assignment in assignments:
        folder, module = f"assignments/{assignment.name}", assignment.module
        slips = SlipTable.from_json(content[f"{folder}/{module}.slips.json"].decode())
        rows = "\n".join(f"| `{name}` | {value} |" for name, value in assignment.points.items())
        answers = [path for path in content if path.startswith(f"{folder}/") and _is_answer(path, assignment)]
        scripts = " and ".join(f"[`{path}`]({quote(path)})" for path in answers if is_script(path))
        notebooks = [f"[`{path}`]({quote(path)})" for path in answers if is_notebook(path)]
        links = " or, as you like it better, in ".join([scripts, *notebooks])
        parts.append(
            part.substitute(
                title=assignment.title,
                folder=quote(folder),
                answers=links,
                module=module,
                rows=rows,
                checks=_link(path for path in content if path.startswith(f"{folder}/test_")),
                more=_count(slips),
            )
        )
    torch = WITHOUT_TORCH if any(assignment.requires("torch") for assignment in assignments) else ""
    return whole.substitute(title=course.title, assignments="\n".join(parts), torch=torch)


def _link(paths: Iterable[str]) -> str:
    return ", ".join(f"[`{path.rpartition('/')[2]}`]({quote(path)})" for path in paths)


def _count(slips: SlipTable) -> str:
    number = slips.hidden_checks
    if not number:
        return "there are no others when it is graded"
    return f"{number} more check{'s run' if number != 1 else ' runs'} when it is graded, with other inputs"
