"""Family: two things in each other’s places: arguments, the parts of a tuple, the cases of a condition."""

import ast
import itertools
from collections.abc import Iterator

from autograder.diagnosis.nodes import called
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.place import Place

MOST_PARTS = 4


def change(place: Place) -> Iterator[Edit]:
    """Yield the place's code with two of its parts exchanged."""
    node = place.node
    if isinstance(node, ast.Call):
        yield from _other_order(place, node)
        yield from _order_of_split(place, node)
    elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
        yield from _turn_pair(place, node)
    elif isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and len(node.elts) <= MOST_PARTS:
        yield from _other_places(place, node)
    elif isinstance(node, ast.IfExp):
        text = f"{place.text(node.orelse)} if {place.text(node.test)} else {place.text(node.body)}"
        yield place.put(text, f"{place.quote()} has its two cases the wrong way round", 12, Group.SWAP)


def _other_order(place: Place, node: ast.Call) -> Iterator[Edit]:
    for index in range(len(node.args) - 1):
        first, second = node.args[index : index + 2]
        if not isinstance(first, ast.Starred) and not isinstance(second, ast.Starred):
            splices = [(*place.source.span(first), place.text(second)), (*place.source.span(second), place.text(first))]
            says = f"`{called(node)}(…)` gets {place.quote(first)} and {place.quote(second)} in the wrong order"
            yield place.edit(splices, says, 16, Group.SWAP)
            targets = getattr(place.parent, "targets", [])
            if len(node.args) == 2 and targets and isinstance(targets[0], ast.Tuple) and len(targets[0].elts) == 2:
                # What it gives comes in the order of what it gets.
                ends = [place.source.span(one) for one in targets[0].elts]
                turned = [(*ends[0], place.text(targets[0].elts[1])), (*ends[1], place.text(targets[0].elts[0]))]
                yield place.edit([*turned, *splices], says, 8, Group.SWAP)


def _order_of_split(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Take the parts of a split in the order in which training comes before test."""
    if called(node) == "train_test_split" and len(node.args) == 2:
        text = f"(lambda _parts: [_parts[index] for index in (0, 2, 1, 3)])({place.text()})"
        says = "`train_test_split` gives both parts of its first argument, and then both of its second"
        yield place.put(text, says, 4, mends="kind dtype shape error")


def _turn_pair(place: Place, node: ast.Tuple) -> Iterator[Edit]:
    if place.field == "slice":
        return
    first, second = map(place.text, node.elts)
    yield place.put(f"{second}, {first}", f"{place.quote()} has its two parts the wrong way round", 12, Group.SWAP)
    if isinstance(place.parent, ast.Return):
        says = f"{place.quote()} gives two rows of things, and not the pairs of one of each"
        yield place.put(f"list(zip({first}, {second}))", says, 11)


def _other_places(place: Place, node: ast.Tuple) -> Iterator[Edit]:
    for first, second in itertools.combinations(node.elts, 2):
        splices = [(*place.source.span(first), place.text(second)), (*place.source.span(second), place.text(first))]
        says = f"{place.quote(first)} and {place.quote(second)} stand in each other's places"
        yield place.edit(splices, says, 12, Group.SWAP)
