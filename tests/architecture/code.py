"""Rules on the text of a module: what makes it readable in one sitting, and what hides things."""

import ast

from tests.architecture.modules import Module
from tests.architecture.rule import Rule, each

MOST_LINES_OF_A_FILE = 300
MOST_LINES_OF_A_FUNCTION = 50
COMMITS = {"portal.db.engine", "portal.migrations.env"}
EVERYWHERE = ("portal", "tests")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(module: Module) -> list[Function]:
    """Every function and method, nested ones too."""
    return [node for node in ast.walk(module.tree) if isinstance(node, Function)]


def imports_inside_functions(module: Module) -> list[str]:
    """Lines that import inside a function."""
    return [
        f"line {node.lineno} imports inside {function.name}"
        for function in functions(module)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def type_checking(module: Module) -> list[str]:
    """Uses of TYPE_CHECKING, which hides a cycle."""
    return [
        f"line {node.lineno} uses TYPE_CHECKING"
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Name) and node.id == "TYPE_CHECKING")
        or (isinstance(node, ast.Attribute) and node.attr == "TYPE_CHECKING")
    ]


def long_file(module: Module) -> list[str]:
    """The file's length, where it is too long."""
    lines = module.source.count("\n")
    return [f"has {lines} lines: split it by noun"] if lines > MOST_LINES_OF_A_FILE else []


def long_functions(module: Module) -> list[str]:
    """Functions that are too long."""
    lengths = {function: (function.end_lineno or 0) - function.lineno + 1 for function in functions(module)}
    return [f"{f.name} has {n} lines" for f, n in lengths.items() if n > MOST_LINES_OF_A_FUNCTION]


def commits(module: Module) -> list[str]:
    """Calls of commit() outside the boundary."""
    if module.name in COMMITS:
        return []
    return [
        f"line {node.lineno} calls commit(): the boundary does"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]


def no_docstring(module: Module) -> list[str]:
    """The module, where it does not say what it is."""
    return [] if ast.get_docstring(module.tree) else ["has no docstring"]


RULES = (
    Rule(
        "imports stand at the top",
        each(imports_inside_functions),
        {"portal.db.a": "def f():\n    from portal.db import b\n    return b"},
        EVERYWHERE,
    ),
    Rule(
        "no TYPE_CHECKING",
        each(type_checking),
        {"portal.db.a": "import typing\nif typing.TYPE_CHECKING:\n    import portal.db.b"},
        EVERYWHERE,
    ),
    Rule("a file fits in one sitting", each(long_file), {"portal.db.a": "x = 1\n" * 301}, EVERYWHERE),
    Rule(
        "a function fits on a screen",
        each(long_functions),
        {"portal.db.a": "class A:\n    async def f(self):\n" + "        x = 1\n" * 50},
        EVERYWHERE,
    ),
    Rule(
        "the boundary commits",
        each(commits),
        {"portal.services.a": "async def f(session):\n    await session.commit()"},
    ),
    Rule("a module says what it is", each(no_docstring), {"portal.db.a": "x = 1"}),
)
