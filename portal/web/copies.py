"""A person's copy of everything known about them: a page to read and a file for machines, in one archive."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec
from fastapi import Response

from portal.resources import STATIC
from portal.web.copy_words import COPY_WORDS
from portal.web.languages import SOURCE_LANGUAGE
from portal.web.templating import create_environments
from portal.web.words import LANGUAGES, Words, speak

FILENAME: Final = "onboarding-data.zip"
STYLE: Final = "copy.css"
MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT")


def said(words: Words, value: object) -> str:
    """A value as people read it. Words of the record itself stay as they are kept."""
    if isinstance(value, bool):
        return words.gettext("yes") if value else words.gettext("no")
    if isinstance(value, str) and MOMENT.match(value):
        moment = datetime.fromisoformat(value).astimezone(UTC)
        return words.gettext("%(day)s, %(time)s UTC", day=words.full_day(moment), time=words.time(moment))
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {said(words, part)}" for name, part in value.items())
    return ", ".join(said(words, part) for part in value) if isinstance(value, list) else str(value)


def archive(values: Mapping[str, Any], language: str | None = None) -> bytes:
    """The copy as a zip: `index.html`, `data.json`, and how the page looks.

    The page is in the language asked for, or else in the person's own, where they chose one.
    """
    chosen = language or values.get("preferences", {}).get("language")
    words = speak(chosen if chosen in LANGUAGES else SOURCE_LANGUAGE)
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as files:
        files.writestr("index.html", _page(values, words))
        files.writestr("data.json", msgspec.json.format(msgspec.json.encode(values)))
        files.writestr(STYLE, (STATIC / "css" / STYLE).read_bytes())
    return held.getvalue()


def download(values: Mapping[str, Any], language: str | None = None) -> Response:
    """The archive as an answer that nothing on the way keeps."""
    headers = {"Content-Disposition": f'attachment; filename="{FILENAME}"', "Cache-Control": "no-store"}
    return Response(archive(values, language), media_type="application/zip", headers=headers)


def _page(values: Mapping[str, Any], words: Words) -> str:
    tables = {name: value for name, value in values.items() if isinstance(value, list)}
    named = partial(_named, words)
    return (
        create_environments()[words.language]
        .get_template("documents/copy.html")
        .render(
            said=partial(said, words),
            named=named,
            plain={name: value for name, value in values.items() if not isinstance(value, list | dict)},
            facts={name: value for name, value in values.items() if isinstance(value, dict)},
            tables=tables,
            unknown=words.listed([named(name) for name, rows in tables.items() if not rows]),
        )
    )


def _named(words: Words, name: str) -> str:
    """What a part or a field is called."""
    return words.gettext(COPY_WORDS.get(name, name.replace("_", " ").capitalize()))
