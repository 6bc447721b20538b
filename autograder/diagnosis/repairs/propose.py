"""Put the changes of all families into the order in which they are worth a try."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from autograder.diagnosis.repairs import (
    activations,
    averages,
    batches,
    calls,
    control_flow,
    copies,
    dropping,
    extremes,
    formulas,
    gradients,
    kept_state,
    logarithms,
    names,
    numbers,
    orders,
    refusals,
    shapes,
    signs,
    types_of_values,
    words,
)
from autograder.diagnosis.repairs.defaults import change_defaults
from autograder.diagnosis.repairs.edit import Edit
from autograder.diagnosis.repairs.forms import apply_lessons
from autograder.diagnosis.repairs.lessons import Lesson
from autograder.diagnosis.repairs.likeness import Likeness
from autograder.diagnosis.repairs.place import Place, walk
from autograder.diagnosis.repairs.region import find_region
from autograder.diagnosis.repairs.source_text import SourceText
from autograder.diagnosis.repairs.symptom import Symptom
from autograder.diagnosis.repairs.task import Known
from autograder.diagnosis.repairs.twins import change_alike

# Of two changes that are equally likely, the earlier family's is tried first.
FAMILIES = (
    activations.change,
    batches.change,
    control_flow.change,
    copies.change,
    dropping.change,
    extremes.change,
    gradients.change,
    kept_state.change,
    logarithms.change,
    names.change,
    formulas.change,
    averages.change,
    numbers.change,
    refusals.change,
    shapes.change,
    words.change,
    signs.change,
    orders.change,
    calls.change,
    types_of_values.change,
)
SEEN, UNSEEN, AT_THE_LINE = -8, 12, -8
LIKER = 6


def propose(
    sources: Sequence[SourceText],
    exercise: str,
    exercises: Sequence[str],
    symptom: Symptom,
    known: Known,
) -> Iterator[Edit]:
    """Yield every change of an exercise once, the likeliest repair first."""
    places = list(_find_places(sources, exercise, exercises))
    region = find_region(sources, exercise, exercises)
    own = region[0][1] if region else None
    changes = ((place, _note_guard(place, edit)) for place in places for change in FAMILIES for edit in change(place))
    found = [(place, edit) for place, edit in changes if not _guards_a_helper(place, edit, own)]
    edits = [*(edit for _, edit in found), *change_alike(found)]
    edits += [edit for place in places for edit in change_defaults(place, known.defaults)]
    edits += apply_lessons(places, known.lessons)
    edits += [stranger] if (stranger := activations.find_stranger(region, known.words)) else []
    likeness = Likeness([node for _, node in region], known.words)
    texts = {id(source): source.splice(()) for source in sources}
    seen = set(texts.values())
    for edit in sorted(edits, key=lambda edit: (_urgency(edit, symptom) - LIKER * likeness.gain(edit), edit.line)):
        text = edit.apply()
        if text not in seen:
            seen.add(text)
            yield edit


def propose_lessons(
    sources: Sequence[SourceText], exercise: str, exercises: Sequence[str], lessons: Sequence[Lesson]
) -> Iterator[Edit]:
    """Yield what slips teach of code that has their form, and nothing else."""
    places = list(_find_places(sources, exercise, exercises))
    yield from apply_lessons(places, lessons)


def _find_places(sources: Sequence[SourceText], exercise: str, exercises: Sequence[str]) -> Iterator[Place]:
    """Yield the places of an exercise; methods that are exercises of their own are left out."""
    own = {other.partition(".")[2] for other in exercises if other.startswith(f"{exercise}.")}
    for source, root in find_region(sources, exercise, exercises):
        for place in walk(source, root):
            if place.function is None or place.function.name not in own:
                yield place


def _note_guard(place: Place, edit: Edit) -> Edit:
    """Return a change of what a refusal asks with the line of its `raise`: it says that this is met by what is fine."""
    if edit.guard is not None or "refusal" in edit.mends:
        return edit
    match place.statement:
        case ast.If(test=test, body=[ast.Raise(lineno=line), *_]):
            start, end = place.source.span(test)
            is_within = all(start <= one[0] <= one[1] <= end for one in edit.splices)
            return replace(edit, guard=line) if is_within else edit
    return edit


def _guards_a_helper(place: Place, edit: Edit, own: ast.stmt | None) -> bool:
    """Return whether a change refuses what a helper is given: its names are none that the exercise speaks of."""
    is_guard = edit.is_general and "refusal" in edit.mends
    return is_guard and place.node is not own and place.cls is not own and getattr(place.node, "name", "") != "__init__"


def _urgency(edit: Edit, symptom: Symptom) -> int:
    """Return how late a change is tried: what mends the symptom first, what mends others last."""
    late = edit.rank
    if edit.mends:
        late += SEEN if edit.mends & symptom.kinds else UNSEEN
    if symptom.line == edit.line:
        late += AT_THE_LINE
    return late
