"""Taking what is due out of the ledger as letters, each judged at that moment, and noting what became of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from portal.channels.mail import Fate, Outcome
from portal.db import accounts, branding, deliveries, holds, members, momentum, staff, staff_preferences
from portal.db.still_true import still_true
from portal.domain.branding import Brand
from portal.domain.deliveries import Audience, Delivery, Reason, State
from portal.domain.delivery_policy import (
    MEMBERS,
    STAFF,
    Act,
    Reader,
    Ruling,
    after_interruption,
    day_began,
    retry,
    rule,
    week_began,
    with_a_night,
)
from portal.domain.people import SignedInMember, SignedInStaff
from portal.domain.preferences import Preferences

LEASE: Final = timedelta(minutes=5)
"""Whoever takes longer to send a letter counts as gone."""
MOST: Final = 50
"""So many things are told in one letter."""
DONE: Final = {"state": State.NOT_SENT}
ENDS: Final[Mapping[Fate, Reason]] = {
    Fate.REFUSED: Reason.REFUSED,
    Fate.NO_MAILBOX: Reason.BOUNCED,
    Fate.NO_SERVER: Reason.NO_MAIL,
    Fate.UNWRITABLE: Reason.UNWRITABLE,
}


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes to one person now. Its id is the same however often it is tried.

    `who` is None for somebody who is only an address; `brand` is that of their account, or the vendor's, and `language`
    that of the account an address is invited to, if it has one.
    """

    id: UUID
    email: str
    who: SignedInMember | SignedInStaff | None
    brand: Brand
    deliveries: tuple[Delivery, ...]
    language: str | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """A recipient with what the policy has to know of them."""

    who: SignedInMember | SignedInStaff | None
    email: str
    reader: Reader


async def recover(session: AsyncSession, *, now: datetime) -> None:
    """Take care of what processes were sending when they ended."""
    for one in await deliveries.take_interrupted(session, now=now):
        await _keep(session, [one], after_interruption(one.topic, now))


async def take(session: AsyncSession, *, now: datetime) -> tuple[bool, Letter | None]:
    """Judge all that is due for one person: whether there was anything, and the letter to send them now, if any."""
    due = await deliveries.take_due(session, now=now, limit=MOST)
    if not due:
        return False, None
    known = await _recipient(session, due[0], now)
    rulings: dict[Ruling, list[Delivery]] = defaultdict(list)
    for one in due:
        rulings[rule(one, known.reader, still_true=await still_true(session, one, now=now), now=now)].append(one)
    for ruling, some in rulings.items():
        if ruling.act is not Act.SEND:
            await _keep(session, some, ruling)
    together = _together([one for ruling, some in rulings.items() if ruling.act is Act.SEND for one in some])
    return True, await _letter(session, known, together, now) if together else None


async def settle(
    session: AsyncSession, letter: Letter, outcome: Outcome, *, subject: str | None, now: datetime
) -> None:
    """Note what became of a letter. Somebody without a mailbox gets nothing more."""
    if outcome.fate is Fate.SENT:
        await deliveries.finish(session, letter.id, state=State.SENT, sent_at=now, subject=subject, reason=None)
        return
    if outcome.fate is Fate.NO_MAILBOX:
        await deliveries.suppress(session, letter.email, reason=Reason.BOUNCED, said=outcome.said, now=now)
    if outcome.fate is Fate.LATER:
        await _keep(session, letter.deliveries, retry(letter.deliveries[0].attempts + 1, now))
    else:
        await deliveries.finish(session, letter.id, **DONE, reason=ENDS[outcome.fate], subject=subject)


def _together(due: Sequence[Delivery]) -> tuple[Delivery, ...]:
    """What goes into one letter: what somebody waits for is alone in its own, and so is what was tried before."""
    first = next((one for one in due if one.topic.transactional), None)
    if first:
        return (first,)
    begun = next((one.letter for one in due if one.letter), None)
    return tuple(one for one in due if one.letter == begun)


async def _letter(session: AsyncSession, known: _Known, chosen: Sequence[Delivery], now: datetime) -> Letter:
    """The letter, in the ledger as being sent."""
    letter_id = chosen[0].letter or uuid4()
    values: dict[str, Any] = {"state": State.SENDING, "next_at": now + LEASE, "letter": letter_id}
    await deliveries.move(
        session, [one.id for one in chosen], **values, attempts=chosen[0].attempts + 1, email=known.email
    )
    await deliveries.leave_behind(session, letter_id)
    brand, language = await branding.of_vendor(session), None
    if isinstance(known.who, SignedInMember):
        brand = known.who.brand.over(brand)
    elif (account_id := chosen[0].account_id) and known.who is None:
        brand = (await branding.of_account(session, account_id)).over(brand)
        language = await accounts.language(session, account_id)
    return Letter(letter_id, known.email, known.who, brand, tuple(chosen), language)


async def _keep(session: AsyncSession, some: Sequence[Delivery], ruling: Ruling) -> None:
    """Note that deliveries wait, or are not sent at all."""
    values: dict[str, Any] = {"reason": ruling.reason}
    if ruling.act is Act.WAIT:
        values |= {"state": State.WAITING, "next_at": ruling.until}
    else:
        # Only what may have arrived still belongs to its letter.
        values |= DONE if ruling.reason is Reason.INTERRUPTED else {**DONE, "letter": None}
    await deliveries.move(session, [one.id for one in some], **values)


async def _recipient(session: AsyncSession, one: Delivery, now: datetime) -> _Known:
    match one.recipient.audience:
        case Audience.MEMBER:
            return await _member(session, one, now)
        case Audience.STAFF:
            return await _staff(session, one, now)
        case Audience.ADDRESS:
            silent = await deliveries.suppressed(session, one.recipient.email)
            return _Known(None, one.recipient.email, Reader(Preferences(), MEMBERS, unreachable=silent))


async def _member(session: AsyncSession, one: Delivery, now: datetime) -> _Known:
    account_id, member_id = one.account_id, one.recipient.id
    if account_id is None or member_id is None:
        message = f"The delivery {one.id} to a member names none."
        raise LookupError(message)
    member = await members.find(session, account_id=account_id, member_id=member_id)
    if member is None or member.email is None:
        return _Known(None, one.recipient.email, Reader(Preferences(), MEMBERS, left=True))
    today, week = await _sent(session, one, member.preferences, now)
    rests_until = await holds.rests_until(session, account_id=account_id, today=now.date())
    reader = Reader(
        preferences=with_a_night(member.preferences),
        caps=MEMBERS,
        sent_today=today,
        sent_this_week=week,
        answers=await momentum.answers(session, account_id=account_id, member_id=member_id),
        on_hold=rests_until is not None,
        unreachable=await deliveries.suppressed(session, member.email),
    )
    return _Known(member, member.email, reader)


async def _staff(session: AsyncSession, one: Delivery, now: datetime) -> _Known:
    found = await staff.signed_in(session, one.recipient.id) if one.recipient.id else None
    if found is None:
        return _Known(None, one.recipient.email, Reader(Preferences(), STAFF, left=True))
    preferences = with_a_night((await staff_preferences.find(session, found.id)).preferences)
    silent = await deliveries.suppressed(session, found.email)
    reader = Reader(preferences, STAFF, *await _sent(session, one, preferences, now), unreachable=silent)
    return _Known(found, found.email, reader)


async def _sent(session: AsyncSession, one: Delivery, preferences: Preferences, now: datetime) -> tuple[int, int]:
    """How many letters went to whoever a delivery is for, on their day and in their week."""
    since, today = week_began(preferences, now), day_began(preferences, now)
    letters = await deliveries.letters_since(session, one.recipient, since)
    fresh = [letter for letter in letters if letter.at >= today]
    return len(fresh), len(letters)
