"""An article as HTML whose sections can be linked to."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import nh3
from markdown_it.token import Token
from markupsafe import Markup

from portal.web.templating import MARKDOWN

ENOUGH: Final = 3
"""From so many sections on a list of them helps."""
ATTRIBUTES: Final = {**nh3.ALLOWED_ATTRIBUTES, "h2": {"id"}}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an article, by the id of its heading."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Prose:
    """An article, and its sections where there are enough to list them."""

    html: Markup
    sections: tuple[Section, ...]


@lru_cache(maxsize=512)
def prose(text: str) -> Prose:
    """A Markdown text of the playbook: no raw HTML gets in, and the result is sanitised."""
    tokens = MARKDOWN.parse(text)
    sections: list[Section] = []
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            sections.append(Section(f"section-{len(sections) + 1}", _words(tokens[place + 1])))
            token.attrSet("id", sections[-1].id)
    html = nh3.clean(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}), attributes=ATTRIBUTES)
    return Prose(Markup(html), tuple(sections) if len(sections) >= ENOUGH else ())  # noqa: S704 - nh3 cleaned it


def _words(heading: Token) -> str:
    return "".join(child.content for child in heading.children or ())
