"""The catalogues of the portal's words: gathered from templates and code, kept, and checked."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from portal.resources import CATALOGUES, PACKAGE, TEMPLATES

KEYWORDS: Final = {**DEFAULT_KEYWORDS, "phrase": None}
JINJA: Final = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}
PLACES: Final[Sequence[tuple[Path, str, list[tuple[str, str]], dict[str, dict[str, str]]]]] = (
    (PACKAGE, "portal", [("**.py", "python")], {}),
    (TEMPLATES, "templates", [("**.html", "jinja2"), ("**.svg", "jinja2")], {"**.html": JINJA, "**.svg": JINJA}),
)
"""Where words stand: the folder, its name in the catalogues, how its files are read, and with which options."""

PLACEHOLDER: Final = re.compile(r"%\((\w+)\)s")
TAG: Final = re.compile(r"<[^>]*>")


def gathered() -> Catalog:
    """Everything the templates and the code want said in the reader's language."""
    found = Catalog()
    for folder, name, methods, options in PLACES:
        for file, _, text, comments, context in extract_from_dir(folder, methods, options, KEYWORDS):
            found.add(text, locations=[(f"{name}/{file}", 0)], auto_comments=comments, context=context)
    return found


def kept(language: str) -> Catalog:
    """A language's catalogue as it is stored."""
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def merge(language: str, wanted: Catalog) -> Catalog:
    """Bring a language's catalogue up to what is wanted; translations stay, what nobody says any more goes."""
    catalogue = kept(language)
    written_on = catalogue.creation_date
    catalogue.update(wanted, no_fuzzy_matching=True)
    catalogue.creation_date = written_on
    with (CATALOGUES / f"{language}.po").open("wb") as file:
        write_po(file, catalogue, width=120, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return catalogue


def problems(language: str, wanted: Catalog) -> Iterator[str]:
    """What is wrong with a language's stored catalogue, one sentence each."""
    catalogue = kept(language)
    for message in wanted:
        if message.id and catalogue.get(message.id, message.context) is None:
            yield f"{language} lacks {_named(message)}: run `portal words extract`."
    for message in catalogue:
        if message.id and wanted.get(message.id, message.context) is None:
            yield f"{language} keeps {_named(message)}, which nobody says any more: run `portal words extract`."
        elif message.id:
            yield from (f"{language}, {_named(message)}: {problem}." for problem in faults(message, catalogue))


def faults(message: Message, catalogue: Catalog) -> Iterator[str]:
    """What is wrong with one translation."""
    wanted, forms = texts(message.id), texts(message.string)
    if message.fuzzy or not all(forms):
        yield "not translated"
        return
    if len(wanted) > 1 and len(forms) != catalogue.num_plurals:
        yield f"has {len(forms)} forms, not {catalogue.num_plurals}"
    if (used := _found(PLACEHOLDER, forms)) != (given := _found(PLACEHOLDER, wanted)):
        yield f"uses the values {sorted(used)}, not {sorted(given)}"
    if any(_found(TAG, [form]) != _found(TAG, wanted) for form in forms):
        yield "changes the markup"


def texts(said: object) -> list[str]:
    """A message's texts, or a translation's: one, or one for each kind of number."""
    return [str(form or "") for form in said] if isinstance(said, (list, tuple)) else [str(said or "")]


def _found(pattern: re.Pattern[str], forms: Sequence[str]) -> set[str]:
    return {match for form in forms for match in pattern.findall(form)}


def _named(message: Message) -> str:
    """A message as a person finds it."""
    return f"“{texts(message.id)[0]}”"
