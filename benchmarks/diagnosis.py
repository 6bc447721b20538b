"""Count how often a wrong answer gets a sentence, a line, a relation, or nothing; with --show N, read N of them.

    python benchmarks/diagnosis.py [ASSIGNMENT ...] [--twice 300] [--keep FOLDER] [--sample N] [--search SECONDS]
                                   [--show N] [--way WAY] [--seed S]

A slip is diagnosed by the table without its own entry, and repaired without what it teaches, as if its author had not
thought of it.
"""

import argparse
import ast
import difflib
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from wrong_answers import KINDS, WrongAnswer, need_answers

from autograder.course import Assignment, need_course
from autograder.diagnosis.case import Case
from autograder.diagnosis.diagnose import Way, diagnose
from autograder.diagnosis.sentence import WAYS, Sentence
from autograder.diagnosis.slips import SlipTable
from autograder.diagnosis.source import Source
from autograder.grading.judges import Judges
from autograder.grading.known import learn_exercise
from autograder.grading.repairs import SECONDS, make_task
from autograder.submissions import Unit

NOTHING = "nothing"
Diagnosed = tuple[WrongAnswer, str, Sentence | None]
# Gives the way by which one wrong answer is repaired, or None where repairs are left out.
Repairer = Callable[[WrongAnswer], Way | None]


@contextmanager
def repair_with_judges(assignment: Assignment, seconds: float) -> Iterator[Repairer]:
    """Give what repairs wrong answers, with `seconds` of a processor for each exercise."""
    if not seconds:
        yield lambda answer: None
        return
    known = {exercise: learn_exercise(assignment, exercise) for exercise in assignment.points}
    with Judges(assignment) as judges:

        def repairer(answer: WrongAnswer) -> Way:
            units = [Unit(f"{assignment.module}.py", answer.source)]

            def repair(case: Case) -> Sentence | None:
                task = make_task(case, tuple(assignment.points), seconds)
                others = known[case.exercise].without(answer.truth)
                return judges.repair(units, replace(task, known=others)) if task else None

            return repair

        yield repairer


def diagnose_all(
    assignment: Assignment, table: SlipTable, answers: list[WrongAnswer], repairer: Repairer
) -> list[Diagnosed]:
    """Return what is said of each failing exercise of each answer."""
    said = []
    for answer in answers:
        others = tuple(slip for number, slip in enumerate(table.slips) if number != answer.slip)
        source = Source([Unit(f"{assignment.module}.py", answer.source)])
        for exercise in dict.fromkeys(one.exercise for one in answer.found.checks):
            case = Case(answer.found, exercise, replace(table, slips=others), source)
            if any(one.check.status != "passed" for one in case.checks):
                said.append((answer, exercise, diagnose(case, repairer(answer))))
    return said


def tabulate(name: str, said: list[Diagnosed]) -> None:
    """Print a row for each kind of wrong answer."""
    for kind in KINDS:
        ways = Counter(one.way if one else NOTHING for answer, _, one in said if answer.kind == kind)
        total = sum(ways.values())
        if total:
            cells = [f"{ways[way] / total:.0%}" for way in (*WAYS, NOTHING)]
            print(f"| {name} | {kind} | {total} | {' | '.join(cells)} |")


def show(said: list[Diagnosed], solution: str) -> None:
    """Print answers as what differs from the solution, with what is said of them."""
    for answer, exercise, one in said:
        print(f"\n== {exercise} ({answer.kind}): {answer.truth}")
        # A mutant's text is that of its syntax tree, in which lines are broken otherwise.
        before, after = (ast.unparse(ast.parse(text)).splitlines() for text in (solution, answer.source))
        changes = difflib.unified_diff(before, after, lineterm="", n=2)
        print("\n".join(line for line in changes if not line.startswith(("---", "+++"))))
        print(f"-> [{one.way}] line {one.line}: {one.text}" if one else "-> nothing")


def main() -> None:
    """Print the table, or the sample."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("assignments", nargs="*")
    parser.add_argument("--twice", type=int, default=300, help="mutants of mutants, shared by the assignments")
    parser.add_argument("--keep", type=Path, default=Path("dist/wrong-answers"), help="where examinations are kept")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--sample", type=int, metavar="N", help="only N wrong answers of each assignment")
    parser.add_argument("--search", type=float, default=SECONDS, metavar="SECONDS", help="for a repair; 0 for none")
    parser.add_argument("--show", type=int, metavar="N", help="instead, print N answers with what is said of them")
    parser.add_argument("--way", choices=(*WAYS, NOTHING), help="of the answers shown")
    parser.add_argument("--kind", choices=KINDS, help="of the answers shown")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    course = need_course(Path(__file__).parent)
    chosen: list[Assignment] = [course.get(name) for name in options.assignments] or list(course.assignments.values())
    each = options.twice // len(course.assignments)
    if options.show is None:
        print(f"| | | failing | {' | '.join((*WAYS, NOTHING))} |\n|---|---|{'---:|' * (len(WAYS) + 2)}")
    every: list[Diagnosed] = []
    for assignment in chosen:
        table, answers = need_answers(assignment, options.keep, each, options.jobs)
        if options.sample is not None:
            answers = random.Random(options.seed).sample(answers, min(options.sample, len(answers)))
        with repair_with_judges(assignment, options.search) as repairer:
            said = diagnose_all(assignment, table, answers, repairer)
        every += said
        if options.show is None:
            tabulate(assignment.name, said)
            continue
        fitting = [one for one in said if options.way in (None, one[2].way if one[2] else NOTHING)]
        fitting = [one for one in fitting if options.kind in (None, one[0].kind)]
        sample = random.Random(options.seed).sample(fitting, min(options.show, len(fitting)))
        show(sample, assignment.path(".py").read_text(encoding="utf-8"))
    if options.show is None:
        tabulate("all", every)


if __name__ == "__main__":
    main()
