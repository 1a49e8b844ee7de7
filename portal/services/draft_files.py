"""The files of a draft: saved as text, or value by value in a form, by whoever saw the latest of them."""

from collections.abc import Mapping
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
    require_latest(opened, path, version, shown)
    if text == opened.text(path):
        return
    await drafts.save(session, opened.draft.id, path, text, version=version, by=doer.name, now=now)
    act = Act(
        "draft.file_saved" if text is not None else "draft.file_taken_out",
        path[:LONGEST_TOLD],
        after={"draft": opened.draft.name},
    )
    await audit.record(session, account_id=None, actor=doer.actor, act=act, now=now)


def require_latest(opened: Opened, path: str, version: int, shown: Mapping[str, object]) -> None:
    """Raise Stale where somebody saved a file since it had that version."""
    if opened.version(path) != version:
        raise Stale(version=opened.version(path), now=shown, by=opened.draft.files[path].edited_by)


def same_lines(before: str | None, typed: str) -> str:
    """A text as it came from a browser, with the line ends its file has."""
    text = "\n".join(typed.replace("\r\n", "\n").split("\r"))
    return text.replace("\n", "\r\n") if before and "\r\n" in before else text
