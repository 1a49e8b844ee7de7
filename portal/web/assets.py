"""The files of the interface: kept by browsers for as long as their address stays the same."""

from typing import Final

from fastapi.staticfiles import StaticFiles
from starlette.responses import Response
from starlette.types import Scope

FOR_EVER: Final = "public, max-age=31536000, immutable"
A_DAY: Final = "public, max-age=86400"


class Assets(StaticFiles):
    """Static files. An address with a hash of the content never changes; one without is asked for again each day."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with how long it may be kept. Raises HTTPException where there is none."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = FOR_EVER if scope["query_string"].startswith(b"v=") else A_DAY
        return response
