"""One submission under examination: what its checks ask, what they see, and what comes of it."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

import pytest

from autograder.checks.marks import exercise_of, is_hidden, refusal_of
from autograder.checks.probes import Probe
from autograder.examination.disclosure import disclose_exception, disclose_text
from autograder.examination.found import MOST_ENDLESS, Examination, ExaminedCheck, Raised
from autograder.examination.inquiry import Inquiry
from autograder.examination.kept import Kept
from autograder.examination.looks import Look, Question, digest
from autograder.examination.name_search import FORBIDS, NameSearch, list_forbidden
from autograder.examination.refusals import withdraw_forbidden, withdraw_refusals
from autograder.examination.verdicts import Verdict, accept
from autograder.examination.views import View, view
from autograder.forbidden.search import Unsearchable
from autograder.results.check import Check
from autograder.sandbox.codec import encode
from autograder.sandbox.session import Observation

StandIns = Mapping[str, Callable[..., Any]]
BUILDS_ON = pytest.StashKey[dict[str, StandIns]]()  # exercise -> what it builds on -> the course's function for it
PLACE = pytest.StashKey[str]()

NAMES = "names"  # stands for the search for forbidden names
THING = '{"thing": '  # what the codec makes of a value that is no plain one; in a text, its quotes would be escaped

UNSEARCHABLE = "{} is too involved to be searched for forbidden names: a person has to look at it before it counts"

LARGE = 1 << 20  # bytes; asked again rather than held until the last check


@dataclass
class Run:
    """Everything about one submission while its checks run."""

    inquiry: Inquiry
    # Ids of checks, and perhaps NAMES, that a judge did not come to an end with.
    endless: Collection[str] = ()
    # Exercises that are known to be wrong, though their checks are not run here.
    wrong: Collection[str] = ()
    searched: bool = True  # for forbidden names, and watched for their use
    examined: list[tuple[ExaminedCheck, list[Look]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._looks: dict[str, list[Look]] = {}
        self._keys: dict[str, dict[str, str]] = {}
        self.names = NameSearch(self.inquiry.units if self.searched else (), self.inquiry.is_loaded)
        self._met: set[str] = set()
        self._stand_ins: StandIns = {}
        self._views: dict[str, View] = {}
        self._varying: dict[str, str] = {}
        self._notes: list[str] = []

    def look(self, item: pytest.Item, probe: Probe, given: dict[str, Any]) -> Any:
        """Return what the probe saw with these inputs; equal inputs are run once. Raise Verdict if it saw no value."""
        if self._stand_ins:
            probe = probe.with_stand_ins(self._stand_ins)
        tree, body = encode(given)
        text = json.dumps(tree)
        if THING in text:
            _refuse_thing(probe, tree)
        watch = tuple(list_forbidden(item)) if self.searched else ()
        content = hashlib.sha256(f"{probe.source}\0{text}\0{' '.join(watch)}\0".encode() + body).hexdigest()
        observation = self.ask(item, Question(probe, given, tree, body, content, watch))
        if observation.used:
            found = self.names.note_use(item, observation.used[0], self.inquiry.file)
            raise Verdict("failed", {"yours": found.message}, found.line)
        if observation.has_hung:
            # Not where it is asked: a judge that remembers asks before the check itself does.
            self.inquiry.hangs.note(exercise_of(item), item.nodeid, observation)
            exercises = item.session.stash[FORBIDS]
            raise self.inquiry.hangs.judge(exercise_of(item), exercises, observation)
        return accept(observation, probe, exercise_of(item), self.inquiry.stops, is_hidden(item), refusal_of(item))

    def ask(self, item: pytest.Item, question: Question) -> Observation:
        """Return what answers a check's question, and remember that the check has asked it."""
        observation = self.inquiry.ask(question, hidden=is_hidden(item))
        self.looks_of(item).append(Look(self._name_look(item, question), question, observation, refusal_of(item)))
        return observation

    def add_note(self, note: str) -> None:
        """Say something of the whole submission, beside its checks."""
        self._notes.append(note)

    def _name_look(self, item: pytest.Item, question: Question) -> str:
        """Name a run by the class and the parameters of the check that was the first to ask for it.

        Not by its inputs, whose last digits differ between machines.
        """
        base = f"{place_of(item)}{question.probe.name}"
        # With stand-ins, the same is asked as without.
        named = self._keys.setdefault(f"{base} {question.probe.stand_ins}", {})
        if question.content not in named:
            callspec = getattr(item, "callspec", None)
            key = f"{base}[{callspec.id}]" if callspec is not None else base
            # Parameters of unlike checks may have the same names.
            alike = sum(other == key or other.startswith(f"{key}#") for other in named.values())
            named[question.content] = f"{key}#{alike + 1}" if alike else key
        return named[question.content]

    def looks_of(self, item: pytest.Item) -> list[Look]:
        """Return the probes' runs that a check has asked for."""
        return self._looks.setdefault(item.nodeid, [])

    def admit(self, item: pytest.Item) -> None:
        """Raise the Verdict on a check that must not run: it has no end, or its exercise uses what it should build."""
        self.inquiry.hangs.refuse(exercise_of(item), item.nodeid)
        if check_id(item) in self.endless:
            self._met.add(check_id(item))
            raise Verdict("timed_out", {"yours": "What came back kept the check busy for too long; it was stopped"})
        if len(self._met) == MOST_ENDLESS:
            raise Verdict("timed_out", {"yours": "It was not run: checks before it were kept busy for too long"})
        if self.names.is_due(item) and NAMES in self.endless:
            raise Verdict("timed_out", {"yours": UNSEARCHABLE.format(self.inquiry.file)})
        try:
            found = self.names.find(item)
        except Unsearchable:
            raise Verdict("failed", {"yours": UNSEARCHABLE.format(self.inquiry.file)}) from None
        if found is not None:
            raise Verdict("failed", {"yours": found.message}, found.line)

    def find_stand_ins(self, item: pytest.Item) -> StandIns:
        """Return the course's functions for the wrong ones of this file that the check's exercise builds on."""
        wrong = {*self.wrong, *(one.exercise for one, _ in self.examined if one.check.status != "passed")}
        offered = item.session.stash.get(BUILDS_ON, {}).get(exercise_of(item), {})
        return {name: function for name, function in offered.items() if name in wrong}

    @contextmanager
    def standing_in(self, functions: StandIns) -> Iterator[None]:
        """Let probes see the student's module with these functions in it, and forget the last check's result."""
        self.examined.pop()
        self._stand_ins = functions
        try:
            yield
        finally:
            self._stand_ins = {}

    def keep(self, item: pytest.Item, check: Check, excess: float, revealed: str = "") -> None:
        """Keep a check's result with the observations that it was based on."""
        looks = self._looks.pop(item.nodeid, [])
        keys = tuple(dict.fromkeys(look.key for look in looks))
        raised = _find_raised(looks) if check.status != "passed" else None
        if raised is not None and check.hidden:
            text = disclose_text(raised.text, [unit.text for unit in self.inquiry.units])
            raised = replace(raised, type=disclose_exception([raised.type]), text=text)
        self._varying |= {look.key: digest(look.observation) for look in looks if look.question.probe.varies}
        self.examined.append((ExaminedCheck(exercise_of(item), check, keys, excess, raised, revealed), looks))

    def let_go_of_large(self) -> None:
        """Keep of large answers to the check that was run last only what they look like."""
        _, looks = self.examined[-1]
        for index, look in enumerate(looks):
            if len(look.observation.body) > LARGE:
                self._views[look.key] = view(look.observation)
                self.inquiry.forget(look.question)
                looks[index] = replace(look, observation=replace(look.observation, tree=None, body=b""))

    def has_failed(self) -> bool:
        """Return whether a check has not passed so far."""
        return any(one.check.status != "passed" for one, _ in self.examined)

    def keep_observations(self, exercise: str | None = None) -> Kept | None:
        """Return what was seen, to be asked again later; None if all of it had been kept before.

        Where one exercise was examined alone, what was kept of checks that were not run stays.
        """
        run = [_take_place(one.check.id) for one, _ in self.examined]
        names = {} if exercise is None else self.inquiry.kept.names
        others = {content: name for content, name in names.items() if _take_place(name) not in run}
        return self.inquiry.keep(
            others | {content: key for named in self._keys.values() for content, key in named.items()}
        )

    def finish(self, exercise: str | None = None, *, all_views: bool = False) -> Examination:
        """End the sandbox and return what was found, with views of exercises that have a failed check, or of all."""
        self.inquiry.end()
        return self.describe(exercise, all_views=all_views)

    def describe(self, exercise: str | None = None, *, all_views: bool = False) -> Examination:
        """Return what was found so far, of one exercise or of all."""
        examined = [(one, looks) for one, looks in self.examined if exercise in (None, one.exercise)]
        checks = withdraw_forbidden(withdraw_refusals(examined), self.names.found)
        failed = {one.exercise for one in checks if one.check.went_wrong}
        views = {
            look.key: self._views[look.key] if look.key in self._views else view(look.observation)
            for one, looks in examined
            for look in looks
            if (all_views or one.exercise in failed) and not look.question.probe.varies
        }
        return Examination(
            checks=tuple(checks),
            views=views,
            notes=(*self.inquiry.stops.describe(), *self._notes),
            sandbox=self.inquiry.posture,
            seconds=round(self.inquiry.passed_seconds(), 3),
            varying=self._varying,
            forbidden={exercise: found for exercise, found in self.names.found.items() if found is not None},
        )


def check_id(item: pytest.Item) -> str:
    """Return the name of a check in records."""
    return f"{place_of(item)}{item.name}"


def place_of(item: pytest.Item) -> str:
    """Return the file and the class of a check, in front of its name."""
    if PLACE not in item.stash:
        item.stash[PLACE] = f"{item.path.name}::{item.parent.name if item.parent is not None else ''}::"
    return item.stash[PLACE]


def _take_place(name: str) -> list[str]:
    """Return the file and the class in front of the name of a check or of a look."""
    return name.split("::", 2)[:2]


def add_seconds(looks: Sequence[Look]) -> float:
    """Return how long the student's code took to answer."""
    return round(sum(look.observation.seconds for look in looks), 4)


def _find_raised(looks: Sequence[Look]) -> Raised | None:
    """Return what ended the last observation that a check asked for, if it was an exception."""
    if not looks or looks[-1].observation.kind != "raised":
        return None
    raised = looks[-1].observation.raised
    return Raised(raised["types"][0], raised["text"], raised["unit"], raised["line"])


def _refuse_thing(probe: Probe, tree: Any) -> NoReturn:
    name = next(name for name, value in tree["dict"] if THING in json.dumps(value))
    raise TypeError(
        f"the fixture {name} of probe {probe.name} holds what cannot cross into the sandbox; "
        "give it plain values, tensors and arrays alone"
    )
