"""Whether this process lives, and whether it can do its work."""

import asyncio
from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from portal.db.migrate import is_current
from portal.web.deps import PortalDep

PATIENCE: Final = 2.5
"""Seconds the database may take to answer."""

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def process() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
async def ready(portal: PortalDep) -> Response:
    """The process stays, and the database answers and has the right schema; 503 with the reason otherwise."""
    if portal.leaving.is_set():
        return _not_ready("This process was asked to stop: send requests to another one.")
    try:
        async with asyncio.timeout(PATIENCE):
            current = await is_current(portal.database)
    except (OSError, SQLAlchemyError):
        return _not_ready("The database does not answer: check that it runs and that PORTAL_DATABASE_URL names it.")
    if not current:
        return _not_ready("The database has another schema than this version needs: run `portal migrate`.")
    return JSONResponse({"status": "ok"})


def _not_ready(reason: str) -> Response:
    return JSONResponse({"status": "not_ready", "message": reason}, 503)
