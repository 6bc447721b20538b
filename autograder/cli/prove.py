"""`autograder prove`: is an assignment fit to grade with?"""

import argparse
from pathlib import Path
from textwrap import indent

from rich.console import Console
from rich.markup import escape

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
    console = Console(highlight=False)
    course = need_course(options.course)
    chosen = [course.get(options.assignment)] if options.assignment else list(course.assignments.values())
    with console.status("proving") as status:
        if options.mutants:
            reports = [run_mutants(one, jobs=options.jobs, note=status.update) for one in chosen]
            return _render_mutants(reports, console)
        if options.variations is not None:
            folders = [options.variations / one.name for one in chosen]
            varied = [
                run_variations(one, folder if folder.is_dir() else None, jobs=options.jobs, note=status.update)
                for one, folder in zip(chosen, folders, strict=True)
            ]
            return _render_variations(varied, console)
        if options.ways:
            listed = [list_namings(one, jobs=options.jobs, note=status.update) for one in chosen]
            return _render_namings(listed, console)
        if options.brothers:
            for one in chosen:
                _render_brothers(one.name, find_brothers(one, jobs=options.jobs, note=status.update), console)
            return 0
        if options.released:
            return _render_released([prove_released(course, one) for one in chosen], console)
        if options.texts:
            for one in chosen:
                _render_failures(list_failures(one, jobs=options.jobs), console)
            return 0
        proofs = prove(chosen, jobs=options.jobs, runs=options.runs, note=status.update)
    for proof in proofs:
        _render(proof, console)
    return 1 if any(proof.problems for proof in proofs) else 0


def _render(proof: Proof, console: Console) -> None:
    mark = "[red]✗[/]" if proof.problems else "[green]✓[/]"
    console.print(
        f"{mark} [bold]{proof.assignment}[/]  {proof.visible} visible checks, {proof.hidden} hidden, "
        f"{proof.slips} slips, {proof.runs} runs, {proof.seconds:.1f} s"
    )
    for reference, points in proof.references.items():
        console.print(f"  the reference {reference} has {points} points", markup=False, soft_wrap=True)
    if proof.ways:
        ways = ", ".join(f"{count} {way}" for way, count in proof.ways.most_common())
        console.print(f"  each slip without its own sentence: {ways}", markup=False, soft_wrap=True)
    for problem in proof.problems:
        console.print(f"  {problem}", markup=False, soft_wrap=True)


def _render_brothers(assignment: str, found: list[Brothers], console: Console) -> None:
    """Print what no probe can tell apart, for its author to read."""
    console.print(f"[bold]{assignment}[/]  {len(found)} faults are called by the sentence of one in another line")
    for one in found:
        console.print(f"  {one.mutant.exercise}, {one.mutant.description}", markup=False, soft_wrap=True)
        console.print(f"    ➜ {one.says}", markup=False, soft_wrap=True)


def _render_namings(listed: list[list[Naming]], console: Console) -> int:
    """Print what is said of each slip; 1 if a repair names a cause where nothing is wrong."""
    for namings in listed:
        for one in namings:
            mark = "[red]✗[/]" if one.contradicts else " "
            said = f"{one.said.way}, line {one.said.line}: {one.said.text}" if one.said else "nothing"
            console.print(f"{mark} {escape(one.slip.name)}: {escape(one.slip.says)}", soft_wrap=True)
            console.print(f"    ➜ {said}", markup=False, soft_wrap=True)
    wrong = sum(one.contradicts for namings in listed for one in namings)
    if wrong:
        console.print(f"{wrong} repairs name a cause in a line that is right: write checks that tell the two apart.")
    return 1 if wrong else 0


def _render_failures(failures: list[Failure], console: Console) -> None:
    """Print how each check fails, for its author to read as a student does."""
    for one in failures:
        console.print(f"[bold]{escape(one.check)}[/]", soft_wrap=True)
        console.print(f"  with {one.slip}:" if one.slip else "  fails with no slip", markup=False, soft_wrap=True)
        console.print(indent(one.text, "    "), markup=False, soft_wrap=True)


def _render_variations(reports: list[VariationReport], console: Console) -> int:
    """Print how right answers fared; 1 if one loses a point."""
    for report in reports:
        mark = "[red]✗[/]" if report.losses else "[green]✓[/]"
        console.print(
            f"{mark} [bold]{report.assignment}[/]  {report.count} variations of {report.answers} right answers: "
            f"{len(report.losses)} lose points"
        )
        for loss in report.losses:
            console.print(f"  {loss}", markup=False, soft_wrap=True)
    return 1 if any(report.losses for report in reports) else 0


def _render_released(proofs: list[ReleasedProof], console: Console) -> int:
    """Print what became of the solutions; 1 if one lost a point."""
    for proof in proofs:
        mark = "[red]✗[/]" if proof.problems else "[green]✓[/]"
        console.print(f"{mark} [bold]{proof.assignment}[/]  as released: {proof.checks} checks", highlight=False)
        console.print(f"  with {', '.join(proof.packages)}", markup=False, soft_wrap=True)
        for problem in proof.problems:
            console.print(f"  {problem}", markup=False, soft_wrap=True)
    return 1 if any(proof.problems for proof in proofs) else 0


def _render_mutants(reports: list[MutationReport], console: Console) -> int:
    """Print how the checks did; 1 if a survivor is not explained."""
    for report in reports:
        fine = not report.survivors and not report.idle
        console.print(
            f"{'[green]✓[/]' if fine else '[red]✗[/]'} [bold]{report.assignment}[/]  {report.count} mutants: "
            f"{report.killed} noticed, {report.explained} explained, {len(report.survivors)} survive"
        )
        for mutant in report.survivors:
            console.print(f"  {mutant.exercise or 'file'}, {mutant.description}", markup=False, soft_wrap=True)
        for explanation in report.idle:
            console.print(f"  explained, but noticed or gone: {explanation}", markup=False, soft_wrap=True)
    return 1 if any(report.survivors or report.idle for report in reports) else 0
