"""Pictures that people send."""

from typing import Final

from fastapi import Request
from starlette.datastructures import ImmutableMultiDict, UploadFile

from portal.content.pictures import LARGEST_FILE
from portal.domain.errors import Invalid
from portal.domain.wording import phrase

NO_FILE: Final = phrase("Choose a picture first: a PNG, JPEG or WebP of your logo.")

Typed = ImmutableMultiDict[str, str]


async def picture(request: Request, name: str) -> tuple[bytes, Typed]:
    """The bytes of the picture a form sends under a name, and what was typed beside it.

    No more is read than a logo may have; there are no bytes where no picture was chosen.
    """
    async with request.form(max_files=1, max_fields=5) as data:
        sent = data.get(name)
        typed = ImmutableMultiDict([(key, value) for key, value in data.multi_items() if isinstance(value, str)])
        body = await sent.read(LARGEST_FILE + 1) if isinstance(sent, UploadFile) and sent.filename else b""
    return body, typed


def required(body: bytes) -> bytes:
    """The bytes of a picture that was chosen. Raises Invalid."""
    if not body:
        raise Invalid(NO_FILE)
    return body
