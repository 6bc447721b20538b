"""Know a program that reaches for nothing but what answers need: no frames, no parts of libraries, no names in texts.

Only what is known to be harmless is plain, so a file that is not need not be a hostile one.
"""

import ast
import importlib.util
import os
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from autograder.forbidden.names import parse
from autograder.sandbox.bindings import DEFINITIONS


def _split(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What a file may import: packages with all that is public in them, and modules.
PACKAGES = frozenset({"torch", "numpy", "sklearn", "matplotlib", "tqdm", "collections"})
MODULES = _split(
    "__future__ abc bisect copy csv dataclasses datetime decimal enum fractions functools heapq itertools "
    "math numbers pathlib random re statistics time typing typing_extensions warnings"
)
# Of modules that reach far, what is plain in them.
FAR = {
    "contextlib": frozenset({"contextmanager", "nullcontext", "suppress"}),
    "operator": frozenset({"add", "itemgetter", "mul", "sub", "truediv"}),
    "os": _split("cpu_count environ getcwd getenv linesep listdir makedirs mkdir name path remove sep"),
    "sys": _split("argv executable exit float_info maxsize path platform stderr stdout version version_info"),
}
# Modules whose names are those of other things as well: x.trace(), np.array(…).
ELSEWHERE = _split("array calendar code fractions locale queue select site stat symbol test token trace")
# Parts of torch and NumPy that answers have uses for; names that nothing else has are harmless in other places, too.
PACKAGES_WITH_PARTS = ("torch", "torch.utils", "numpy")
PARTS = _split(
    "autograd backends cpu cuda data distributions exceptions fft func functional linalg ma matlib mps nn optim "
    "polynomial random signal sparse special storage types typing utils version xpu"
)
MADE = frozenset({"classes", "ops"})  # parts of torch that lie in no file
BUILTINS = _split("breakpoint compile delattr dir eval exec get_ipython getattr globals locals setattr vars")
FRAMES = frozenset(
    f"{kind}_{what}"
    for kind in ("f", "tb", "gi", "cr", "ag")
    for what in ("back", "builtins", "code", "frame", "globals", "locals", "next")
)
READERS = frozenset({"from_file", "fromfile", "load", "loads", "memmap", "read_pickle"})
# They evaluate the texts of annotations.
EVALUATORS = frozenset({"evaluate_forward_ref", "get_annotations", "get_type_hints", "singledispatch"})
PRIVATE = frozenset({"_asdict", "_buffers", "_fields", "_modules", "_parameters", "_replace"})
SPECIAL = _split(
    "__abs__ __add__ __all__ __author__ __bool__ __call__ __class__ __contains__ __doc__ __enter__ __eq__ __exit__ "
    "__file__ __getitem__ __hash__ __init__ __iter__ __len__ __lt__ __matmul__ __mul__ __name__ __neg__ __next__ "
    "__post_init__ __pow__ __repr__ __slots__ __str__ __sub__ __truediv__ __version__"
)
OWN = frozenset({"self", "cls", "ctx"})


IMPORTS = (ast.Import, ast.ImportFrom)
READ = (*IMPORTS, ast.Attribute, ast.Name, *DEFINITIONS, ast.MatchClass, ast.Call)


def is_plain(texts: Sequence[str]) -> bool:
    """Say whether the units of a program are plain; what cannot be read does not run either, and is."""
    return all(map(_is_plain, texts))


def _is_plain(text: str) -> bool:
    try:
        return next(_list_reaches(parse(text)), None) is None
    except (SyntaxError, ValueError):
        return True
    except (RecursionError, MemoryError):
        return False


def _list_reaches(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield what is not plain, one after the other."""
    nodes = _list_nodes(tree)
    imports = [(node, alias) for node in nodes if isinstance(node, IMPORTS) for alias in node.names]
    modules = {alias.asname or alias.name.partition(".")[0] for node, alias in imports if isinstance(node, ast.Import)}
    has_star = any(alias.name == "*" for _, alias in imports)
    # A module that is handed around has names that are not read here.
    as_owners = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    as_readers = {id(node.func) for node in nodes if isinstance(node, ast.Call) and _reads_tensors(node)}
    for node in nodes:
        match node:
            case ast.Import(names=names):
                plain = all(
                    _may_be_imported(alias.name) and not (alias.asname and alias.name in FAR) for alias in names
                )
            case ast.ImportFrom(module=module, names=names, level=level):
                module = module or ""
                plain = level == 0 and _may_be_imported(module)
                plain = plain and all(_may_be_read(alias.name, module) for alias in names)
            case ast.Attribute(value=value, attr=name, ctx=context):
                owner = value.id if isinstance(value, ast.Name) else ""
                plain = _may_be_read(name, owner if owner in modules else "") or id(node) in as_readers
                plain = plain or (owner in OWN and not name.startswith("__"))
                plain = plain and (owner not in modules or isinstance(context, ast.Load))
            case ast.Name(id=name):
                plain = name not in BUILTINS and (not name.startswith("__") or name in SPECIAL)
                plain = plain and (name not in modules or id(node) in as_owners)
                plain = plain and (not has_star or _may_be_read(name))
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                plain = not name.startswith("__") or name in SPECIAL
            case ast.MatchClass(kwd_attrs=names):
                plain = all(map(_may_be_read, names))
            case _:
                continue
        if not plain:
            yield node


def _list_nodes(tree: ast.Module) -> list[ast.AST]:
    """Return those nodes of a tree that may not be plain, and calls; `ast.walk` would take twice as long."""
    nodes: list[ast.AST] = []
    todo: list[Any] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, READ):
            nodes.append(node)
        for part in vars(node).values():
            if type(part) is list:
                todo += [each for each in part if isinstance(each, ast.AST)]
            elif isinstance(part, ast.AST) and not isinstance(part, ast.expr_context):
                todo.append(part)
    return nodes


def _reads_tensors(call: ast.Call) -> bool:
    """Say whether a call of `torch.load` or the like, whoever's it is, takes only tensors and numbers from a file."""
    if not (isinstance(call.func, ast.Attribute) and call.func.attr == "load" and len(call.args) == 1):
        return False
    said = {each.arg: each.value for each in call.keywords}
    only = said.pop("weights_only", ast.Constant(True))
    return isinstance(only, ast.Constant) and only.value is True and said.keys() <= {"map_location"}


def _may_be_imported(module: str) -> bool:
    first, *rest = module.split(".")
    if first in PACKAGES:
        return all(map(_may_be_read, rest))
    return module in MODULES or module in FAR or module == "os.path"


def _may_be_read(name: str, module: str = "") -> bool:
    """Say whether a name is plain as one of a module's, or of anything."""
    if module in FAR:
        return name in FAR[module]
    if name.startswith("_"):
        return name in SPECIAL or name in PRIVATE or name.startswith("_foreach_")
    return name not in _list_far_names()


@cache
def _list_far_names() -> frozenset[str]:
    """Return names by which libraries lead on to more than answers need: of modules, of parts of torch and NumPy."""
    parts = {part.name for part in pkgutil.iter_modules(_find_places())} - PARTS
    return frozenset(
        (sys.stdlib_module_names - MODULES - ELSEWHERE - PACKAGES) | parts | FRAMES | READERS | EVALUATORS | MADE
    )


def _find_places() -> Iterator[str]:
    """Yield the folders that such parts lie in, whether they are imported by now, later or never."""
    for package in PACKAGES_WITH_PARTS:
        top, _, inside = package.partition(".")
        spec = importlib.util.find_spec(top)
        yield from (os.path.join(place, inside) for place in (spec and spec.submodule_search_locations) or ())
