"""Templates as the tests read them: their syntax tree, and the HTML they would make."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from jinja2 import nodes

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
UNPRINTED = re.compile(
    r"\{#.*?#\}|\{%-?\s*macro\b.*?\{%-?\s*endmacro\s*-?%\}|\{%-?\s*set\s+\w+\s*-?%\}.*?\{%-?\s*endset\s*-?%\}|\{%.*?%\}",
    re.DOTALL,
)
PRINTED = re.compile(r"\{\{.*?\}\}", re.DOTALL)


class _Roots(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.roots: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that stands in no other."""
        if not self.open:
            self.roots.append((tag, dict(attrs).get("id")))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself."""
        if not self.open:
            self.roots.append((tag, dict(attrs).get("id")))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and those within that HTML lets one leave open."""
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Note text that stands in no element."""
        if not self.open and data.strip():
            self.roots.append((data.strip()[:40], None))


def roots(template: str) -> list[tuple[str, str | None]]:
    """The outermost elements of a template with their ids, each once: branches may offer the same one twice."""
    parser = _Roots()
    parser.feed(PRINTED.sub("value", UNPRINTED.sub("", template)))
    parser.close()
    return list(dict.fromkeys(parser.roots))


def calls(tree: nodes.Template, function: str, argument: int = 0) -> set[str]:
    """The texts a template hands to a function as its n-th argument, both sides of a condition included."""
    found = (
        call.args[argument]
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name == function and len(call.args) > argument
    )
    return {text for node in found for text in _texts(node)}


def _texts(node: nodes.Node | None) -> Iterator[str]:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, nodes.CondExpr):
        yield from _texts(node.expr1)
        yield from _texts(node.expr2)
    elif isinstance(node, nodes.Getitem) and isinstance(node.node, nodes.Dict):
        for pair in node.node.items:
            yield from _texts(pair.value)


def block(tree: nodes.Template, name: str) -> nodes.Block | None:
    """The block of a template by its name."""
    return next((found for found in tree.find_all(nodes.Block) if found.name == name), None)


def is_empty(found: nodes.Block) -> bool:
    """Whether a block prints nothing but spaces."""
    parts = [part for output in found.find_all(nodes.Output) for part in output.nodes]
    return all(isinstance(part, nodes.TemplateData) and not part.data.strip() for part in parts)
