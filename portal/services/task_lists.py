"""The open tasks of many accounts: one's own, those of one's accounts, those that are late."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import tasks as rows
from portal.db.tasks import After
from portal.domain.people import SignedInStaff
from portal.domain.tasks import Task

PAGE: Final = 50


class View(StrEnum):
    """A tab of the list."""

    MINE = "mine"
    BY_ACCOUNT = "by_account"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        """The tab as a person reads it."""
        return {"mine": "Mine", "by_account": "My accounts", "overdue": "Overdue everywhere"}[self.value]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of open tasks; `after` is the last one where more follow."""

    view: View
    tasks: tuple[Task, ...]
    after: Task | None


async def listed(
    session: AsyncSession, *, staff: SignedInStaff, view: View, after: tuple[UUID, UUID] | None, now: datetime
) -> Listed:
    """A page of the list; `after` names the account and the task that the page before ended with."""
    place = await _place(session, after) if after else None
    match view:
        case View.MINE:
            found = await rows.open_of_staff(session, staff.id, after=place, limit=PAGE + 1)
        case View.BY_ACCOUNT:
            found = await rows.open_of_csm(session, staff.id, after=place, limit=PAGE + 1)
        case View.OVERDUE:
            found = await rows.open_before(session, now.date(), after=place, limit=PAGE + 1)
    return Listed(view, tuple(found[:PAGE]), found[PAGE - 1] if len(found) > PAGE else None)


async def _place(session: AsyncSession, after: tuple[UUID, UUID]) -> After | None:
    """Where a task stands in the list; None once it is gone, so that the list begins anew."""
    account_id, task_id = after
    task = await rows.find(session, account_id=account_id, task_id=task_id)
    return After(task.account, task.due_on, task.id) if task else None
