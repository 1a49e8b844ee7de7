"""The playbook's videos, captions and pictures, by the hash of their bytes."""

import atexit
import os
import shutil
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from anyio import to_thread
from fastapi import APIRouter
from fastapi.responses import FileResponse
from sqlalchemy.ext.asyncio import AsyncSession

from portal.domain.errors import Unauthenticated
from portal.domain.wording import phrase
from portal.services import content
from portal.web.deps import ReaderDep, SignedInDep

router = APIRouter()

# The address names the bytes, so an answer never grows old; it is for people who are signed in, so no
# shared cache may keep it.
KEEP = {"cache-control": "private, max-age=31536000, immutable"}


@router.get("/media/{digest}")
async def medium(digest: str, signed_in: SignedInDep, session: ReaderDep) -> FileResponse:
    """A medium, whole or in ranges (a player seeks). Raises Unauthenticated or NotFound."""
    if signed_in is None:
        raise Unauthenticated(phrase("Sign in to see this."))
    found = await content.medium(session, digest)
    path = await _on_disk(session, found)
    return FileResponse(path, media_type=found.type, headers={**KEEP, "etag": f'"{digest}"'})


async def _on_disk(session: AsyncSession, found: content.Medium) -> Path:
    """The medium as a file, so that ranges are read from disk and not from the database."""
    path = _cache() / found.hash
    if not path.exists():
        body = await content.medium_bytes(session, found)
        await to_thread.run_sync(_put, path, body)
    return path


@lru_cache
def _cache() -> Path:
    """This process's own folder: nobody else can put files into it."""
    folder = Path(tempfile.mkdtemp(prefix="portal-media-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _put(path: Path, body: bytes) -> None:
    """Write a file so that a reader finds either nothing or all of it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        Path(name).replace(path)
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()
