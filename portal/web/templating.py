"""Turning a template and a context into an answer."""

import hashlib
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

import nh3
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from portal.domain.wording import lower_first
from portal.resources import STATIC, TEMPLATES
from portal.web.languages import marked

MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable("table")
NUMBER_WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def create_environment(templates: Path = TEMPLATES) -> Environment:
    """Jinja as every page uses it: everything escaped, a missing name is an error."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["static"] = static_url
    environment.filters.update(
        {"day": day, "number_word": number_word, "plural": plural, "markdown": markdown, "isodate": isodate}
    )
    environment.filters.update(
        {"long_day": long_day, "near_day": near_day, "lower_first": lower_first, "thousands": thousands}
    )
    environment.filters["marked"] = marked
    return environment


@lru_cache
def static_url(path: str) -> str:
    """The address of a static file, with a hash of its content so that it can be cached for ever."""
    digest = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]
    return f"/static/{path}?v={digest}"


def day(moment: date | datetime) -> str:
    """A day as people write it: 2 Nov."""
    return f"{moment.day} {moment:%b}"


def long_day(moment: date | datetime) -> str:
    """A day in full: Tuesday 18 November."""
    return f"{moment:%A} {moment.day} {moment:%B}"


def near_day(on: date, today: date, *, inside: bool = False) -> str:
    """A day as seen from another: Today, Yesterday, Tomorrow, Thu 20 Nov, or 4 Mar 2027 in another year.

    `inside` a sentence the three words are not capitals.
    """
    words = {-1: "Yesterday", 0: "Today", 1: "Tomorrow"}
    if word := words.get((on - today).days):
        return word.lower() if inside else word
    return f"{on:%a} {day(on)}" if on.year == today.year else f"{day(on)} {on.year}"


def thousands(number: int) -> str:
    """A whole number with its thousands set apart: 2,400."""
    return f"{number:,}"


def isodate(moment: date | datetime) -> str:
    """A day for machines: 2026-11-02."""
    return f"{moment:%Y-%m-%d}"


def number_word(number: int) -> str:
    """One to Nine in words, larger numbers in digits."""
    return NUMBER_WORDS[number] if number < len(NUMBER_WORDS) else str(number)


def plural(number: int, one: str, many: str | None = None) -> str:
    """The word that goes with a number."""
    return one if number == 1 else many or f"{one}s"


@lru_cache(maxsize=1024)
def markdown(text: str) -> Markup:
    """Markdown from the playbook as clean HTML: no raw HTML gets in, and the result is sanitised.

    Kept, because the same few hundred texts of a playbook are shown to everybody.
    """
    return Markup(nh3.clean(MARKDOWN.render(text)))  # noqa: S704 - nh3 cleaned it


def page(request: Request, name: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """A whole page."""
    return _render(request, name, status, context)


def partial(request: Request, name: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """A fragment of a page, from the same file the page includes."""
    return _render(request, name, status, context)


def wants_partial(request: Request) -> bool:
    """Whether htmx asked for a fragment; anything else gets a page or a redirect."""
    return request.headers.get("HX-Request-Type") == "partial"


def _render(request: Request, name: str, status: int, context: dict[str, object]) -> HTMLResponse:
    environment: Environment = request.app.state.templates
    html = environment.get_template(name).render(request=request, **context)
    return HTMLResponse(html, status, headers={"Vary": "HX-Request-Type, Accept-Language", "Cache-Control": "no-store"})
