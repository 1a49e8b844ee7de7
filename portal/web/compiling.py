"""How a language's templates become code: its words are put in, and macros are found, once and not in every page."""

import re
from collections.abc import Iterator
from typing import Any, Final

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

SPECIAL: Final = re.compile("[&<>'\"]")
"""What has a meaning in HTML."""
SAYS: Final = frozenset({"_", "gettext"})
PLACES: Final = re.compile(r"%\((\w+)\)s|%(%)")
"""Where a value stands in a text, or a percent sign."""


def shown(value: object) -> str:
    """A value as it stands in HTML. Most texts have nothing to escape, and are not copied."""
    if type(value) is Markup or (type(value) is str and not SPECIAL.search(value)):
        return value
    return escape(value)


class Words(NodeTransformer):
    """Puts the translations of texts in their place; a text that goes with a number is left to the page."""

    def __init__(self, environment: Environment) -> None:
        self._gettext: Any = environment.globals["translate"]

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name
        """A text without values is a constant."""
        self.generic_visit(node)
        if (text := self._text(node)) is None or node.kwargs:
            return node
        return nodes.Const(Markup(text % {}), lineno=node.lineno)  # noqa: S704 - templates and catalogues are ours

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802 - Jinja's name
        """A text with values becomes its parts, with the values between them."""
        self.generic_visit(node)
        node.nodes = [part for child in node.nodes for part in self._parts(child)]
        return node

    def _parts(self, node: nodes.Expr) -> Iterator[nodes.Expr]:
        text = self._text(node) if isinstance(node, nodes.Call) else None
        if not isinstance(node, nodes.Call) or text is None:
            yield node
            return
        values = {pair.key: pair.value for pair in node.kwargs if isinstance(pair, nodes.Keyword)}
        end = 0
        for place in PLACES.finditer(text):
            yield nodes.TemplateData(text[end : place.start()] + (place[2] or ""), lineno=node.lineno)
            if place[1]:
                yield values[place[1]]
            end = place.end()
        yield nodes.TemplateData(text[end:], lineno=node.lineno)

    def _text(self, node: nodes.Call) -> str | None:
        """The translated text that a call says; None for other calls."""
        if not isinstance(node.node, nodes.Name) or node.node.name not in SAYS:
            return None
        first = node.args[0]
        return str(self._gettext(first.value)) if isinstance(first, nodes.Const) else None


class Compiler(CodeGenerator):
    """Jinja's own, with the words of its environment."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        """The whole template."""
        super().visit_Template(Words(self.environment).visit(node), frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - Jinja's own
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        if node.with_context:
            super()._import_common(node, frame)
            return
        self.write("environment.macros(")
        self.visit(node.template, frame)
        self.write(")")


class LanguageEnvironment(Environment):
    """The templates in one language; the global `translate` says a text in it."""

    code_generator_class = Compiler

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Jinja's own
        super().__init__(**options)
        self._macros: dict[str, Any] = {}
        self.shown = shown

    def macros(self, name: str) -> Any:  # noqa: ANN401 - a template's own
        """The macros of a template."""
        found = self._macros.get(name)
        if found is None:
            found = self._macros[name] = self.get_template(name).module
        return found
