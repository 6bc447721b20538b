"""What is in a release, and what is not."""

import hashlib
import io
import json
import re
import shutil
import subprocess
import zipfile
from importlib.metadata import distributions
from pathlib import Path

import pytest

from autograder.author.build import make_stub
from autograder.course import Assignment, Course, need_course
from autograder.diagnosis.slips import read_slips
from autograder.errors import CourseError
from autograder.release import wheels
from autograder.release.contents import collect, describe_course
from autograder.release.pins import pin
from autograder.release.wheels import make_own_wheel

LONG = 30  # characters: a shorter line may stand anywhere by chance


def read_everything(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by name, and every file in a wheel among them."""
    found = {}
    for path in (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts):
        found[str(path)] = path.read_bytes()
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as wheel:
                found |= {f"{path}/{name}": wheel.read(name) for name in wheel.namelist()}
    return found


def find(secrets: set[str], folder: Path) -> set[str]:
    """Return those of the secrets that some file holds, or has in its name."""
    everything = read_everything(folder)
    return {one for one in secrets if any(one.encode() in data or one in name for name, data in everything.items())}


def read_all(paths: list[Path]) -> str:
    """Return the text of several files."""
    return "\n".join(path.read_text() for path in paths)


def lines_of(text: str) -> set[str]:
    """Return the lines that are long enough to be found nowhere by chance; what all check files import is no secret."""
    lines = (line.strip() for line in text.splitlines())
    return {line for line in lines if len(line) >= LONG and not line.startswith("from autograder.checks import")}


@pytest.fixture(params=["repository", "bundle"])
def folder(request: pytest.FixtureRequest, released: Path) -> Path:
    """Give what students can read: their repository, and the bundle, which is public."""
    return released.parent / request.param


def test_the_search_looks_into_wheels(folder: Path, assignment: Assignment) -> None:
    """What is released is found; else the tests below would prove nothing."""
    visible = lines_of(read_all(assignment.visible_checks))

    assert visible
    assert find(visible, folder) == visible


def test_no_hidden_check_is_released(folder: Path, assignment: Assignment) -> None:
    """Neither in the repository nor in any wheel: no line of it, and not its name."""
    visible = read_all(assignment.visible_checks)
    hidden = {line for line in lines_of(read_all(assignment.hidden_checks)) if line not in visible}

    assert hidden
    assert not find(hidden | {path.stem for path in assignment.hidden_checks}, folder)


def test_no_solution_and_no_slip_is_released(folder: Path, assignment: Assignment) -> None:
    """Only the stub is; and of the slips what they look like, not what they are."""
    solution = assignment.path(".py").read_text()
    slips = "\n".join(slip.instead for slip in read_slips(assignment.path(".slips.toml")))
    # What an author wrote for students may quote the answer, as the last hint does.
    written = [*assignment.visible_checks, assignment.path(".hints.md"), assignment.folder / "README.md"]
    shown = f"{make_stub(solution)}\n{read_all(written)}"
    answers = {line for line in lines_of(f"{solution}\n{slips}") if line not in shown}

    assert answers
    assert not find(answers, folder)


def test_the_wheel_keeps_where_it_was_made_to_itself(released: Path) -> None:
    """No path of the machine of whoever released it."""
    ours = str(Path(__file__).parents[2])

    assert not find({ours}, released)


def test_the_repository_is_one_commit_of_everything(released: Path) -> None:
    """Ready to push."""
    git = ["git", "-C", str(released)]
    commits = subprocess.run([*git, "log", "--oneline"], capture_output=True, text=True, check=True).stdout
    status = subprocess.run([*git, "status", "--porcelain", "--ignored"], capture_output=True, text=True, check=True)

    assert len(commits.splitlines()) == 1
    assert status.stdout == ""


def test_the_readme_says_what_is_not_in_the_repository(released: Path, assignment: Assignment) -> None:
    """Students know that there are more checks, and how many points an exercise has."""
    readme = (released / "README.md").read_text()
    slips = json.loads((released / "assignments" / assignment.name / f"{assignment.module}.slips.json").read_text())

    assert f"{slips['hidden_checks']} more check" in readme
    assert all(f"| `{name}` | {value} |" in readme for name, value in assignment.points.items())


def test_the_released_course_file_is_one(assignment: Assignment, tmp_path: Path) -> None:
    """It says of the assignment what the course says, whatever stands in a title."""
    course = need_course(assignment.folder)
    (tmp_path / "course.toml").write_text(describe_course(course, [assignment]))
    read = need_course(tmp_path).get(assignment.name)

    assert (read.title, read.points, read.limits) == (assignment.title, assignment.points, assignment.limits)


def test_a_git_url_takes_the_place_of_the_wheel(assignment: Assignment) -> None:
    """The checks still come in a wheel: they are this course's own."""
    source = "autograder @ git+https://example.org/autograder.git@v1"
    release = collect(need_course(assignment.folder), [assignment], source=source)

    assert source in release.files["requirements.txt"].decode().splitlines()
    assert [path.partition("-")[0] for path in release.files if path.endswith(".whl")] == ["wheels/autograder_checks"]


@pytest.fixture
def own(assignment: Assignment, tmp_path: Path) -> Course:
    """Give a copy of the course, for a test to change."""
    shutil.copytree(assignment.folder.parents[1], tmp_path / "own")
    return need_course(tmp_path / "own")


def test_a_notebook_is_there_for_those_who_want_it(own: Course, assignment: Assignment) -> None:
    """Beside the script, and as much the student's."""
    answer = f"assignments/{assignment.name}/{assignment.module}"
    (own.root / f"{answer}.ipynb").write_text("{}")
    script, both = (collect(own, [assignment], notebook=wanted) for wanted in (False, True))

    assert script.answers == {f"{answer}.py"} < both.answers == {f"{answer}.py", f"{answer}.ipynb"}
    assert f"{answer}.ipynb" not in script.files
    assert all(f"]({path})" in both.files["README.md"].decode() for path in both.answers)


def test_a_notebook_that_is_not_built_is_missed(own: Course, assignment: Assignment) -> None:
    """In one line, with the remedy."""
    (own.root / "assignments" / assignment.name / f"{assignment.module}.ipynb").unlink(missing_ok=True)

    with pytest.raises(CourseError, match=r"has no \w+\.ipynb; release it without --notebook"):
        collect(own, [assignment], notebook=True)


def test_the_same_course_gives_the_same_release(assignment: Assignment) -> None:
    """So that an update changes nothing that is not new."""
    course = need_course(assignment.folder)

    assert collect(course, [assignment]) == collect(course, [assignment])


def test_an_engine_that_changed_has_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pip keeps what has the version that it is asked for."""
    (name, data), (again, _) = make_own_wheel(), make_own_wheel()
    monkeypatch.setattr(wheels, "read_tree", lambda folder, path: {"autograder/__init__.py": b"changed"})
    changed, _ = make_own_wheel()

    assert name == again != changed
    with zipfile.ZipFile(io.BytesIO(data)) as wheel:
        (metadata,) = (wheel.read(path).decode() for path in wheel.namelist() if path.endswith("/METADATA"))
    assert f"\nVersion: {name.split('-')[1]}\n" in metadata


def test_an_autograder_from_such_a_wheel_makes_the_same_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever got it with a course may begin one; no version has two `+`."""
    name, data = make_own_wheel()
    zipfile.ZipFile(io.BytesIO(data)).extractall(tmp_path)
    monkeypatch.setattr(wheels, "distribution", lambda name: next(distributions(name=name, path=[str(tmp_path)])))

    assert make_own_wheel()[0] == name


def test_students_are_pinned_to_what_they_install(assignment: Assignment, tmp_path: Path) -> None:
    """A kernel only where there are notebooks."""
    path = tmp_path / "constraints.txt"
    path.write_text("torch==1\nmypy==1\nnumpy==1\nipykernel==1\nnbgrader==1\n")

    assert pin(path, ["torch", "numpy"]) == b"torch==1\nnumpy==1\n"
    assert pin(path, ["torch", "numpy"], ["ipykernel"]) == b"torch==1\nnumpy==1\nipykernel==1\n"


def test_a_release_with_notebooks_installs_a_kernel() -> None:
    """Without one, Jupyter opens them and cannot run them."""
    course = need_course(Path(__file__))
    releases = [collect(course, [course.get("01")], notebook=notebook) for notebook in (False, True)]

    assert ["\nipykernel\n" in each.files["requirements.txt"].decode() for each in releases] == [False, True]


def test_students_can_insist_on_hashes(own: Course, assignment: Assignment) -> None:
    """Of every package, and of the wheels that the release brings."""
    shutil.copytree(Path(__file__).parents[2] / "locks", own.root / "locks")
    files = collect(own, [assignment]).files
    requirements = re.split(r"\n(?=\S)", files["requirements-hashes.txt"].decode().strip())
    wheels = {f"./{path} --hash=sha256:{hashlib.sha256(files[path]).hexdigest()}" for path in files if "whl" in path}

    assert wheels < set(requirements)
    assert all("--hash=sha256:" in each for each in requirements if each[0] not in "#-")


def test_a_bill_of_materials_lists_what_is_installed(own: Course, assignment: Assignment) -> None:
    pytest.importorskip("cyclonedx_py", reason="cyclonedx-bom is not installed")
    shutil.copytree(Path(__file__).parents[2] / "locks", own.root / "locks")
    bill = json.loads(collect(own, [assignment]).files["sbom.cdx.json"])

    assert {"autograder", "autograder-checks", "torch", "pytest"} < {each["name"] for each in bill["components"]}


def test_the_locks_agree_with_the_constraints() -> None:
    """`make lock` makes them anew after a change of constraints.txt."""
    root = Path(__file__).parents[2]
    pins = dict(re.findall(r"^([\w.-]+)==(\S+)$", (root / "constraints.txt").read_text(), re.MULTILINE))

    for lock in (path.read_text() for path in (root / "locks").glob("*.txt")):
        locked = dict(re.findall(r"^([\w.-]+)==([\w.]+)", lock, re.MULTILINE))
        assert {name: pins[name] for name in pins.keys() & locked.keys()}.items() <= locked.items()
        assert "torch" in locked
