"""What is asked about one person: a copy of everything, silence from now on, deletion. Each leaves a receipt."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit, browsers, privacy, suppressions, team
from portal.db.privacy import Person
from portal.domain.audit import Act, Actor
from portal.domain.doers import Doer
from portal.domain.errors import Invalid, NotFound
from portal.domain.people import SignedInMember
from portal.domain.privacy import Receipt, Wish, fingerprint, require_keeper
from portal.domain.wording import phrase
from portal.jobs import the_queue
from portal.jobs.kinds import ERASE, EXPORT

NO_SUCH: Final = "There is no such person in this account: they were deleted, or never were here."
NOT_SUPPRESSED: Final = "Nobody with this id is suppressed in this account."
NO_COPY: Final = phrase("This copy is not kept any more. Ask for a new one.")
UNREPORTED: Final = "Your product never spoke of this person, so there are no events to take in or to drop."


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish about one person, in somebody's words: who asked for it, and how."""

    member_id: UUID
    wish: Wish
    reason: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The person it is about."""

    account_id: UUID
    person: Person
    now: datetime


@dataclass(frozen=True, slots=True)
class Book:
    """An account's people, and what was asked about them."""

    people: tuple[Person, ...]
    receipts: tuple[Receipt, ...]


async def book(session: AsyncSession, *, doer: Doer, account_id: UUID) -> Book:
    """Everybody about whom something can be asked, and what was. Raises Forbidden."""
    require_keeper(doer)
    people = await privacy.everybody(session, account_id)
    return Book(tuple(people), tuple(await privacy.receipts(session, account_id)))


async def ask(session: AsyncSession, *, doer: Doer, account_id: UUID, asked: Asked, now: datetime) -> UUID:
    """Begin with what was asked about one of an account's people; the id of the receipt.

    Raises Forbidden, NotFound, and Invalid where the product never spoke of them and it is about its events.
    """
    require_keeper(doer)
    opened = await _open(session, account_id, asked.member_id, now)
    return await _begin(session, opened, doer.actor, asked)


async def resume(session: AsyncSession, *, doer: Doer, account_id: UUID, user: str, now: datetime) -> None:
    """Take in again what the product sends about the person of an id, also about one who was deleted.

    Raises Forbidden, and NotFound for somebody who is not suppressed.
    """
    require_keeper(doer)
    if not await suppressions.resume(session, account_id=account_id, user=user):
        raise NotFound(NOT_SUPPRESSED)
    act = Act(f"person.{Wish.RESUME}", f"fingerprint {fingerprint(user)[:8]}")
    await audit.record(session, account_id=account_id, actor=doer.actor, act=act, now=now)


async def ask_for_own_copy(session: AsyncSession, *, member: SignedInMember, actor: Actor, now: datetime) -> None:
    """Begin with a copy for the person it is about; no-op while one is under way."""
    last = await last_copy(session, member=member, now=now)
    if last and last.done_at is None:
        return
    opened = await _open(session, member.account_id, member.id, now)
    await _begin(session, opened, actor, Asked(member.id, Wish.EXPORT, ""))


async def last_copy(session: AsyncSession, *, member: SignedInMember, now: datetime) -> Receipt | None:
    """The copy a member asked for last, as long as it is under way or kept."""
    found = await privacy.last_copy(session, account_id=member.account_id, member_id=member.id)
    return found if found and (found.done_at is None or (found.expires_at and found.expires_at > now)) else None


async def own_copy(session: AsyncSession, *, member: SignedInMember, request_id: UUID, now: datetime) -> bytes:
    """A member's copy. Raises NotFound."""
    return await _copy(session, account_id=member.account_id, request_id=request_id, member_id=member.id, now=now)


async def copy_for(session: AsyncSession, *, doer: Doer, account_id: UUID, request_id: UUID, now: datetime) -> bytes:
    """A copy for whoever answers for it, who hands it on. Raises Forbidden, NotFound."""
    require_keeper(doer)
    found = await _copy(session, account_id=account_id, request_id=request_id, member_id=None, now=now)
    act = Act("person.copy_fetched", f"receipt {request_id.hex[:8]}")
    await audit.record(session, account_id=account_id, actor=doer.actor, act=act, now=now)
    return found


async def _copy(
    session: AsyncSession, *, account_id: UUID, request_id: UUID, member_id: UUID | None, now: datetime
) -> bytes:
    found = await privacy.copy_of(session, account_id=account_id, request_id=request_id, member_id=member_id, now=now)
    if found is None:
        raise NotFound(NO_COPY)
    return found


async def _open(session: AsyncSession, account_id: UUID, member_id: UUID, now: datetime) -> Opened:
    person = await privacy.find_person(session, account_id=account_id, member_id=member_id)
    if person is None:
        raise NotFound(NO_SUCH)
    return Opened(account_id, person, now)


async def _begin(session: AsyncSession, opened: Opened, actor: Actor, asked: Asked) -> UUID:
    person, now = opened.person, opened.now
    values = {"account_id": opened.account_id, "member_id": person.id, "person": person.name, "asked_at": now}
    given = {"wish": asked.wish, "asked_by": actor.name, "reason": asked.reason}
    request_id = await privacy.add(session, values | given)
    if asked.wish in {Wish.SUPPRESS, Wish.RESUME}:
        await _silence(session, opened, asked.wish)
        await privacy.change(session, request_id, {"done_at": now})
    else:
        await _promise(session, opened, asked.wish, request_id)
    # The receipt, not the name: an entry of the audit can never be changed, and would outlive the person.
    act = Act(f"person.{asked.wish}", f"receipt {request_id.hex[:8]}")
    await audit.record(session, account_id=opened.account_id, actor=actor, act=act, now=now)
    return request_id


async def _silence(session: AsyncSession, opened: Opened, wish: Wish) -> None:
    user = opened.person.external_id
    if user is None:
        raise Invalid(UNREPORTED)
    if wish is Wish.SUPPRESS:
        await suppressions.suppress(session, account_id=opened.account_id, user=user, now=opened.now)
    else:
        await suppressions.resume(session, account_id=opened.account_id, user=user)


async def _promise(session: AsyncSession, opened: Opened, wish: Wish, request_id: UUID) -> None:
    """Leave the work to a job. Who is to be deleted is kept out from this moment on."""
    if wish is Wish.DELETE:
        await _keep_out(session, opened)
    kind = ERASE if wish is Wish.DELETE else EXPORT
    payload = {"request_id": str(request_id), "account_id": str(opened.account_id)}
    await the_queue().enqueue(session, kind=kind, payload=payload, now=opened.now)


async def _keep_out(session: AsyncSession, opened: Opened) -> None:
    account_id, person = opened.account_id, opened.person
    if person.external_id:
        await _silence(session, opened, Wish.SUPPRESS)
    await browsers.sign_out(session, account_id=account_id, member_id=person.id)
    await team.change(session, account_id=account_id, member_id=person.id, values={"disabled_at": opened.now})
    await accounts.touch(session, [account_id])
