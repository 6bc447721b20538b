"""Look for repairs: try the changes, the likeliest first, and keep those with which all checks pass."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice

from autograder.diagnosis.repairs.activations import find_stranger
from autograder.diagnosis.repairs.bench import Bench
from autograder.diagnosis.repairs.choose import say_both, say_part, say_where
from autograder.diagnosis.repairs.defaults import change_defaults
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.parts import Parts, find_parts
from autograder.diagnosis.repairs.place import walk
from autograder.diagnosis.repairs.propose import propose_lessons
from autograder.diagnosis.repairs.region import find_region, parse_units
from autograder.diagnosis.repairs.task import Task
from autograder.diagnosis.repairs.two_slips import find_two_slips
from autograder.diagnosis.repairs.version import Version, change
from autograder.diagnosis.sentence import Sentence
from autograder.diagnosis.slips import is_refusal
from autograder.submissions import Unit

TRIES_A_SECOND = 200  # a busy machine of two cores does 80 to 150
ENOUGH = 3
TRIES_AFTER_ONE = 120  # for repairs that compete with the first that was found
BEGINNINGS = 2
MOST_ALIKE = 6
MOST_REASONS = 10
SHARE_OF_ONE = 0.6  # of the tries and of the time, for changes that repair everything
SHARE_OF_PAIRS = 0.75  # of the time, until which two slips are looked for
SHARE_OF_A_PART = 0.85  # of the time, until which one is looked for
MOST_LESSONS = 5
PATIENCE = 2.0  # times the seconds that a search should take


def find_repair(units: Sequence[Unit], task: Task, bench: Bench) -> Sentence | None:
    """Return what the changes show that make an exercise pass: one change, or else two; None where none does.

    How many changes are tried follows from the task alone, so that a slow machine finds the same; the clock only ends
    what takes twice as long as it should.
    """
    search = _Search(units, task, bench)
    pairs_end = SHARE_OF_PAIRS * PATIENCE * task.seconds
    found = search.find_one()
    if not search.is_mended:
        found = search.find_two_lessons() or find_two_slips(task, bench, pairs_end) or search.find_late_one()
    # Where one change is enough, and nobody can tell which, there is no second one, and none mends a part.
    if not found and not search.is_mended:
        found = search.find_telling_part() or search.find_two() or search.find_largest_part() or search.find_nearer()
    return found or search.find_missing_refusal() or _say_without_trial(units, task)


class _Search:
    """One search, in steps that are taken until one of them finds something to say."""

    def __init__(self, units: Sequence[Unit], task: Task, bench: Bench) -> None:
        self._task = task
        self._bench = bench
        self._own = Version.of(units, task)
        self._tries = int(task.seconds * TRIES_A_SECOND)
        self._left = iter(range(self._tries))
        self._end = PATIENCE * task.seconds  # by the bench's clock
        self._partial: list[Edit] = []  # changes with which some more checks pass, the best first
        self.is_mended = False  # one change has repaired all results
        # A first answer refuses nothing: what repairs all of its results is a repair, too.
        self._results = frozenset(range(task.results))

    def find_one(self) -> Sentence | None:
        """Return what the changes have in common each of which repairs all results."""
        share = islice(self._left, int(SHARE_OF_ONE * self._tries))
        passing, self._partial = self._try_changes(self._own, share, ENOUGH, SHARE_OF_ONE * self._end)
        self.is_mended = bool(passing)
        return self._say_where(passing) if passing else None

    def find_two_lessons(self) -> Sentence | None:
        """Return what two slips say that repair all results together."""
        for first in self._lessons:
            changed = change(self._own.units, first)
            for second in self._list_lessons(changed):
                both = change(changed, second)
                if self._bench.count_passed(both) >= self._task.results and self._bench.confirm(both, self._results):
                    return say_both(first, second, self._proposed)
        return None

    def find_late_one(self) -> Sentence | None:
        """Return what the changes have in common that repair all results, and that nobody expected to."""
        passing = [edit for edit in self._parts.whole[:MOST_ALIKE] if self._confirm(edit, self._results)]
        self.is_mended = bool(passing)
        return self._say_where(passing) if passing else None

    def find_telling_part(self) -> Sentence | None:
        """Return the reason of a change that lets some more checks pass and fails none, if it is true of a part."""
        return self._say_part(self._parts)

    def find_missing_refusal(self) -> Sentence | None:
        """Return which refusal is missing, where results are wrong and nothing is to be told of them."""
        task = self._task
        refusing = zip(task.seen[task.results :], task.right[task.results :], strict=False)
        met = [own for views in refusing for own, right in zip(*views, strict=False) if is_refusal(right)]
        # What is refused already fails because good input meets the same: nothing is missing there.
        if task.results == len(task.failing) or (met and all("raised" in own for own in met)):
            return None
        guards = [edit for edit in self._own.edits if "refusal" in edit.mends]
        return self._say_part(find_parts(self._own, guards, replace(self._task, results=0), self._bench, self._end))

    def find_two(self) -> Sentence | None:
        """Return what two changes show that repair all results together."""
        mending = [*self._parts.whole, *(edit for _, edit in self._parts.mending)]
        found = (self._partial, mending, self._parts.nearer, self._lessons)
        firsts = list(dict.fromkeys(edit for edits in found for edit in edits[:BEGINNINGS]))
        for first in firsts:
            share = islice(self._left, (self._tries - int(SHARE_OF_ONE * self._tries)) // len(firsts))
            version = Version.of(change(self._own.units, first), self._task)
            passing, _ = self._try_changes(version, share, ENOUGH, self._end)
            if passing:
                # What helps at the same place may tell more of the reason.
                here = [edit for edit in passing if edit.line == passing[0].line]
                return say_both(first, min(here, key=lambda edit: (edit.group, edit.rank)), self._proposed)
        return None

    def find_largest_part(self) -> Sentence | None:
        """Return what the changes have in common that mend most of what fails, whatever they are."""
        most = [(passed, edit) for passed, edit in self._parts.mending if 2 * len(passed) > self._task.results]
        best = [edit for passed, edit in most if len(passed) == len(most[0][0]) and not self._helps_by_chance(edit)]
        mended = [edit for edit in best[:MOST_ALIKE] if self._confirm(edit, most[0][0])]
        return say_part(*mended, edits=self._own.edits) if mended else None

    def _helps_by_chance(self, edit: Edit) -> bool:
        """Return whether a change that is not enough tells a slip nowhere seen, or leaves out what may belong there."""
        if edit.group is Group.LESSON:
            return edit.says not in self._task.alike
        return edit.group is Group.DROP and not edit.guard

    def find_nearer(self) -> Sentence | None:
        """Return the reason of a change that makes more right of what checks look at, though none passes."""
        # What a slip's sentence says of the outcome need not be true of what is no more than nearer.
        specific = [edit for edit in self._parts.nearer if edit.group is Group.SPECIFIC]
        near = next((edit for edit in specific[:BEGINNINGS] if self._confirm(edit, frozenset())), None)
        return say_part(near, edits=self._own.edits) if near else None

    @cached_property
    def _parts(self) -> Parts:
        edits = list(dict.fromkeys([*self._partial, *self._own.edits]))
        return find_parts(self._own, edits, self._task, self._bench, SHARE_OF_A_PART * self._end)

    @cached_property
    def _proposed(self) -> frozenset[str]:
        """Return the reasons of all changes of the student's own version."""
        return frozenset(edit.says for edit in self._own.edits)

    @cached_property
    def _lessons(self) -> list[Edit]:
        return self._list_lessons(self._own.units)

    def _list_lessons(self, units: Sequence[Unit]) -> list[Edit]:
        task = self._task
        edits = propose_lessons(parse_units(units), task.exercise, task.exercises, task.known.lessons)
        return list(islice(edits, MOST_LESSONS))

    def _confirm(self, edit: Edit, passed: frozenset[int]) -> bool:
        return self._bench.confirm(change(self._own.units, edit), passed)

    def _say_where(self, repairs: Sequence[Edit]) -> Sentence | None:
        """Return what repairs of all results have in common: those that mend all refusals, too, if there are any."""
        everything = frozenset(range(len(self._task.failing)))
        if self._results == everything:
            return say_where(repairs)
        whole = [edit for edit in repairs if self._confirm(edit, everything)]
        return say_where(whole) if whole else say_part(*repairs, mends_results=True)

    def _say_part(self, parts: Parts) -> Sentence | None:
        best = {edit.says: (passed, edit) for passed, edit in reversed(parts.telling)}  # for each reason
        telling = [*reversed(best.values())][:MOST_REASONS]
        return next((self._say_one(edit) for passed, edit in telling if self._confirm(edit, passed)), None)

    def _say_one(self, edit: Edit) -> Sentence | None:
        return say_part(edit, edits=self._own.edits)

    def _try_changes(
        self, version: Version, left: Iterator[int], enough: int, end: float
    ) -> tuple[list[Edit], list[Edit]]:
        """Return the changes with which all results are right, and those with which some more are, the best first."""
        passing: list[Edit] = []
        partial: list[tuple[int, Edit]] = []
        last: int | None = None
        for edit in version.edits:
            if len(passing) >= enough or self._bench.spent() > end:
                break
            at = next(left, None)
            if at is None or at == last:
                break
            count = self._bench.count_passed(change(version.lean, edit))
            if count >= self._task.results and self._bench.confirm(change(version.units, edit), self._results):
                passing.append(edit)
                last = last or at + TRIES_AFTER_ONE
            elif count:
                partial.append((count, edit))
        partial.sort(key=lambda one: -one[0])
        return passing, [edit for _, edit in partial]


def _say_without_trial(units: Sequence[Unit], task: Task) -> Sentence | None:
    """Return what is true of an answer whatever else is wrong: a default or a step that the exercise does not have."""
    region = find_region(parse_units(units), task.exercise, task.exercises)
    places = [place for source, root in region for place in walk(source, root)]
    edits = [edit for place in places for edit in change_defaults(place, task.known.defaults)]
    # Where Python stops, nobody has seen what comes of it.
    is_seen = "error" not in task.symptom.kinds
    edits += [stranger] if is_seen and (stranger := find_stranger(region, task.known.words)) else []
    return say_where(edits[:1]) if edits else None
