"""Turning a template and a context into an answer."""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import nh3
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from portal.content.plain import plain_letter
from portal.domain.wording import lower_first
from portal.resources import TEMPLATES
from portal.web.amounts import amount, apart
from portal.web.assets import static_url
from portal.web.compiling import LanguageEnvironment
from portal.web.languages import SOURCE_LANGUAGE, marked
from portal.web.look import PLAIN, look_of
from portal.web.mailto import mailto
from portal.web.reviews import reviews_due
from portal.web.rise import kind as bar_kind
from portal.web.rise import stair
from portal.web.words import LANGUAGES, Words, speak, words_of

MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable("table")
HEADERS: Final = {"Vary": "HX-Request-Type, Accept-Language", "Cache-Control": "no-store"}

ENGLISH: Final = speak(SOURCE_LANGUAGE)
READER: Final = ContextVar("READER", default=ENGLISH)
"""The words of whoever the page is made for: filters say days and numbers by them, wherever they stand."""


@lru_cache
def create_environments() -> Mapping[str, Environment]:
    """An environment for each language, with what they compiled so far."""
    return {language: create_environment(language=language) for language in LANGUAGES}


def create_environment(templates: Path = TEMPLATES, language: str = SOURCE_LANGUAGE) -> Environment:
    """Jinja as every page in a language uses it: everything escaped, a missing name is an error."""
    environment = LanguageEnvironment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    words = speak(language)
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(words.translations, newstyle=True)  # type: ignore[attr-defined]  # the extension's own
    environment.globals.update(language=words.language, direction=words.direction)
    environment.globals.update(translate=words.translations.gettext, static=static_url)
    environment.globals.update(stair=stair, bar_kind=bar_kind, look=PLAIN, mailto=mailto)
    environment.globals.update(reviews_due=reviews_due, remembered=cache)
    environment.filters.update({name: _said(saying) for name, saying in SAYINGS.items()})
    environment.filters.update(
        isodate=isodate, plural=plural, markdown=markdown, plain=plain_letter, lower_first=lower_first
    )
    environment.filters.update(translated=words.gettext, marked=lambda text_language: marked(text_language, language))
    return environment


def _written_day(words: Words, day: str) -> str:
    """A day that is kept as text, as 2026-11-02."""
    return words.full_day(date.fromisoformat(day))


SAYINGS: Final[dict[str, Callable[..., str]]] = {
    "day": Words.day,
    "full_day": Words.full_day,
    "written_day": _written_day,
    "long_day": Words.long_day,
    "near_day": Words.near_day,
    "time": Words.time,
    "thousands": Words.number,
    "percent": Words.percent,
    "number_word": Words.number_word,
    "listed": Words.listed,
    "amount": amount,
    "apart": apart,
}
"""The filters that say something in the reader's language."""


def _said(saying: Callable[..., str]) -> Callable[..., str]:
    def say(value: object, *args: object, **options: object) -> str:
        return saying(READER.get(), value, *args, **options)

    return say


def isodate(moment: date | datetime) -> str:
    """A day for machines: 2026-11-02."""
    return f"{moment:%Y-%m-%d}"


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


def either(request: Request, whole: str, part: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """A whole page, or that part of it which htmx asked for."""
    return _render(request, part if wants_partial(request) else whole, status, context)


def wants_partial(request: Request) -> bool:
    """Whether htmx asked for a fragment; anything else gets a page or a redirect."""
    return request.headers.get("HX-Request-Type") == "partial"


def _render(request: Request, name: str, status: int, context: dict[str, object]) -> HTMLResponse:
    words = words_of(request)
    environment: Environment = request.app.state.templates[words.language]
    reader = READER.set(words)
    try:
        html = environment.get_template(name).render(request=request, look=look_of(request), **context)
    finally:
        READER.reset(reader)
    return HTMLResponse(html, status, headers={**HEADERS, "Content-Language": words.language})
