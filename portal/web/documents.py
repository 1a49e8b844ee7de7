"""Pages as PDF: tagged, with a title and a language, set in a process of its own."""

import asyncio
import re
import sys
from asyncio.subprocess import PIPE
from typing import Any, Final

import structlog
from fastapi import Request, Response

from portal.domain.errors import Unavailable
from portal.domain.wording import phrase
from portal.web.templating import page

log = structlog.get_logger()

PATIENCE: Final = 60
"""Seconds after which a document is given up."""

AT_ONCE: Final = asyncio.Semaphore(2)
"""Each takes a process, so only so many are set at the same time; others wait for their turn."""

NO_LIBRARY: Final = b"cannot load library"
MEND: Final = phrase(
    "PDFs need the Pango library, which this server does not have. Whoever runs it can add it (Debian: apt-get "
    "install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0); until then, print this page."
)
REASON: Final = "the document could not be set; the log has the reason"
TOO_SLOW: Final = phrase("Setting the document took too long. Try again in a minute, or print the page.")


async def pdf(request: Request, template: str, *, filename: str, **context: Any) -> Response:  # noqa: ANN401 - what a template reads
    """A template as a PDF to download. Raises Unavailable where PDFs cannot be made, with the mend."""
    made = page(request, template, **context)
    named = re.sub(r"[^\w.-]+", "-", filename.casefold(), flags=re.ASCII).strip("-")
    headers = {"Content-Disposition": f'attachment; filename="{named}"', "Cache-Control": "no-store"}
    return Response(await typeset(bytes(made.body)), media_type="application/pdf", headers=headers)


async def typeset(text: bytes) -> bytes:
    """The PDF of a page, which may use what lies in static/. Raises Unavailable."""
    async with AT_ONCE:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "portal.web.typesetting", stdin=PIPE, stdout=PIPE, stderr=PIPE
        )
        try:
            made, said = await asyncio.wait_for(child.communicate(text), PATIENCE)
        except TimeoutError:
            raise Unavailable(TOO_SLOW) from None
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
    if child.returncode:
        log.error("typesetting_failed", said=said.decode(errors="replace")[-2000:])
        if NO_LIBRARY in said:
            raise Unavailable(MEND)
        raise RuntimeError(REASON)
    return made
