"""A student's source with its tree: what stands where, and what it would be with a change."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from autograder.submissions import Unit

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
LONGEST_QUOTE = 40
UNTOUCHED = {"annotation", "returns", "type_comment", "type_params", "decorator_list"}


class Group(IntEnum):
    """What a change does; of several that pass at one line, the first group tells the reason best."""

    LESSON = 0
    DROP = 1
    SPECIFIC = 2
    SWAP = 3
    FORM = 4  # the value itself in another form, which says nothing of why
    NUMBER = 5
    NAME = 6


@dataclass(frozen=True)
class Edit:
    """One change of a student's source, and what it says of the line that it changes, if it is the repair.

    `rank` is how soon it is worth a try; `mends` names the symptoms that it is for, none where it is for any.
    """

    source: "SourceText"
    line: int
    says: str
    group: Group
    rank: int
    splices: tuple[tuple[int, int, str], ...]
    mends: frozenset[str] = frozenset()
    is_general: bool = False  # it is about the function, and its line is no closer than that

    def apply(self) -> str:
        """Return the unit's text with the change."""
        return self.source.splice(self.splices)


class SourceText:
    """One unit: its bytes, which is what the tree counts columns in, and its tree."""

    def __init__(self, unit: Unit) -> None:
        self.name = unit.name
        self.tree = ast.parse(unit.text)
        # Line ends as the parser counts them.
        self._data = unit.text.replace("\r\n", "\n").replace("\r", "\n").encode()
        self._starts = [0]
        for line in self._data.split(b"\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Return where a node begins and ends, in bytes."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.start_of(node), self._starts[node.end_lineno - 1] + node.end_col_offset

    def start_of(self, node: ast.expr | ast.stmt) -> int:
        """Return where a node begins: a definition at its first decorator."""
        decorators: list[ast.expr] = getattr(node, "decorator_list", [])
        return self._starts[min([node.lineno, *(one.lineno for one in decorators)]) - 1] + node.col_offset

    def between(self, start: int, end: int) -> str:
        """Return what stands between two places, in bytes."""
        return self._data[start:end].decode()

    def start_of_keyword(self, node: ast.keyword) -> int:
        """Return where an argument begins that is given by its name."""
        return self._starts[node.lineno - 1] + node.col_offset

    def text(self, node: ast.expr | ast.stmt) -> str:
        """Return the node as the student wrote it."""
        start, end = self.span(node)
        return self._data[start:end].decode()

    def quote(self, node: ast.expr | ast.stmt, longest: int = LONGEST_QUOTE) -> str:
        """Return the node on one line, in backticks and short enough for a sentence."""
        text = " ".join(self.text(node).split())
        return f"`{text if len(text) <= longest else text[: longest - 1] + '…'}`"

    def margin(self, statement: ast.stmt) -> str | None:
        """Return the white space before a statement; None where it does not begin its line."""
        before = self._data[self._starts[statement.lineno - 1] :][: statement.col_offset].decode()
        return before if not before.strip() else None

    def splice(self, splices: Sequence[tuple[int, int, str]]) -> str:
        """Return the text with some spans, none within another, replaced."""
        data = self._data
        for start, end, text in sorted(splices, reverse=True):
            data = data[:start] + text.encode() + data[end:]
        return data.decode()

    def without_scripts(self) -> Unit:
        """Return the unit with its demonstrations blanked out and all else where it was.

        What trains and prints at module level would run again with every change that is tried.
        """
        needed = _free_names(self.tree)
        blanked = []
        for statement in self.tree.body:
            if not _defines(statement, needed):
                start, end = self.span(statement)
                # The same length, so that what stands below keeps its place.
                kept = bytes(byte if byte == ord("\n") else ord(" ") for byte in self._data[start:end])
                blanked.append((start, end, kept.decode()))
        return Unit(self.name, self.splice(blanked))


def _defines(statement: ast.stmt, needed: set[str]) -> bool:
    if isinstance(statement, (*Definition, ast.Import, ast.ImportFrom, ast.Try)):
        return True
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        nodes = ast.walk(statement)
        bound = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        return bool(bound & needed)
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _free_names(tree: ast.Module) -> set[str]:
    """Return the names that definitions take from the module."""
    free: set[str] = set()
    for definition in tree.body:
        if not isinstance(definition, Definition):
            continue
        names = [node for node in ast.walk(definition) if isinstance(node, ast.Name)]
        own = {node.id for node in names if isinstance(node.ctx, ast.Store)}
        own |= {node.arg for node in ast.walk(definition) if isinstance(node, ast.arg)}
        free |= {node.id for node in names} - own
    return free


@dataclass(frozen=True)
class Place:
    """One expression or statement of an exercise, and what it stands in."""

    source: SourceText
    node: ast.expr | ast.stmt
    parent: ast.AST
    field: str
    statement: ast.stmt
    function: Function | None
    cls: ast.ClassDef | None
    loops: tuple[ast.For | ast.While, ...]
    block: tuple[ast.stmt, ...]  # the statements among which the place's own one stands

    @property
    def arguments(self) -> list[str]:
        """Return the names of the function's arguments, without self."""
        return arguments_of(self.function) if self.function else []

    @property
    def locals(self) -> list[str]:
        """Return the other names that the function gives a value."""
        return locals_of(self.function) if self.function else []

    @property
    def attributes(self) -> list[str]:
        """Return the attributes that the class gives its objects."""
        nodes = ast.walk(self.cls) if self.cls else iter(())
        stores = (node for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store))
        return list(dict.fromkeys(node.attr for node in stores if is_name(node.value, "self")))

    def text(self, node: ast.expr | ast.stmt | None = None) -> str:
        """Return a node, or the place's own, as it is written."""
        return self.source.text(node or self.node)

    def quote(self, node: ast.expr | ast.stmt | None = None) -> str:
        """Return a node, or the place's own, as it may stand in a sentence."""
        return self.source.quote(node or self.node)

    def put(
        self,
        text: str,
        says: str,
        rank: int,
        group: Group = Group.SPECIFIC,
        mends: str = "",
        node: ast.expr | ast.stmt | None = None,
    ) -> Edit:
        """Return the edit that puts other code in place of a node: for statements with all lines at margin 0."""
        node = node or self.node
        text = self.at_margin(text, node) if isinstance(node, ast.stmt) else f"({text})"
        return self.edit([(*self.source.span(node), text)], says, rank, group, mends, node.lineno)

    def put_at(self, reason: ast.stmt, text: str, says: str, rank: int) -> Edit:
        """Return the edit that rewrites this statement because of another one, whose line is named."""
        return replace(self.put(text, says, rank), line=reason.lineno)

    def edit(
        self,
        splices: Sequence[tuple[int, int, str]],
        says: str,
        rank: int,
        group: Group = Group.SPECIFIC,
        mends: str = "",
        line: int | None = None,
    ) -> Edit:
        """Return the edit that consists of some splices."""
        line = self.node.lineno if line is None else line
        is_general = isinstance(self.node, Function) and line == self.node.lineno
        return Edit(self.source, line, says, group, rank, tuple(splices), frozenset(mends.split()), is_general)

    def before(self, text: str, says: str, rank: int, mends: str = "") -> Edit:
        """Return the edit that puts statements before this one."""
        start = self.source.start_of(self.node)
        return self.edit([(start, start, self.at_margin(f"{text}\n", self.node))], says, rank, mends=mends)

    def after(self, text: str, says: str, rank: int, mends: str = "") -> Edit:
        """Return the edit that puts statements after this one."""
        _, end = self.source.span(self.node)
        return self.edit([(end, end, self.at_margin(f"\n{text}", self.node))], says, rank, mends=mends)

    def begin(self, text: str, says: str, rank: int, mends: str = "") -> Edit:
        """Return the edit that lets a function begin with other statements."""
        first = self.body[0]
        start = self.source.start_of(first)
        return self.edit([(start, start, self.at_margin(f"{text}\n", first))], says, rank, mends=mends)

    def wrap(self, statements: Sequence[ast.stmt], head: str, says: str, rank: int, mends: str = "") -> Edit:
        """Return the edit that puts a block's statements, one after the other, under a head such as `with …:`."""
        start, (_, end) = self.source.start_of(statements[0]), self.source.span(statements[-1])
        text = f"{head}\n{indent(self.block_text(statements))}"
        splice = (start, end, self.at_margin(text, statements[0]))
        return self.edit([splice], says, rank, mends=mends, line=self.node.lineno)

    @property
    def body(self) -> list[ast.stmt]:
        """Return the statements of a function, without its docstring, or of a loop; none that share a line with it."""
        block = body_of(self.node) if isinstance(self.node, Function) else getattr(self.node, "body", [])
        statements = [one for one in block if isinstance(one, ast.stmt)]
        return statements if all(self.source.margin(one) is not None for one in statements) else []

    def at_margin(self, text: str, node: ast.expr | ast.stmt) -> str:
        """Return code with all lines but the first as far to the right as a statement."""
        margin = self.source.margin(node) if isinstance(node, ast.stmt) else None
        return text.replace("\n", "\n" + (margin or ""))

    def block_text(self, statements: Sequence[ast.stmt]) -> str:
        """Return statements of one block with their first column at margin 0; "pass" for none."""
        return "\n".join(dedent(self.source, statement) for statement in statements) or "pass"


def dedent(source: SourceText, statement: ast.stmt) -> str:
    """Return a statement as written, moved to the left edge."""
    margin = source.margin(statement)
    return source.text(statement).replace(f"\n{margin}", "\n") if margin else source.text(statement)


def indent(text: str) -> str:
    """Return code one level deeper."""
    return "    " + text.replace("\n", "\n    ")


def walk(source: SourceText, root: ast.stmt) -> Iterator[Place]:
    """Yield a definition and every place below it."""
    yield from _walk(Place(source, root, source.tree, "body", root, None, None, (), (root,)))


def _walk(place: Place) -> Iterator[Place]:
    node = place.node
    if isinstance(node, Function):
        place = replace(place, function=node, loops=())
    elif isinstance(node, ast.ClassDef):
        place = replace(place, cls=node)
    yield place
    if isinstance(node, (ast.For, ast.While)):
        place = replace(place, loops=(*place.loops, node))
    # Inside of an f-string, columns are not what they say.
    if not isinstance(node, ast.JoinedStr):
        yield from _walk_fields(place, node)


def _walk_fields(place: Place, parent: ast.AST) -> Iterator[Place]:
    for field, value in ast.iter_fields(parent):
        if field in UNTOUCHED:
            continue
        nodes = value if isinstance(value, list) else [value]
        for node in nodes:
            if isinstance(node, ast.stmt):
                yield from _walk(replace(place, node=node, parent=parent, field=field, statement=node, block=(*nodes,)))
            elif isinstance(node, ast.expr):
                yield from _walk(replace(place, node=node, parent=parent, field=field))
            elif isinstance(node, ast.AST):
                # Arguments, keywords, generators: they have no place of their own, but their parts have.
                yield from _walk_fields(place, node)


def arguments_of(function: Function) -> list[str]:
    """Return the names of a function's arguments, without self."""
    listed = function.args
    every = [*listed.posonlyargs, *listed.args, *listed.kwonlyargs]
    return [one.arg for one in every if one.arg not in ("self", "ctx", "cls")]


def locals_of(function: Function) -> list[str]:
    """Return the names, other than arguments, that a function gives a value."""
    names = (node for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    known = arguments_of(function)
    return [name for name in dict.fromkeys(node.id for node in names) if name not in known]


def body_of(function: Function) -> list[ast.stmt]:
    """Return a function's statements, without its docstring."""
    first = function.body[0]
    has_docstring = isinstance(first, ast.Expr) and is_constant(first.value, str)
    return function.body[1:] if has_docstring else function.body


def is_name(node: ast.AST, name: str) -> bool:
    """Return whether a node is just this name."""
    return isinstance(node, ast.Name) and node.id == name


def is_constant(node: ast.AST | None, *kinds: type) -> bool:
    """Return whether a node is a literal of one of these types; True is no int here."""
    return isinstance(node, ast.Constant) and type(node.value) in kinds


def called(node: ast.AST | None) -> str:
    """Return the last part of the name that a call calls; "" for anything else."""
    if not isinstance(node, ast.Call):
        return ""
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def names_in(node: ast.AST) -> set[str]:
    """Return all names in a node."""
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
