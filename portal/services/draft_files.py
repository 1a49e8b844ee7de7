"""The files of a draft: saved as text, or value by value in a form, by whoever saw the latest of them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.drafts import Opened, require_text_path
from portal.db import audit, drafts
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import Stale

LONGEST_TOLD: Final = 320


async def save(
    session: AsyncSession,
    *,
    doer: Doer,
    opened: Opened,
    path: str,
    text: str | None,
    version: int,
    shown: Mapping[str, object],
    now: datetime,
) -> None:
    """Save a file of a draft that was taken, as it was at that version; None takes it out of the playbook.

    `shown` is what a form shows of the file as it stands, for whoever comes too late. Raises Stale, and Invalid for
    a path at which the playbook holds no text.
    """
    require_text_path(path)
    require_latest(opened, [path], version, shown)
    await _keep(session, doer, opened, path=path, text=text, now=now)


async def save_together(
    session: AsyncSession,
    *,
    doer: Doer,
    opened: Opened,
    texts: Mapping[str, str],
    version: int,
    shown: Mapping[str, object],
    now: datetime,
) -> None:
    """Save files of a draft that was taken and that one form shows, when together they were at that version.

    Raises Stale, and Invalid for a path at which the playbook holds no text.
    """
    for path in texts:
        require_text_path(path)
    require_latest(opened, texts, version, shown)
    for path, text in texts.items():
        await _keep(session, doer, opened, path=path, text=text, now=now)


async def begin(session: AsyncSession, *, doer: Doer, opened: Opened, texts: Mapping[str, str], now: datetime) -> None:
    """Save the texts of something new in a draft that was taken, and of what leads to it, made from its latest.

    Raises Invalid for a path at which the playbook holds no text.
    """
    for path, text in texts.items():
        require_text_path(path)
        await _keep(session, doer, opened, path=path, text=text, now=now)


async def retire(
    session: AsyncSession, *, doer: Doer, opened: Opened, paths: Collection[str], version: int, now: datetime
) -> None:
    """Take files out of the playbook, in a draft that was taken. Raises Stale where one of them was saved meanwhile."""
    require_latest(opened, paths, version, {})
    for path in paths:
        await _keep(session, doer, opened, path=path, text=None, now=now)


async def _keep(
    session: AsyncSession, doer: Doer, opened: Opened, *, path: str, text: str | None, now: datetime
) -> None:
    if text == opened.text(path):
        return
    await drafts.save(session, opened.draft.id, path, text, version=opened.version(path), by=doer.name, now=now)
    act = Act(
        "draft.file_saved" if text is not None else "draft.file_taken_out",
        path[:LONGEST_TOLD],
        after={"draft": opened.draft.name},
    )
    await audit.record(session, account_id=None, actor=doer.actor, act=act, now=now)


def require_latest(opened: Opened, paths: Collection[str], version: int, shown: Mapping[str, object]) -> None:
    """Raise Stale where somebody saved one of some files since together they had that version."""
    latest = opened.versions(paths)
    if latest != version:
        own = [opened.draft.files[path] for path in paths if path in opened.draft.files]
        last = max(own, key=lambda file: file.edited_at, default=None)
        raise Stale(version=latest, now=shown, by=last.edited_by if last else None)


def same_lines(before: str | None, typed: str) -> str:
    """A text as it came from a browser, with the line ends its file has."""
    text = "\n".join(typed.replace("\r\n", "\n").split("\r"))
    return text.replace("\n", "\r\n") if before and "\r\n" in before else text
