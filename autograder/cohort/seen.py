"""What the probes saw of a class, one observation after the other, for whoever wants to look into it."""

import importlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from autograder.examination.kept import unpack
from autograder.results import read_records
from autograder.results.observations import ObservationStore
from autograder.sandbox.session import Observation


@dataclass(frozen=True)
class Seen:
    """One observation of a student's answer; `probe` names the question, the same for everybody."""

    student: str
    probe: str
    observation: Observation


def read_observations(out: Path) -> Iterator[Seen]:
    """Yield what the probes saw of each student in the --out folder of `autograder grade`.

    `observation.kind` is "saw", "raised", "timed_out" or "crashed"; of what was seen, `observation.value()` gives a
    fresh copy. It is what a student's code chose: look at it with care. Raise RecordError where there are no results.
    """
    with suppress(ImportError):
        # Where it was imported, and there alone, tensors are tensors.
        importlib.import_module("torch")
    store = ObservationStore(out / "observations")
    for record in read_records(out):
        if (found := store.read(record.student)) is not None:
            kept = unpack(found[1])
            for content, name in kept.names.items():
                if (observation := kept.find(content)) is not None:
                    yield Seen(record.student, name, observation)
