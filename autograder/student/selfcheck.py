"""A student's own check: `pytest` or `autograder check` in an assignment's folder."""

import gc
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from rich.console import Console

from autograder.checks.marks import exercise_of
from autograder.course import Assignment, find_assignment
from autograder.course.folders import find_check_folders
from autograder.diagnosis.diagnose import explain
from autograder.diagnosis.slips import SlipTable, read_table
from autograder.errors import CourseError
from autograder.examination.devices import note_devices
from autograder.examination.inquiry import Inquiry
from autograder.examination.run import Run
from autograder.examination.runs import Runs
from autograder.reports.page import Page
from autograder.reports.terminal import render_record
from autograder.results import Exercise, Record
from autograder.sandbox.lockdown import Policy
from autograder.sandbox.numbers import find_torch
from autograder.sandbox.server_process import WarmServer
from autograder.sandbox.session import Launcher, Sandboxing
from autograder.sandbox.spawned import SpawnLauncher
from autograder.sandbox.warm import WarmLauncher
from autograder.student.attempts import count_attempts, phrase
from autograder.student.closer_look import look_closer
from autograder.student.held_output import HeldOutput
from autograder.student.own_record import list_unexplained, make_own_record
from autograder.student.selection import Selection
from autograder.submissions import Submission, read_submission
from autograder.submissions.pair import read_own_answer


@dataclass
class Answer:
    """A student's answer to one assignment while it is checked; one that cannot be read is not run."""

    assignment: Assignment
    submission: Submission
    run: Run | None
    table: SlipTable
    _explained: dict[tuple[str, int], Exercise] = field(default_factory=dict)

    def explain(self, exercise: str) -> Exercise:
        """Return an exercise with the checks that have run so far, and their sentence."""
        assert self.run is not None
        found = self.run.describe(exercise)
        key = exercise, len(found.checks)
        if key not in self._explained:
            (self._explained[key],) = explain(found, [exercise], self.table, self.submission.units)
        return self._explained[key]


class SelfCheck(Runs):
    """Run the checks on the file beside them, and report as the course does.

    Where tests of somebody else are run, too, the report is pytest's own.
    """

    def __init__(
        self,
        config: pytest.Config,
        server: WarmServer | None,
        libraries: list[str],
        held: HeldOutput,
        selection: Selection,
    ) -> None:
        if torch := find_torch():
            torch.set_num_threads(1)
        self._config = config
        self._server = server
        self._launcher: Launcher = WarmLauncher(server.ends[0]) if server else SpawnLauncher(libraries)
        self._held = held
        self._selection = selection
        self._known: dict[Path, bool] = {}
        self._answers: dict[Path, Answer] = {}
        self.register(config)

    def knows(self, item: pytest.Item) -> bool:
        """Say whether a check is of a course, not a test of somebody else."""
        return self._is_known(item.path.parent)

    def _is_known(self, folder: Path) -> bool:
        if folder not in self._known:
            self._known[folder] = find_check_folders(folder) == [folder]
        return self._known[folder]

    def run_of(self, item: pytest.Item) -> Run:
        """Return the run of the file beside a check."""
        run = self._answers[item.path.parent].run
        assert run is not None
        return run

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, session: pytest.Session, items: list[pytest.Item]) -> None:
        """Read the student's files; checks of a file that cannot be read are not run."""
        own = [item for item in items if self.knows(item)]
        if len(own) < len(items):
            self._held.release()
        # Also of which no check is left to run: that is worth saying.
        for folder in filter(self._is_known, self._selection.folders):
            try:
                assignment = find_assignment(folder)
            except CourseError as error:
                self._held.release()
                raise pytest.UsageError(str(error)) from None
            self._read(assignment)
        broken = [folder for folder, answer in self._answers.items() if answer.run is None]
        items[:] = [item for item in items if item.path.parent not in broken]
        # All that is there by now stays: pytest looks for garbage several times at the end, and need not look there.
        gc.freeze()

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Let pytest say why checks cannot be read."""
        if report.failed:
            self._held.release()

    def explain(self, item: pytest.Item) -> Exercise:
        """Return a check's exercise, with the checks that have run so far, and their sentence."""
        return self._answers[item.path.parent].explain(exercise_of(item))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Print the reports; an answer that cannot be read, or is not started, makes the session fail, too."""
        if not self._answers:
            self._held.release()
        for folder, answer in self._answers.items():
            if answer.run is not None:
                note_devices([item for item in session.items if item.path.parent == folder], answer.run)
            record = self._record(answer)
            self._report(record, answer)
            self._look_closer(session, record, answer)
            is_finished = all(each.status == "passed" for each in record.exercises)
            if record.error is not None or (session.exitstatus == pytest.ExitCode.OK and not is_finished):
                session.exitstatus = pytest.ExitCode.TESTS_FAILED
        if self._server is not None:
            self._server.close()

    def _read(self, assignment: Assignment) -> None:
        chosen = self._config.option.submission
        own = (assignment.folder, assignment.module, assignment.files)
        submission = read_submission("", Path(chosen)) if chosen else read_own_answer(*own)
        run = None
        if submission.error is None:
            policy = Policy(data=assignment.data_files)
            how = Sandboxing(self._launcher, assignment.module, policy, allow_weak=True)
            run = Run(Inquiry(how, submission.units, assignment.limits))
        table = read_table(assignment.path(".slips.json")) or SlipTable()
        self._answers[assignment.folder] = Answer(assignment, submission, run, table)

    def _record(self, answer: Answer) -> Record:
        found = answer.run.finish() if answer.run is not None else None
        tested = {one.exercise for one in found.checks} if found else set()
        names = dict.fromkeys([*answer.assignment.points, *sorted(tested)])
        exercises = [answer.explain(name) for name in names if name in tested]
        return make_own_record(answer.assignment, answer.submission, found, exercises)

    def _report(self, record: Record, answer: Answer) -> None:
        if self._held.is_released:
            return
        render_record(
            record,
            console=Console(highlight=False, soft_wrap=False),
            hidden_checks=answer.table.hidden_checks,
            file=Path(record.path).name,
            title=answer.assignment.title,
            hints=answer.assignment.path(".hints.md").name,
            unofficial=not self._launcher.official,
            full=self._config.option.all,
            how_to_see_all="With --all, every failing check is shown in full.",
            counts=self._selection.count(answer.assignment.folder),
        )

    def _look_closer(self, session: pytest.Session, record: Record, answer: Answer) -> None:
        """Add to the report what repairs show of what nothing else explains."""
        folder = answer.assignment.folder
        attempts = count_attempts(folder, record, answer.submission.units)
        if answer.run is None or self._held.is_released or not self._launcher.official:
            return
        cases = list_unexplained(record, answer.run.describe, answer.table, answer.submission.units)
        # Whoever runs a part of the checks has asked for that part's verdict alone.
        counts = self._selection.count(folder)
        cases = [case for case in cases if len(case.checks) == counts[case.exercise]]
        page = Page(Console(highlight=False, soft_wrap=False))
        for exercise, said in look_closer(session, answer.assignment, answer.run.inquiry.how, cases):
            # It comes when the report is long read: it says for itself what it is about.
            page.line(f"Looked closer: {exercise}")
            page.line(phrase(said, attempts.get(exercise, 0)), indent="  ➜ ", style="cyan")
