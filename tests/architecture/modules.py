"""Python files as the rules see them: a name, the lines, the syntax tree, and what it imports."""

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Module:
    """One Python file under its dotted name."""

    name: str
    source: str
    tree: ast.Module
    is_package: bool = False

    @classmethod
    def parse(cls, name: str, source: str, *, is_package: bool = False) -> "Module":
        """A module from its text."""
        return cls(name, source, ast.parse(source), is_package)

    @property
    def unit(self) -> str:
        """The folder or file right under `portal`; empty for `portal` itself."""
        return [*self.name.split("."), ""][1]

    @cached_property
    def imports(self) -> frozenset[str]:
        """Every dotted name the module imports; `from a import b` counts as `a` and as `a.b`."""
        return frozenset(name for pair in self._imported() for name in pair)

    def targets(self, names: Collection[str]) -> set[str]:
        """The modules among `names` that the module imports: `from a import b` means `a.b` where that is one."""
        return {whole if whole in names else base for base, whole in self._imported()} & set(names)

    def _imported(self) -> Iterator[tuple[str, str]]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self._absolute(node)
                yield from ((base, f"{base}.{alias.name}") for alias in node.names)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        kept = len(self.name.split(".")) - node.level + self.is_package
        return ".".join([*self.name.split(".")[:kept], *filter(None, [node.module])])


@lru_cache
def modules() -> tuple[Module, ...]:
    """Every module of the portal and of its tests. Migrations are left out: a machine writes them."""
    paths = [path for folder in ("portal", "tests") for path in sorted((ROOT / folder).rglob("*.py"))]
    return tuple(_read(path) for path in paths if path.parent != ROOT / "portal/migrations/versions")


def _read(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    is_package = parts[-1] == "__init__"
    return Module.parse(".".join(parts[:-1] if is_package else parts), path.read_text(), is_package=is_package)
