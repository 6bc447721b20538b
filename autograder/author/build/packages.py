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
        elif isinstance(node, ast.Import | ast.ImportFrom):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            for module in modules:
                if is_package(path.with_name(module.partition(".")[0])):
                    said = f"imports {module} from a folder, and students' files lie in one: "
                    yield node.lineno, f"{said}lay what is needed beside {path.name} and import it from there"


def is_package(folder: Path) -> bool:
    """Say whether Python would import a folder, and no file of its name or library."""
    return folder.is_dir() and not folder.with_suffix(".py").exists() and any(folder.glob("*.py"))
