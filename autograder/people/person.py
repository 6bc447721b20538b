"""One student, as a list of the class has them."""

from dataclasses import dataclass, field

from autograder.people.names import fold

NO_SUBMISSION = "no submission"  # the error of whoever handed nothing in


@dataclass(frozen=True)
class Person:
    """A student on a roster or in a gradebook."""

    username: str  # on GitHub; empty where they have not joined yet
    identifier: str  # what the school calls them
    name: str
    others: tuple[str, ...] = ()  # e-mail address, numbers and logins of other systems
    line: int = field(default=0, compare=False)  # where the list says so

    @property
    def student(self) -> str:
        """Return what their submission goes by."""
        return self.username or self.identifier or next(iter(self.others), "")

    @property
    def known_by(self) -> frozenset[str]:
        """Return everything that means them and nobody else, folded."""
        return frozenset(filter(None, map(fold, (self.username, self.identifier, *self.others))))
