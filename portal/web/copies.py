"""A person's copy of everything known about them: a page to read and a file for machines, in one archive."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec
from fastapi import Response

from portal.resources import STATIC
from portal.web.languages import SOURCE_LANGUAGE
from portal.web.templating import create_environments

FILENAME: Final = "onboarding-data.zip"
STYLE: Final = "copy.css"


MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT")


def said(value: object) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and MOMENT.match(value):
        moment = datetime.fromisoformat(value).astimezone(UTC)
        return f"{moment.day} {moment:%B %Y, %H:%M} UTC"
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {said(part)}" for name, part in value.items())
    return ", ".join(said(part) for part in value) if isinstance(value, list) else str(value)


def archive(values: Mapping[str, Any]) -> bytes:
    """The copy as a zip: `index.html`, `data.json`, and how the page looks."""
    template = create_environments()[SOURCE_LANGUAGE].get_template("documents/copy.html")
    plain = {name: value for name, value in values.items() if not isinstance(value, list | dict)}
    facts = {name: value for name, value in values.items() if isinstance(value, dict)}
    tables = {name: value for name, value in values.items() if isinstance(value, list)}
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as files:
        files.writestr("index.html", template.render(said=said, plain=plain, facts=facts, tables=tables))
        files.writestr("data.json", msgspec.json.format(msgspec.json.encode(values)))
        files.writestr(STYLE, (STATIC / "css" / STYLE).read_bytes())
    return held.getvalue()


def download(values: Mapping[str, Any]) -> Response:
    """The archive as an answer that nothing on the way keeps."""
    headers = {"Content-Disposition": f'attachment; filename="{FILENAME}"', "Cache-Control": "no-store"}
    return Response(archive(values), media_type="application/zip", headers=headers)
