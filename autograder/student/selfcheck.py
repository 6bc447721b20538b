"""A student's own check: `pytest` or `autograder check` in an assignment's folder."""

import gc
import io
import sys
from pathlib import Path

import pytest
import torch
from rich.console import Console

from autograder import __version__
from autograder.course import Assignment, find_assignment
from autograder.diagnosis.diagnose import explain
from autograder.diagnosis.slips import SlipTable, read_table
from autograder.examination.hooks import CheckHooks
from autograder.examination.run import Run, Runs
from autograder.reports.terminal import render_record
from autograder.results.record import Record
from autograder.sandbox.server_process import WarmServer
from autograder.sandbox.session import Launcher
from autograder.sandbox.spawned import SpawnLauncher
from autograder.sandbox.warm import WarmLauncher
from autograder.submissions import Submission, read_submission
from autograder.submissions.pair import read_own_answer


class SelfCheck(Runs):
    """Run the checks on the file beside them, and report as the course does."""

    def __init__(self, config: pytest.Config, server: WarmServer | None, quiet: io.StringIO) -> None:
        torch.set_num_threads(1)
        self._config = config
        self._server = server
        self._launcher: Launcher = WarmLauncher(server.ends[0]) if server else SpawnLauncher()
        self._quiet = quiet
        self._runs: dict[Path, tuple[Assignment, Submission, Run]] = {}
        self._broken: dict[Path, tuple[Assignment, Submission]] = {}
        self.register(config)
        config.pluginmanager.register(CheckHooks())

    def run_of(self, item: pytest.Item) -> Run:
        """Return the run of the file beside a check."""
        return self._runs[item.path.parent][2]

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Read the student's files; checks of a file that cannot be read are not run."""
        for folder in dict.fromkeys(item.path.parent for item in items):
            self._read(find_assignment(folder))
        items[:] = [item for item in items if item.path.parent in self._runs]
        # All that is there by now stays: pytest looks for garbage several times at the end, and need not look there.
        gc.freeze()

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Print the report; a file that could not be read makes the session fail."""
        console = Console(highlight=False, soft_wrap=False)
        if not self._runs and not self._broken:
            sys.stdout.write(self._quiet.getvalue())
        for assignment, submission in self._broken.values():
            self._render(_record(assignment, submission, None, SlipTable()), assignment, SlipTable(), console)
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        for assignment, submission, run in self._runs.values():
            table = read_table(assignment.path(".slips.json"))
            record = _record(assignment, submission, run, table)
            self._render(record, assignment, table, console)
        if self._server is not None:
            self._server.close()

    def _read(self, assignment: Assignment) -> None:
        chosen = self._config.option.submission
        own = (assignment.folder, assignment.module)
        submission = read_submission("", Path(chosen)) if chosen else read_own_answer(*own)
        if submission.error is not None:
            self._broken[assignment.folder] = (assignment, submission)
            return
        run = Run(assignment.module, submission.units, self._launcher, assignment.limits, allow_weak=True)
        self._runs[assignment.folder] = (assignment, submission, run)

    def _render(self, record: Record, assignment: Assignment, table: SlipTable, console: Console) -> None:
        render_record(
            record,
            console=console,
            hidden_checks=table.hidden_checks,
            file=Path(record.path).name,
            title=assignment.title,
            unofficial=not self._launcher.official,
            full=self._config.option.all,
            how_to_see_all="With --all, every failing check is shown in full.",
        )


def _record(assignment: Assignment, submission: Submission, run: Run | None, table: SlipTable) -> Record:
    found = run.finish() if run is not None else None
    return Record(
        assignment=assignment.name,
        student="",
        path=str(submission.path),
        sha256=submission.sha256,
        graded_with={"autograder": __version__, "torch": torch.__version__},
        seconds=found.seconds if found else 0.0,
        error=submission.error,
        notes=(*submission.notes, *(found.notes if found else ())),
        exercises=explain(found, list(assignment.points), table, submission.units) if found else (),
    )
