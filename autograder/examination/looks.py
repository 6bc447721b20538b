"""One probe's run on behalf of a check: what was asked, and what was seen."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from autograder.checks.probes import Probe
from autograder.sandbox.session import Observation


@dataclass(frozen=True)
class Question:
    """A probe and its inputs, as they cross the wall; equal questions have the same `content`."""

    probe: Probe
    given: dict[str, Any]
    tree: Any
    body: bytes
    content: str
    watch: tuple[str, ...] = ()  # names that may not be used meanwhile


@dataclass(frozen=True)
class Look:
    """What a check saw; `key` is the same for every submission, `refusal` names the exception that the check wants."""

    key: str
    question: Question
    observation: Observation
    refusal: str | None


def digest(observation: Observation) -> str:
    """Return a digest of all that a check can pass by."""
    raised = observation.raised and [observation.raised["types"], observation.raised["text"]]
    seen = json.dumps([observation.kind, observation.tree, raised, observation.used])
    return hashlib.sha256(seen.encode() + observation.body).hexdigest()
