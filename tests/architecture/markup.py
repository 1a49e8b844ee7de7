"""Rules on the text of templates: what the content security policy forbids, and what would let HTML through."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from portal.resources import TEMPLATES


@dataclass(frozen=True)
class MarkupRule:
    """A sentence, the pattern that breaks it, and pieces of templates that match."""

    says: str
    pattern: re.Pattern[str]
    broken_by: tuple[str, ...]

    def __str__(self) -> str:
        """The sentence, as the test's name."""
        return self.says.replace(" ", "-")

    def problems(self, templates: Mapping[str, str]) -> list[str]:
        """Every place that breaks the rule."""
        return [
            f"{name}:{text.count(chr(10), 0, found.start()) + 1}: {found[0].strip()}"
            for name, text in templates.items()
            for found in self.pattern.finditer(text)
        ]


@lru_cache
def templates() -> Mapping[str, str]:
    """The text of every template by its name."""
    paths = sorted(path for path in TEMPLATES.rglob("*") if path.is_file())
    return {str(path.relative_to(TEMPLATES)): path.read_text() for path in paths}


def _rule(says: str, pattern: str, *broken_by: str) -> MarkupRule:
    return MarkupRule(says, re.compile(pattern, re.IGNORECASE | re.DOTALL), broken_by)


RULES = (
    _rule("nothing is marked safe", r"\|\s*safe\b", "{{ text|safe }}", "{{ text | safe }}"),
    _rule(
        "escaping stays on",
        r"\{%-?\s*autoescape\s+false|\bMarkup\(",
        "{% autoescape false %}",
        "{{ Markup(text) }}",
    ),
    _rule("no style attribute", r"(?<![\w-])style\s*=", '<p style="color: red">', "<p\n style = x>"),
    _rule("no style element", r"<style\b", "<style>p { color: red }</style>"),
    _rule(
        "no script in the page",
        r"<script\b(?![^>]*\bsrc\s*=)[^>]*>|<script\b[^>]*>\s*[^<\s]",
        "<script>alert(1)</script>",
        '<script src="a.js">alert(1)</script>',
    ),
    _rule("no handler attribute", r"<\w[^>]*\son[a-z]+\s*=", '<p onclick="f()">', "<a\n onload=f()>"),
    _rule("no htmx handler", r"\b(?:data-)?hx-on\b", '<p hx-on:click="f()">', '<p data-hx-on="f()">'),
    _rule("no filter that htmx evaluates", r"hx-trigger\s*=\s*[\"'][^\"']*\[", '<p hx-trigger="click[ctrlKey]">'),
    _rule("no javascript address", r"javascript:", '<a href="javascript:f()">'),
)
