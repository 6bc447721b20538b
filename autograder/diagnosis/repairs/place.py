"""An expression or a statement of an exercise, what it stands in, and the edits that begin there."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from autograder.diagnosis.nodes import Function, arguments_of, attributes_of, body_of, is_read, locals_of
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.source_text import SourceText

UNTOUCHED = {"annotation", "returns", "type_comment", "type_params", "decorator_list"}


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
    def locals(self) -> tuple[str, ...]:
        """Return the other names that the function gives a value."""
        return locals_of(self.function) if self.function else ()

    @property
    def attributes(self) -> tuple[str, ...]:
        """Return the attributes that the class gives its objects."""
        return tuple(attributes_of(self.cls)) if self.cls else ()

    def reads(self, name: str) -> bool:
        """Return whether the function reads a name."""
        return self.function is not None and is_read(self.function, name)

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

    def put_at(self, reason: ast.stmt, text: str, says: str, rank: int, group: Group = Group.SPECIFIC) -> Edit:
        """Return the edit that rewrites this statement because of another one, whose line is named."""
        return replace(self.put(text, says, rank, group), line=reason.lineno)

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
