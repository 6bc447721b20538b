"""Family: the right steps at the wrong time: in the loop or outside of it, too early, too late, too often, never."""

import ast
import itertools
from collections.abc import Iterator, Sequence

from autograder.diagnosis.nodes import Definition, Function, called, is_constant, is_read, is_stored, names_in
from autograder.diagnosis.repairs.arguments import list_given_once
from autograder.diagnosis.repairs.dropping import MODULES, quote_head
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.place import Place, indent

GIVES_NOTHING = {"__init__", "backward", "step", "zero_grad"}
LOOPS = (ast.For, ast.comprehension)
STAYS = (*Definition, ast.Import, ast.ImportFrom, ast.Return)


def change(place: Place) -> Iterator[Edit]:
    """Yield the place's code with its steps in another order or number."""
    node = place.node
    if isinstance(node, ast.For) and place.body:
        yield from _leave_the_loop(place, node)
        yield from _go_once(place, node)
        yield from _enter_the_loop(place, node)
    if isinstance(node, ast.If) and not node.orelse:
        yield from _leave_the_condition(place, node)
    if isinstance(node, ast.Break):
        yield place.put("continue", "break ends the whole loop here, and what would come next is left out", 5)
    if isinstance(node, ast.Continue):
        yield place.put("break", "the loop goes on here where it should end", 12)
    if isinstance(node, ast.Return) and place.loops and (node.value is None or is_constant(node.value, type(None))):
        yield place.put("continue", "return ends the whole function here, and with it the loop", 5)
    if called(node) in ("parameters", "named_parameters") and isinstance(node, ast.Call):
        yield from _look_at_own(place, node)
    if isinstance(node, ast.stmt):
        yield from _move(place, node)
    if isinstance(node, Function) and place.body:
        yield from _give_back(place, node)
    if called(node) == "range" and isinstance(node, ast.Call):
        yield from _shift_range(place, node)
    if isinstance(node, ast.Assign) and place.loops:
        yield from _add_up_rounds(place, node)


def _leave_the_loop(place: Place, node: ast.For) -> Iterator[Edit]:
    head = place.text(node)[: place.text(node).index(place.text(node.body[0]))].rstrip()
    for statement in node.body:
        rest = [one for one in node.body if one is not statement]
        loop = f"{head}\n{indent(place.block_text(rest))}"
        own = place.block_text([statement])
        if isinstance(statement, ast.Return):
            says = f"{place.quote(statement)} stands inside the loop, and so ends it in its first round"
            yield place.put_at(statement, f"{loop}\n{own}", says, 4)
        elif isinstance(statement, ast.If) and any(isinstance(one, ast.Return) for one in statement.orelse):
            returned = next(one for one in statement.orelse if isinstance(one, ast.Return))
            start, end = place.source.span(returned)
            _, after = place.source.span(node)
            splices = [(start, end, "pass"), (after, after, place.at_margin(f"\n{place.text(returned)}", node))]
            says = f"{place.quote(returned)} ends the loop in its first round already"
            yield place.edit(splices, says, 5, line=returned.lineno)
        else:
            says = f"{place.source.quote(statement)} stands inside the loop, and so is done again in every round"
            # Without all the rest this helps by chance: an endless loop ends, a crash comes later.
            yield place.put_at(statement, f"{own}\n{loop}", says, 11, Group.SWAP)
            yield place.put_at(statement, f"{loop}\n{own}", says, 11, Group.SWAP)


def _add_up_rounds(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Add up over all rounds what only the last one leaves for what comes after the loop."""
    loop, target = place.loops[0], node.targets[0]
    if not isinstance(target, ast.Name) or place.source.margin(loop) is None or is_read(loop, target.id):
        return
    start, (begin, end) = place.source.start_of(loop), place.source.span(node)
    splices = [
        (start, start, place.at_margin(f"{target.id} = 0\n", loop)),
        (begin, end, f"{target.id} += {place.text(node.value)}"),
    ]
    says = f"after the loop, `{target.id}` is what the last round made of it, without those before"
    yield place.edit(splices, says, 5, mends="value")


def _leave_the_condition(place: Place, node: ast.If) -> Iterator[Edit]:
    """Do in any case the last thing that is done under a condition."""
    last = node.body[-1]
    if len(node.body) < 2 or isinstance(last, STAYS) or any(place.source.margin(one) is None for one in node.body):
        return
    head = place.text(node)[: place.text(node).index(place.text(node.body[0]))].rstrip()
    kept = f"{head}\n{indent(place.block_text(node.body[:-1]))}\n{place.block_text([last])}"
    says = f"{place.quote(last)} is done only where {place.quote(node.test)} holds"
    yield place.put_at(last, kept, says, 8)


def _enter_the_loop(place: Place, node: ast.For) -> Iterator[Edit]:
    """Do in every round what is called once, when the loop has ended."""
    later = place.block[place.block.index(node) + 1 :] if node in place.block else []
    for statement in itertools.takewhile(lambda one: not isinstance(one, STAYS), later[:3]):
        is_step = isinstance(statement, ast.Expr) and called(statement.value) == "step" and "backward" in place.text()
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call) and (is_step or not place.loops):
            start, end = place.source.span(statement)
            inside = place.at_margin(f"\n{place.text(statement)}", node.body[-1])
            after = place.source.span(node.body[-1])[1]
            says = f"{place.quote(statement)} comes once, after the loop, and not in its rounds"
            splices = [(start, end, "pass"), (after, after, inside)]
            yield place.edit(splices, says, 2 if is_step else 8, line=statement.lineno)


def _go_once(place: Place, node: ast.For) -> Iterator[Edit]:
    """Do once what a loop repeats without a look at which round it is."""
    rounds = names_in(node.target)
    leaves = any(isinstance(one, (ast.Break, ast.Continue)) for one in ast.walk(node))
    if called(node.iter) == "range" and not leaves and not any(rounds & names_in(one) for one in node.body):
        says = f"{quote_head(place)} repeats what is to be done once"
        yield place.put(place.block_text(node.body), says, 4, Group.DROP)


def _move(place: Place, node: ast.stmt) -> Iterator[Edit]:
    """Exchange a statement with a later one of its block, or let it come after that one."""
    if node not in place.block or isinstance(node, STAYS) or place.source.margin(node) is None:
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    index = place.block.index(node)
    for distance, other in enumerate(place.block[index + 1 : index + 6], start=1):
        if isinstance(other, STAYS) or place.source.margin(other) is None:
            continue
        between = place.block[index + 1 : index + distance + 1]
        start, end = place.source.start_of(node), place.source.span(other)[1]
        head = quote_head(place)
        later = place.at_margin(place.block_text([*between, node]), node)
        says = f"{head} comes before {place.quote(other)}: too early"
        if not _are_strangers([node], between) and not _are_needed(place, [node], between):
            yield place.edit([(start, end, later)], says, 9 + distance, Group.SWAP)
        passed = place.block[index : index + distance]
        if distance > 1 and not _are_strangers([other], passed) and not _are_needed(place, passed, [other]):
            earlier = place.at_margin(place.block_text([other, *place.block[index : index + distance]]), node)
            says = f"{place.quote(other)} comes after {head}: too late"
            yield place.edit([(start, end, earlier)], says, 9 + distance, Group.SWAP, line=other.lineno)


def _are_strangers(moved: Sequence[ast.stmt], others: Sequence[ast.stmt]) -> bool:
    """Return whether it cannot matter that statements move past others: no name is in both, and nothing is drawn."""
    mine, theirs = (set().union(*map(names_in, some)) - MODULES for some in (moved, others))
    calls = [
        [called(one) for each in some for one in ast.walk(each) if isinstance(one, ast.Call)]
        for some in (moved, others)
    ]
    is_still = any(all(name.endswith("Loss") for name in names) for names in calls)
    return is_still and not mine & theirs


def _are_needed(place: Place, first: Sequence[ast.stmt], later: Sequence[ast.stmt]) -> bool:
    """Return whether statements give names that others read and that nothing else gives: those cannot come before."""
    once = list_given_once(place.function)
    given = {one.id for each in first if isinstance(each, ast.Assign) for one in ast.walk(each) if is_stored(one)}
    return any(is_read(each, name) for each in later for name in given & once)


def _give_back(place: Place, node: Function) -> Iterator[Edit]:
    # A generator gives something without a return.
    gives = any(isinstance(one, ast.Return | ast.Yield | ast.YieldFrom) for one in ast.walk(node))
    if gives or node.name in GIVES_NOTHING:
        return
    _, end = place.source.span(place.body[-1])
    for name in [*place.locals, *place.arguments]:
        text = place.at_margin(f"\nreturn {name}", place.body[-1])
        says = f"{node.name} ends without a return, so it gives None"
        yield place.edit([(end, end, text)], says, 5, mends="kind error flag")


def _look_at_own(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Take of each module its own parameters, where a loop comes to the modules inside of it as well."""
    iterated = [one.iter for one in ast.walk(place.function or place.statement) if isinstance(one, LOOPS)]
    if any(called(one) in ("modules", "named_modules") for one in iterated) and not (node.args or node.keywords):
        says = f"{place.quote()} holds those of the modules inside, too, and the loop comes to these once more"
        yield place.put(f"{place.text(node.func)}(recurse=False)", says, 5)


def _shift_range(place: Place, node: ast.Call) -> Iterator[Edit]:
    texts = [place.text(one) for one in node.args]
    if len(texts) == 1:
        yield place.put(f"range(1, {texts[0]})", f"{place.quote()} begins with 0", 9)
        yield place.put(f"range({texts[0]} + 1)", f"{place.quote()} ends too early", 9)
        yield place.put(f"range({texts[0]} - 1)", f"{place.quote()} ends too late", 12)
    if len(texts) > 1:
        yield place.put(f"range(0, {', '.join(texts[1:])})", f"{place.quote()} begins with {texts[0]}", 9)
        more = ", ".join([f"{texts[1]} + 1", *texts[2:]])
        yield place.put(f"range({texts[0]}, {more})", f"{place.quote()} ends too early", 9)
    for index, argument in enumerate(node.args[:2]):
        if isinstance(argument, ast.BinOp):
            parts = [place.text(argument.left) if at == index else text for at, text in enumerate(texts)]
            yield place.put(f"range({', '.join(parts)})", f"{place.quote()} ends in the wrong place", 8, Group.NUMBER)
