"""State the first fact that holds of a failing exercise."""

import re
from collections.abc import Callable, Iterator

from autograder.diagnosis.case import Case
from autograder.diagnosis.facts.asked_calls import find_in_calls, find_missing_methods, find_without_self
from autograder.diagnosis.facts.at_work import find_in_statements
from autograder.diagnosis.facts.classes import find_in_classes, find_layers_as_functions
from autograder.diagnosis.facts.crashes import find_in_crashes, find_stops
from autograder.diagnosis.facts.endless import find_endless_loops
from autograder.diagnosis.facts.ends import (
    find_dead_code,
    find_first_round,
    find_left_graph,
    find_no_refusal,
    find_other_kind,
    find_printed,
    find_unraised,
    find_unreturned,
)
from autograder.diagnosis.facts.fact import Fact
from autograder.diagnosis.facts.files import find_nameless_save, find_unsafe_load
from autograder.diagnosis.facts.global_state import find_global_loader, find_global_seed, find_grad_mode
from autograder.diagnosis.facts.kept import find_kept, find_lost_state, find_same_row, find_unstored
from autograder.diagnosis.facts.losses import find_decisions_in_loss, find_new_loss, find_softmax_before_loss
from autograder.diagnosis.facts.misplaced import find_misplaced
from autograder.diagnosis.facts.names import find_lost_definition, find_unknown_names
from autograder.diagnosis.facts.parameters import find_other_parameters, find_other_shapes
from autograder.diagnosis.facts.training import (
    find_left_behind,
    find_orphans,
    find_outside_optimizer,
    find_trained_in_eval_mode,
    find_uncleared,
    find_unstepped,
)
from autograder.diagnosis.facts.unfilled import find_unfilled
from autograder.diagnosis.facts.untouched import find_untouched
from autograder.diagnosis.facts.unused import find_unused, find_unused_options
from autograder.diagnosis.facts.used_up import find_used_up
from autograder.diagnosis.sentence import FACT, Sentence
from autograder.diagnosis.source import Answer
from autograder.submissions.submission import name_place

Finder = Callable[[Case], Iterator[Fact]]


def _of_text(*finders: Callable[[Answer], Iterator[Fact]]) -> tuple[Finder, ...]:
    """Return facts of an answer's text alone as facts of a case: there are none where there is no answer."""
    return tuple(lambda case, find=find: find(case.answer) if case.answer else iter(()) for find in finders)


def _of_randomness(*finders: Finder) -> tuple[Finder, ...]:
    """Return facts that hold only where a failed check is about random states: elsewhere the same is no mistake."""

    def is_checked(case: Case) -> bool:
        return any(re.search(r"\brandom (?:numbers|states?)\b", one.check.title) for one in case.failed)

    return tuple(lambda case, find=find: find(case) if is_checked(case) else iter(()) for find in finders)


# These alone explain what was seen, so that they speak before any slip, which may end alike for another reason.
CAUSES: tuple[Finder, ...] = (
    find_dead_code,
    find_printed,
    find_unreturned,
    find_misplaced,
    find_unknown_names,
    find_lost_definition,
    find_in_calls,
    find_missing_methods,
    find_without_self,
    *_of_text(find_in_statements),
    find_outside_optimizer,
)
# The nearer to what happened, the earlier.
OTHERS: tuple[Finder, ...] = (
    find_endless_loops,
    find_nameless_save,
    *_of_text(find_layers_as_functions, find_untouched),
    find_in_crashes,
    *_of_text(find_unraised, find_in_classes),
    find_other_parameters,
    *_of_text(find_orphans, find_left_behind, find_new_loss),
    *_of_text(find_kept, find_same_row, find_unstored, find_lost_state, find_unsafe_load),
    find_unused,
    *_of_text(find_unfilled, find_first_round),
    find_left_graph,
)
# True, and less than a repair says, which tells which refusal is missing, or why something does not fit.
LAST: tuple[Finder, ...] = (
    *(find_stops, find_other_kind, find_other_shapes),
    *_of_text(find_unstepped, find_uncleared, find_softmax_before_loss),
    find_no_refusal,
    *_of_text(find_decisions_in_loss, find_trained_in_eval_mode, find_used_up, find_unused_options),
    *_of_randomness(*_of_text(find_global_seed, find_global_loader)),
    *_of_text(find_grad_mode),
)


def state_dead_code(case: Case) -> Sentence | None:
    """Return that code stands below the stub's `raise`: all that there is to say where no check failed."""
    return _state(case, (find_dead_code,))


def state_cause(case: Case) -> Sentence | None:
    """Return a fact that leaves no room for another reason."""
    return _state(case, CAUSES)


def state_fact(case: Case) -> Sentence | None:
    """Return the first of the other facts."""
    return _state(case, OTHERS)


def state_lesser_fact(case: Case) -> Sentence | None:
    """Return a fact that leaves open why: what is missing altogether, or where Python stopped."""
    return _state(case, LAST)


def _state(case: Case, finders: tuple[Finder, ...]) -> Sentence | None:
    for finder in finders:
        for fact in finder(case):
            cell = name_place(fact.unit)
            return Sentence(fact.text, FACT, fact.line, cell)
    return None
