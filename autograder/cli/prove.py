"""`autograder prove`: is an assignment fit to grade with?"""

import argparse
from collections.abc import Sized
from pathlib import Path

from rich.console import Console

from autograder.author.prove.brothers import Brothers, find_brothers
from autograder.author.prove.failures import Failure, list_failures
from autograder.author.prove.mutation_run import MutationReport, run_mutants
from autograder.author.prove.proof import Proof
from autograder.author.prove.prove import prove
from autograder.author.prove.released import ReleasedProof, prove_released
from autograder.author.prove.variation_run import VariationReport, run_variations
from autograder.author.prove.ways import Naming, list_namings
from autograder.cli.options import add_course, add_jobs, count
from autograder.course import need_course
from autograder.diagnosis.sentence import FACT, FORBIDDEN, RELATION, REPAIR, SLIP, Sentence
from autograder.reports.page import Page

# What students read where no slip speaks, as its author may call it.
WORDS = {
    FORBIDDEN: "which name is forbidden",
    SLIP: "the sentence of another slip",
    FACT: "what is wrong in their code",
    REPAIR: "at which line a change helps",
    RELATION: "how what was seen differs from what was expected",
    "nothing": "nothing",
}


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("assignment", nargs="?", help="such as 01_network; default: all")
    parser.add_argument(
        "--runs", type=count, default=20, metavar="N", help="repetitions with other hash seeds; default: 20"
    )
    add_jobs(parser)
    parser.add_argument("--mutants", action="store_true", help="instead: does a check notice every small fault?")
    parser.add_argument(
        "--brothers",
        action="store_true",
        help="instead: list faults that are called by the sentence of another",
    )
    parser.add_argument(
        "--released",
        action="store_true",
        help="instead: put the solution into what students get, with what they install and nothing else",
    )
    parser.add_argument(
        "--ways",
        action="store_true",
        help="instead: print what would be said of each slip without its own sentence",
    )
    parser.add_argument("--texts", action="store_true", help="instead: print what each check says when it fails")
    parser.add_argument(
        "--variations",
        nargs="?",
        type=Path,
        const=Path(),
        metavar="DIR",
        help="instead: do the solution, and right answers in DIR/NN_NAME/, keep every point when written otherwise?",
    )
    add_course(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print a proof for each assignment; 1 if any has a problem."""
    page = Page(Console(highlight=False))
    course = need_course(options.course)
    chosen = course.choose(*[options.assignment] if options.assignment else [])
    with page.console.status("proving") as status:
        if options.mutants:
            reports = [run_mutants(one, jobs=options.jobs, note=status.update) for one in chosen]
            return _render_mutants(reports, page)
        if options.variations is not None:
            folders = [options.variations / one.name for one in chosen]
            varied = [
                run_variations(one, folder if folder.is_dir() else None, jobs=options.jobs, note=status.update)
                for one, folder in zip(chosen, folders, strict=True)
            ]
            return _render_variations(varied, page)
        if options.ways:
            listed = [list_namings(one, jobs=options.jobs, note=status.update) for one in chosen]
            return _render_namings(listed, page)
        if options.brothers:
            for one in chosen:
                _render_brothers(one.name, find_brothers(one, jobs=options.jobs, note=status.update), page)
            return 0
        if options.released:
            return _render_released([prove_released(course, one) for one in chosen], page)
        if options.texts:
            for one in chosen:
                _render_failures(list_failures(one, jobs=options.jobs), page)
            return 0
        proofs = prove(chosen, jobs=options.jobs, runs=options.runs, note=status.update)
    for proof in proofs:
        _render(proof, page)
    return 1 if any(proof.problems for proof in proofs) else 0


def _render(proof: Proof, page: Page) -> None:
    counted = {"visible check": proof.visible, "hidden": proof.hidden, "slip": proof.slips, "run": proof.runs}
    counts = ", ".join(f"{count} {what}{'s' * (count != 1 and what != 'hidden')}" for what, count in counted.items())
    _head(page, f"{proof.assignment}  {counts}, {proof.seconds:.1f} s", proof.problems)
    for reference, points in proof.references.items():
        page.line(f"the reference {reference} has {points} points", indent="  ", hang=2)
    if proof.ways:
        ways = ", ".join(f"{WORDS[way]} ({count})" for way, count in proof.ways.most_common())
        page.line(f"without your slips, students would read of these mistakes: {ways}", indent="  ", hang=2)
    for problem in proof.problems:
        # Below the first line stands what a check saw.
        said, _, seen = problem.partition("\n")
        page.line(said, indent="  ", hang=2)
        page.labelled(seen, indent="    ")


def _head(page: Page, text: str, problems: Sized) -> None:
    """Print the line that begins what there is to say of an assignment, and whether all is well."""
    page.line(text, indent="✗ " if problems else "✓ ", style="bold red" if problems else "bold green")


def _render_brothers(assignment: str, found: list[Brothers], page: Page) -> None:
    """Print what no probe can tell apart, for its author to read."""
    page.line(
        f"{assignment}  {len(found)} faults are called by the sentence of one in another line", style="bold", hang=2
    )
    for one in found:
        page.line(f"{one.mutant.exercise}, {one.mutant.description}", indent="  ", hang=2)
        page.line(one.says, indent="    ➜ ")


def _render_namings(listed: list[list[Naming]], page: Page) -> int:
    """Print what is said of each slip; 1 if a repair names a cause where nothing is wrong."""
    for namings in listed:
        for one in namings:
            style = "red" if one.contradicts else ""
            page.line(f"{one.slip.name}: {one.slip.says}", indent="✗ " if one.contradicts else "  ", style=style)
            page.line(_describe(one.said), indent="    ➜ ")
    wrong = sum(one.contradicts for namings in listed for one in namings)
    if wrong:
        page.line(f"{wrong} repairs name a cause in a line that is right: write checks that tell the two apart.")
    return 1 if wrong else 0


def _describe(said: Sentence | None) -> str:
    """Return a sentence with what kind of sentence it is, and its line if it has one."""
    if said is None:
        return "nothing"
    line = "" if said.line is None else f", line {said.line}"
    return f"{WORDS[said.way]}{line}: {said.text}"


def _render_failures(failures: list[Failure], page: Page) -> None:
    """Print how each check fails, for its author to read as a student does."""
    for one in failures:
        page.line(one.check, style="bold")
        page.line(f"with {one.slip}:" if one.slip else "fails with no slip", indent="  ", hang=2)
        page.labelled(one.text, indent="    ")


def _render_variations(reports: list[VariationReport], page: Page) -> int:
    """Print how right answers fared; 1 if one loses a point."""
    for report in reports:
        count = f"{report.count} variations of {report.answers} right answers"
        _head(page, f"{report.assignment}  {count}: {len(report.losses)} lose points", report.losses)
        for loss in report.losses:
            page.line(str(loss), indent="  ", hang=2)
    return 1 if any(report.losses for report in reports) else 0


def _render_released(proofs: list[ReleasedProof], page: Page) -> int:
    """Print what became of the solutions; 1 if one lost a point."""
    for proof in proofs:
        _head(page, f"{proof.assignment}  as released: {proof.checks} checks", proof.problems)
        page.line(f"with {', '.join(proof.packages)}", indent="  ", hang=2)
        for problem in proof.problems:
            page.line(problem, indent="  ", hang=2)
    return 1 if any(proof.problems for proof in proofs) else 0


def _render_mutants(reports: list[MutationReport], page: Page) -> int:
    """Print how the checks did; 1 if a survivor is not explained."""
    for report in reports:
        counts = f"{report.killed} noticed, {report.explained} explained, {len(report.survivors)} survive"
        _head(page, f"{report.assignment}  {report.count} mutants: {counts}", [*report.survivors, *report.idle])
        for mutant in report.survivors:
            page.line(f"{mutant.exercise or 'file'}, {mutant.description}", indent="  ", hang=2)
        for explanation in report.idle:
            page.line(f"explained, but noticed or gone: {explanation}", indent="  ", hang=2)
        if report.survivors:
            page.line(f"add a check that notices each, or say in {report.file} why none can", indent="  ", hang=2)
    return 1 if any(report.survivors or report.idle for report in reports) else 0
