"""`autograder prove`: is an assignment fit to grade with?"""

import argparse
import os
from pathlib import Path
from typing import Any

from rich.console import Console

from autograder.course import need_course
from autograder.prove.proof import Proof
from autograder.prove.prove import prove


def add_to(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("prove", help="prove an assignment: stub, solution, slips, examples, steadiness")
    parser.add_argument("assignment", nargs="?", help="such as 01_network; default: all")
    parser.add_argument(
        "--runs", type=int, default=20, metavar="N", help="repetitions with other hash seeds; default: 20"
    )
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="judges at work; default: one a core"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print a proof for each assignment; 1 if any has a problem."""
    console = Console(highlight=False)
    course = need_course(Path.cwd())
    chosen = [course.get(options.assignment)] if options.assignment else list(course.assignments.values())
    with console.status("proving") as status:
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
    for problem in proof.problems:
        console.print(f"  {problem}", markup=False, soft_wrap=True)
