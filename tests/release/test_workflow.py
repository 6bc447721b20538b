"""The workflows: what linters say of them."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from autograder.course import Assignment, need_course
from autograder.release.contents import WORKFLOW, collect

PROGRAMS = Path(sys.executable).parent


HOST = "org/network-checks"


@pytest.fixture(scope="module")
def workflows(assignment: Assignment, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Give the workflows of two releases: one with its own steps, and one that calls a hosted one."""
    course = need_course(assignment.folder)
    paths = []
    for host in (None, HOST):
        paths.append(tmp_path_factory.mktemp("release") / WORKFLOW)
        paths[-1].parent.mkdir(parents=True)
        paths[-1].write_bytes(collect(course, [assignment], host=host).files[WORKFLOW])
    return paths


def lint(program: str, *arguments: str | Path) -> None:
    """Run a linter; it must have nothing to say."""
    done = subprocess.run([PROGRAMS / program, *arguments], capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr


def read(path: Path) -> Any:
    """Return the workflow as data."""
    return YAML(typ="safe").load(path.read_text())


@pytest.mark.parametrize("schema", ["vendor.github-workflows", "custom.github-workflows-require-timeout"])
def test_they_are_workflows(workflows: list[Path], schema: str) -> None:
    """And no job of theirs runs for ever."""
    lint("check-jsonschema", "--builtin-schema", schema, *workflows)


def test_they_open_no_door(workflows: list[Path]) -> None:
    """Zizmor knows the ways in which workflows are attacked."""
    lint("zizmor", "--offline", "--persona", "pedantic", *workflows)


def test_their_scripts_are_sound_and_plain(workflows: list[Path], tmp_path: Path) -> None:
    """And no expression is pasted into one: whoever names a branch could write the script."""
    steps = read(workflows[0])["jobs"]["run-autograding-tests"]["steps"]
    scripts = [tmp_path / f"{number}.sh" for number, step in enumerate(steps) if "run" in step]
    for path in scripts:
        path.write_text(steps[int(path.stem)]["run"])

    assert not any("${{" in path.read_text() for path in scripts)
    lint("shellcheck", "--shell", "bash", *scripts)


def test_other_programs_find_the_names_they_look_for(workflows: list[Path]) -> None:
    """Names that GitHub Classroom gave and others took over."""
    for path in workflows:
        content = read(path)

        assert path.name == "classroom.yml"
        assert content["name"] == "Autograding Tests"
        assert list(content["jobs"]) == ["run-autograding-tests"]


def test_they_may_only_read(workflows: list[Path]) -> None:
    """And no step keeps the token."""
    steps = read(workflows[0])["jobs"]["run-autograding-tests"]["steps"]
    checkouts = [step["with"] for step in steps if step.get("uses", "").startswith("actions/checkout@")]

    assert [read(path)["permissions"] for path in workflows] == [{"contents": "read"}] * 2
    assert [checkout["persist-credentials"] for checkout in checkouts] == [False, False]


def test_a_caller_is_short_and_names_its_host(workflows: list[Path]) -> None:
    """Students have nothing in it to mend."""
    caller = workflows[1].read_text()

    assert f"uses: {HOST}/.github/workflows/classroom.yml@main" in caller
    assert len(caller.splitlines()) <= 11
