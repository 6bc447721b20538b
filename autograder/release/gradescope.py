"""Pack an assignment's grading into the archive that Gradescope takes as its autograder."""

from pathlib import Path

from autograder.course import COURSE_FILE, Assignment, Course
from autograder.course.secret import SECRET
from autograder.diagnosis.slips import SlipTable
from autograder.release.archive import pack_zip
from autograder.release.contents import CONSTRAINTS, describe_course
from autograder.release.pins import TEMPLATES, pin, write_requirements
from autograder.release.wheels import make_own_wheel

PROGRAMS = {"setup.sh": "gradescope_setup.sh", "run_autograder": "gradescope_run.sh"}
COURSE = "course"


def pack_autograder(course: Course, assignment: Assignment, table: SlipTable, *, allow_weak: bool = False) -> bytes:
    """Return the zip file: the programs that Gradescope starts, the autograder, and all checks of the assignment.

    The solution stays at home. It is needed to make the table of slips, which is there ready-made. With `allow_weak`,
    it grades even where a machine cannot lock students' code down.
    """
    wheel, data = make_own_wheel()
    folder = f"{COURSE}/solutions/{assignment.name}"
    checks = [*assignment.visible_checks, *assignment.hidden_checks]
    constraints = pin(course.root / CONSTRAINTS, assignment.requirements)
    programs = {name: (TEMPLATES / template).read_bytes() for name, template in PROGRAMS.items()}
    programs["run_autograder"] = programs["run_autograder"].replace(
        b"# options\n", b"--allow-weak-sandbox\n" if allow_weak else b"\n"
    )
    secrets = [assignment.path(SECRET)] if assignment.secret else []
    return pack_zip(
        {
            **programs,
            CONSTRAINTS: constraints,
            "requirements.txt": write_requirements(constraints, assignment.requirements, [f"./wheels/{wheel}"]),
            f"wheels/{wheel}": data,
            f"{COURSE}/{COURSE_FILE}": describe_course(course, [assignment], secrets=True).encode(),
            f"{folder}/{assignment.module}.slips.json": table.to_json().encode(),
            **{f"{folder}/{path.name}": path.read_bytes() for path in [*checks, *secrets]},
            **{f"{folder}/{name}": Path(path).read_bytes() for name, path in assignment.data_files.items()},
        },
        programs,
    )
