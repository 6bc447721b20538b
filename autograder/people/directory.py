"""Find the person whom a name means; everything that has to know who is who asks here."""

from collections.abc import Iterable
from dataclasses import replace

from autograder.errors import AutograderError
from autograder.people.names import fold, spell, squash, strip_accents
from autograder.people.person import Person


class Directory:
    """A list of people, by all their names; an empty one still knows that two spellings are one name."""

    def __init__(self, people: Iterable[Person] = (), where: str = "the roster") -> None:
        self.people = tuple(people)
        self._where = where
        self._by_id: dict[str, list[Person]] = {}
        self._by_name: dict[str, list[Person]] = {}
        self._by_letters: dict[str, list[Person]] = {}
        for person in self.people:
            for key in person.known_by:
                self._by_id.setdefault(key, []).append(person)
            for key in spell(person.name):
                self._by_name.setdefault(key, []).append(person)
            for key in {strip_accents(key) for key in spell(person.name)}:
                self._by_letters.setdefault(key, []).append(person)

    def find(self, *names: str) -> Person | None:
        """Return the person who goes by these names; raise AutograderError where they mean several."""
        found = {id(person): person for name in names for person in self._by_id.get(fold(name), ())}
        if len(found) > 1:
            lines = " and ".join(str(line) for line in sorted(person.line for person in found.values()))
            raise AutograderError(f"{names[0]} could be either of the students in lines {lines} of {self._where}")
        return next(iter(found.values()), None)

    def find_named(self, name: str) -> Person | None:
        """Return the only person of a full name, in any order and with or without blanks; None if there are more.

        Where nobody is called so, accents do not count. Only for what is known to be a person's name: a user name may
        look like the name of somebody else.
        """
        found = self.list_named(name)
        return found[0] if len(found) == 1 else None

    def list_named(self, name: str) -> list[Person]:
        """Return everybody of a full name; see `find_named`."""
        key = squash(name)
        return self._by_name.get(key) or self._by_letters.get(strip_accents(key), [])

    def find_strangers(self, students: Iterable[str]) -> frozenset[str]:
        """Return the names of nobody on the list; where nobody is on it, that says nothing of anybody."""
        return frozenset(name for name in students if self.find(name) is None) if self.people else frozenset()

    def join(self, later: "Directory") -> "Directory":
        """Return everybody of two lists; who is on both has the names of both, and is called as the later one says.

        Raise AutograderError where one of the lists has one person for two of the other.
        """
        alone = {id(person): person for person in self.people}
        joined = []
        for person in later.people:
            found = {id(each): each for key in sorted(person.known_by) for each in self._by_id.get(key, ())}
            if len(found) > 1 or not found.keys() <= alone.keys():
                raise AutograderError(
                    f"{self._where} and {later._where} differ on who {person.student} is: say it with --roster FILE"
                )
            joined.append(person)
            for key, before in found.items():
                del alone[key]
                names = (before.username, before.identifier, *before.others)
                more = tuple(name for name in names if name and fold(name) not in person.known_by)
                joined[-1] = replace(person, others=(*person.others, *more))
        return Directory([*alone.values(), *joined], later._where)

    def identify(self, student: str) -> str:
        """Return the same word for every name of one student, and another for everybody else."""
        person = self.find(student)
        return fold(person.student if person else student)


NOBODY = Directory()
