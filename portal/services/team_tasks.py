"""What a customer's team has to do besides its milestones, as its members see it; each ticks off their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import audit, tasks
from portal.domain.audit import Act, Actor
from portal.domain.errors import Forbidden, NotFound
from portal.domain.people import SignedInMember
from portal.domain.tasks import Audience, Owner, OwnerKind, Share, Task, share_of
from portal.domain.wording import phrase
from portal.jobs.consequences import account_changed

NO_SUCH: Final = phrase("This task is not on your team's list any more. The list shows what is left.")
NOT_YOURS: Final = phrase("This task is somebody else's to tick off. Tell them that it is done.")
RECENTLY: Final = 10
"""So many of the tasks that are done are shown, the latest first."""


@dataclass(frozen=True, slots=True)
class TeamTasks:
    """The tasks of a team: the member's own, those of others, those that were done lately.

    `untick` are the done ones that the member may take back.
    """

    today: date
    own: tuple[Task, ...]
    others: tuple[Task, ...]
    done: tuple[Task, ...]
    share: Share
    untick: frozenset[UUID]


async def look(session: AsyncSession, *, member: SignedInMember, now: datetime) -> TeamTasks:
    """What a member's team has to do."""
    found = await tasks.of_account(session, member.account_id, audience=Audience.CUSTOMER)
    still_open = [task for task in found if not task.done_on]
    return TeamTasks(
        today=now.date(),
        own=tuple(task for task in still_open if owns(member, task.owner)),
        others=tuple(task for task in still_open if not owns(member, task.owner)),
        done=_latest(found),
        share=share_of(found),
        untick=frozenset(task.id for task in found if task.done_on and owns(member, task.owner)),
    )


async def mark(
    session: AsyncSession, *, member: SignedInMember, actor: Actor, task_id: UUID, done: bool, now: datetime
) -> None:
    """Say that a task of one's own is done, or that it is not after all. Raises NotFound, Forbidden."""
    task = await tasks.find(session, account_id=member.account_id, task_id=task_id)
    if task is None or task.audience is not Audience.CUSTOMER:
        raise NotFound(NO_SUCH)
    if not owns(member, task.owner):
        raise Forbidden(NOT_YOURS)
    on, by = (now.date(), member.name) if done else (None, None)
    if await tasks.mark(session, account_id=member.account_id, task_id=task_id, done_on=on, by=by):
        act = Act("task.done" if done else "task.reopened", task.title)
        await audit.record(session, account_id=member.account_id, actor=actor, act=act, now=now)
        await account_changed(session, member.account_id, now)


def owns(member: SignedInMember, owner: Owner | None) -> bool:
    """Whether a task is a member's: as themselves, or as the stakeholder with their address."""
    match owner:
        case Owner(OwnerKind.MEMBER, id=one):
            return one == member.id
        case Owner(OwnerKind.STAKEHOLDER, email=str(address)):
            return member.email is not None and address.casefold() == member.email.casefold()
        case _:
            return False


def _latest(found: Sequence[Task]) -> tuple[Task, ...]:
    done = [task for task in found if task.done_on]
    return tuple(sorted(done, key=lambda task: task.done_on or task.due_on, reverse=True)[:RECENTLY])
