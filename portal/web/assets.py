"""The files of the interface: kept by browsers for as long as their address stays the same."""

import hashlib
from functools import lru_cache
from typing import Final

from fastapi.staticfiles import StaticFiles
from starlette.responses import Response
from starlette.types import Scope

from portal.resources import STATIC

FOR_EVER: Final = "public, max-age=31536000, immutable"
A_DAY: Final = "public, max-age=86400"


class Assets(StaticFiles):
    """Static files. An address with a hash of the content never changes; one without is asked for again each day."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with how long it may be kept. Raises HTTPException where there is none."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = FOR_EVER if scope["query_string"].startswith(b"v=") else A_DAY
        return response


@lru_cache
def static_url(path: str) -> str:
    """The address of a static file, with a hash of its content so that it can be cached for ever."""
    digest = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]
    return f"/static/{path}?v={digest}"
