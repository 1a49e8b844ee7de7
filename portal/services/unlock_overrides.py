"""Features granted or revoked by hand: with a reason, above what the ladder says, until it is taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit
from portal.db import unlocks as rows
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import Invalid, NotFound, Stale
from portal.domain.news import feature_facts
from portal.domain.playbook import Catalogue, Feature
from portal.domain.unlocks import Decided, Reach, features_of, reaches, require_reason
from portal.domain.webhooks import News, Topic
from portal.jobs.news import announce

EVERYONE: Final = "Everyone"
NO_FEATURE: Final = "No milestone of this account's ladders unlocks such a feature. Choose one of the list."
NO_MEMBER: Final = "There is no such member here any more. Choose somebody of the list."
NOTHING: Final = "Nothing is decided by hand there any more, so there is nothing to take back."


@dataclass(frozen=True, slots=True)
class Held:
    """A decision that counts, with the names of what and whom it is about."""

    decided: Decided
    feature: str
    whom: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What is open in an account, and what somebody decided about it."""

    reaches: Sequence[Reach]
    held: Sequence[Held]
    people: Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A decision about a feature: for a member, or, without one, for everybody in the account."""

    feature: str
    member_id: UUID | None
    open: bool
    reason: str


async def overview(session: AsyncSession, *, catalogue: Catalogue, account_id: UUID) -> Overview:
    """How far each feature is open in an account that exists."""
    people = await rows.people(session, account_id)
    earned, decided = await rows.earned(session, account_id), await rows.decided(session, account_id)
    features = features_of(catalogue)
    held = [
        Held(
            one,
            features[one.feature].name if one.feature in features else one.feature,
            people.get(one.subject_id, EVERYONE),
        )
        for one in sorted(decided, key=lambda one: one.at, reverse=True)
        if one.open is not None
    ]
    reach = reaches(catalogue, earned, decided, account_id=account_id, people=people)
    return Overview(reach, held, people)


async def decide(
    session: AsyncSession,
    *,
    catalogue: Catalogue,
    account_id: UUID,
    wanted: Wanted,
    version: int,
    doer: Doer,
    now: datetime,
) -> None:
    """Grant or revoke a feature; version 0 says that nothing was decided there. What is granted is told at once.

    Raises Forbidden, NotFound, Invalid, Stale.
    """
    doer.require_guide()
    feature, reason = features_of(catalogue).get(wanted.feature), require_reason(wanted.reason)
    if feature is None:
        raise Invalid(NO_FEATURE)
    people = await rows.people(session, account_id)
    if wanted.member_id and wanted.member_id not in people:
        raise NotFound(NO_MEMBER)
    subject_id = wanted.member_id or account_id
    there = await _there(session, account_id, subject_id, wanted.feature)
    await _keep(session, account_id, subject_id, wanted, reason, there=there, version=version, doer=doer, now=now)
    name = "unlock.granted" if wanted.open else "unlock.revoked"
    after = {"whom": people.get(subject_id, EVERYONE), "reason": reason}
    await audit.record(
        session, account_id=account_id, actor=doer.actor, act=Act(name, feature.name, {}, after), now=now
    )
    await accounts.touch(session, [account_id])
    if wanted.open:
        await _tell(session, account_id, wanted, feature, now)


async def take_back(
    session: AsyncSession, *, account_id: UUID, subject_id: UUID, feature: str, version: int, doer: Doer, now: datetime
) -> None:
    """Let the ladder count again. Raises Forbidden, NotFound, Stale."""
    doer.require_guide()
    there = await _there(session, account_id, subject_id, feature)
    if there is None or there.open is None:
        raise NotFound(NOTHING)
    kept = await rows.decide(
        session,
        account_id=account_id,
        subject_id=subject_id,
        feature=feature,
        version=version,
        open_=None,
        reason=there.reason,
        by=doer.name,
        now=now,
    )
    if not kept:
        raise Stale(version=there.version, now=fields(there), by=there.by)
    act = Act("unlock.taken_back", feature, {"reason": there.reason, "by": there.by})
    await audit.record(session, account_id=account_id, actor=doer.actor, act=act, now=now)
    await accounts.touch(session, [account_id])


def fields(there: Decided | None) -> dict[str, object]:
    """A decision by the names of the form's fields."""
    if there is None or there.open is None:
        return {"open": None, "reason": None}
    return {"open": "grant" if there.open else "revoke", "reason": there.reason}


async def _there(session: AsyncSession, account_id: UUID, subject_id: UUID, feature: str) -> Decided | None:
    decided = await rows.decided(session, account_id, [subject_id])
    return next((one for one in decided if one.feature == feature), None)


async def _keep(
    session: AsyncSession,
    account_id: UUID,
    subject_id: UUID,
    wanted: Wanted,
    reason: str,
    *,
    there: Decided | None,
    version: int,
    doer: Doer,
    now: datetime,
) -> None:
    """Keep a decision. What was taken back counts as nothing, so that a new one may follow it."""
    seen = there.version if there and there.open is None and version == 0 else version
    kept = await rows.decide(
        session,
        account_id=account_id,
        subject_id=subject_id,
        feature=wanted.feature,
        version=seen,
        open_=wanted.open,
        reason=reason,
        by=doer.name,
        now=now,
    )
    if not kept:
        raise Stale(version=there.version if there else 0, now=fields(there), by=there.by if there else None)


async def _tell(session: AsyncSession, account_id: UUID, wanted: Wanted, feature: Feature, now: datetime) -> None:
    key = f"{wanted.member_id or account_id}:{feature.key}:{now.isoformat()}"
    facts = feature_facts(feature, why="granted")
    await announce(session, [News(Topic.FEATURE_UNLOCKED, key, account_id, now, wanted.member_id, facts)], now=now)
