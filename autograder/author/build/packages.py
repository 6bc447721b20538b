"""Find imports that only a package could serve: students' files lie beside each other in one folder."""

import ast
from collections.abc import Iterator
from pathlib import Path


def find_package_imports(path: Path, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line of each, and what is wrong with it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            name = f"from {node.module.rpartition('.')[2]} import …" if node.module else "import …"
            yield node.lineno, f"`from .` asks for a package, and students' files are in none: write `{name}`"
        for module, line in list_imported(node):
            if is_package(path.with_name(module.partition(".")[0])):
                said = f"imports {module} from a folder, and students' files lie in one: "
                yield line, f"{said}lay what is needed beside {path.name} and import it from there"


def list_imported(node: ast.AST) -> list[tuple[str, int]]:
    """Return the modules that a statement imports, with its line, relative ones left out; none of any other node."""
    match node:
        case ast.Import(names=names):
            return [(alias.name, node.lineno) for alias in names]
        case ast.ImportFrom(module=str(module), level=0):
            return [(module, node.lineno)]
    return []


def is_package(folder: Path) -> bool:
    """Say whether Python would import a folder, and no file of its name or library."""
    return folder.is_dir() and not folder.with_suffix(".py").exists() and any(folder.glob("*.py"))
