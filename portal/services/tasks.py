"""Tasks of an account: who has to do what by when, and what has to come first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit
from portal.db import tasks as rows
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import Conflict, Invalid, NotFound, Stale
from portal.domain.tasks import Audience, Owner, OwnerKind, Share, Task, assignable, closes_circle, share_of
from portal.jobs.consequences import account_changed

NO_ACCOUNT: Final = "There is no account at this address. The portfolio lists every account there is."
NO_SUCH: Final = "There is no such task any more. The account's page lists those there are."
NO_OWNER: Final = "Nobody here can own this task under that name. Choose somebody from the list."
NO_FIRST: Final = "The task it should wait for is gone. Choose another one, or none."
CIRCLE: Final = "“%(first)s” waits for this task already, so neither could ever begin. Choose another one, or none."
WAITED_FOR: Final = "“%(task)s” waits for this one. Let it wait for something else first, then remove this."


@dataclass(frozen=True, slots=True)
class Draft:
    """A task as somebody wants it: `owner` is the key of an owner, empty for nobody."""

    title: str
    note: str
    audience: Audience
    owner: str
    due_on: date
    first_id: UUID | None


@dataclass(frozen=True, slots=True)
class Section:
    """An account's tasks: those that are open, those that are done with the latest first, and who can own one."""

    account_id: UUID
    account: str
    today: date
    open: tuple[Task, ...]
    done: tuple[Task, ...]
    share: Share
    owners: tuple[Owner, ...]


async def summary(session: AsyncSession, account_id: UUID, now: datetime) -> Section:
    """The tasks of an account, for its page. Raises NotFound for an unknown account."""
    account = await accounts.name_of(session, account_id)
    if account is None:
        raise NotFound(NO_ACCOUNT)
    found = await rows.of_account(session, account_id)
    done = sorted((task for task in found if task.done_on), key=lambda task: task.done_on or task.due_on, reverse=True)
    return Section(
        account_id=account_id,
        account=account,
        today=now.date(),
        open=tuple(task for task in found if not task.done_on),
        done=tuple(done),
        share=share_of(found),
        owners=assignable(await rows.owners(session, account_id)),
    )


async def find(session: AsyncSession, *, account_id: UUID, task_id: UUID) -> Task:
    """One task of an account. Raises NotFound."""
    found = await rows.find(session, account_id=account_id, task_id=task_id)
    if found is None:
        raise NotFound(NO_SUCH)
    return found


async def add(session: AsyncSession, *, doer: Doer, account_id: UUID, draft: Draft, now: datetime) -> UUID:
    """Give somebody something to do; its id. Raises Forbidden, and Invalid for an owner or a first that is none."""
    doer.require_guide()
    await accounts.take_turn(session, account_id)
    values = await _values(session, account_id, draft)
    task_id = await rows.add(session, {"account_id": account_id, "edited_by": doer.name, **values})
    task = await find(session, account_id=account_id, task_id=task_id)
    await _record(session, doer, task, "task.added", after=_told(task), now=now)
    return task_id


async def change(
    session: AsyncSession, *, doer: Doer, account_id: UUID, task_id: UUID, version: int, draft: Draft, now: datetime
) -> None:
    """Change a task that was at that version. Raises Forbidden, NotFound, Invalid, and Stale."""
    doer.require_guide()
    await accounts.take_turn(session, account_id)
    before = await find(session, account_id=account_id, task_id=task_id)
    values = await _values(session, account_id, draft, task_id)
    keys = {"account_id": account_id, "task_id": task_id}
    if not await rows.change(session, **keys, version=version, values=values, by=doer.name):
        raise Stale(version=before.version, now=fields(before), by=before.edited_by)
    old, new = _told(before), _told(await find(session, **keys))
    changed = {name for name in new if old[name] != new[name]}
    if changed:
        was, became = ({name: told[name] for name in changed} for told in (old, new))
        await _record(session, doer, before, "task.changed", before=was, after=became, now=now)


async def mark(
    session: AsyncSession, *, doer: Doer, account_id: UUID, task_id: UUID, done: bool, now: datetime
) -> None:
    """Say that a task is done, or that it is not after all; twice is as once. Raises Forbidden, NotFound."""
    doer.require_guide()
    task = await find(session, account_id=account_id, task_id=task_id)
    on, by = (now.date(), doer.name) if done else (None, None)
    if await rows.mark(session, account_id=account_id, task_id=task_id, done_on=on, by=by):
        await _record(session, doer, task, "task.done" if done else "task.reopened", now=now)


async def remove(
    session: AsyncSession, *, doer: Doer, account_id: UUID, task_id: UUID, version: int, now: datetime
) -> None:
    """Take a task that was at that version off the list.

    Raises Forbidden, NotFound, Stale, and Conflict while another one waits for it.
    """
    doer.require_guide()
    await accounts.take_turn(session, account_id)
    task = await find(session, account_id=account_id, task_id=task_id)
    if task.version != version:
        raise Stale(version=task.version, now=fields(task), by=task.edited_by)
    waiting = await rows.waiting_for(session, account_id=account_id, task_id=task_id)
    if waiting:
        raise Conflict(WAITED_FOR, task=waiting[0].title)
    await rows.remove(session, account_id=account_id, task_id=task_id)
    await _record(session, doer, task, "task.removed", before=_told(task), now=now)


def fields(task: Task) -> dict[str, object]:
    """What a form shows of a task, by the names of its fields."""
    return {
        "title": task.title,
        "note": task.note,
        "audience": task.audience.value,
        "owner": task.owner.key if task.owner else "",
        "due_on": task.due_on,
        "first": str(task.first.id) if task.first else "",
    }


async def _values(session: AsyncSession, account_id: UUID, draft: Draft, task_id: UUID | None = None) -> dict[str, Any]:
    await _check_first(session, account_id, draft, task_id)
    owner = await _owner(session, account_id, draft.owner)
    ids = {f"{kind}_id": owner.id if owner and owner.kind is kind else None for kind in OwnerKind}
    about = {"title": draft.title, "note": draft.note, "audience": draft.audience, "due_on": draft.due_on}
    return {**about, **ids, "first_id": draft.first_id}


async def _owner(session: AsyncSession, account_id: UUID, key: str) -> Owner | None:
    if not key:
        return None
    found = next((one for one in await rows.owners(session, account_id) if one.key == key), None)
    if found is None:
        raise Invalid(NO_OWNER)
    return found


async def _check_first(session: AsyncSession, account_id: UUID, draft: Draft, task_id: UUID | None) -> None:
    if draft.first_id is None:
        return
    first = await rows.find(session, account_id=account_id, task_id=draft.first_id)
    if first is None:
        raise Invalid(NO_FIRST)
    if task_id and closes_circle(await rows.firsts(session, account_id), task_id, first.id):
        raise Invalid(CIRCLE, first=first.title)


def _told(task: Task) -> dict[str, str | None]:
    return {
        "title": task.title,
        "note": task.note or None,
        "audience": task.audience,
        "owner": task.owner.name if task.owner else None,
        "due": task.due_on.isoformat(),
        "first": task.first.title if task.first else None,
    }


async def _record(
    session: AsyncSession,
    doer: Doer,
    task: Task,
    act: str,
    *,
    now: datetime,
    before: Mapping[str, str | None] | None = None,
    after: Mapping[str, str | None] | None = None,
) -> None:
    done = Act(act, task.title, before or {}, after or {})
    await audit.record(session, account_id=task.account_id, actor=doer.actor, act=done, now=now)
    await account_changed(session, task.account_id, now)
