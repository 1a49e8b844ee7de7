"""Which features are open to whom: earned by milestones, granted or revoked by staff."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from portal.domain.errors import Invalid
from portal.domain.playbook import Catalogue, Feature

MAX_REASON: Final = 500
NO_REASON: Final = "Say why, so that colleagues can tell why this feature is not as the ladder says."
LONG_REASON: Final = "The reason has %(length)s characters; the limit is %(most)s. Shorten it."


class Why(StrEnum):
    """Why a feature is open, or is not."""

    MILESTONE = "milestone"
    GRANTED = "granted"
    REVOKED = "revoked"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Earned:
    """A feature that a milestone has unlocked for a subject: a member, or the account itself."""

    subject_id: UUID
    feature: str
    milestone_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody decided about a feature of a subject by hand; `open` is None once it was taken back."""

    subject_id: UUID
    feature: str
    open: bool | None
    reason: str
    by: str
    at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a feature is open to somebody, and why; `milestone_id` is the one that opened it."""

    feature: str
    open: bool
    why: Why
    milestone_id: str | None = None


def features_of(catalogue: Catalogue) -> dict[str, Feature]:
    """Every feature that the milestones of a playbook unlock, by key."""
    return {feature.key: feature for milestone in catalogue.milestones.values() for feature in milestone.unlocks}


def standings(
    features: Collection[str], earned: Sequence[Earned], decided: Sequence[Decided], *, account_id: UUID
) -> dict[str, Standing]:
    """How every feature stands for somebody to whom the rows belong: their own, and those of their account.

    A person's word counts above the ladder, and one about the member above one about their account. What was earned
    or decided stays known when the playbook no longer names it.
    """
    # Of two words about a feature, the later in this order is the closer one.
    closer = sorted(decided, key=lambda one: one.subject_id != account_id)
    said = {one.feature: one for one in closer if one.open is not None}
    reached = {one.feature: one for one in sorted(earned, key=lambda one: one.at, reverse=True)}
    return {key: _standing(key, said.get(key), reached.get(key)) for key in sorted({*features, *said, *reached})}


def _standing(feature: str, said: Decided | None, reached: Earned | None) -> Standing:
    if said:
        return Standing(feature, bool(said.open), Why.GRANTED if said.open else Why.REVOKED)
    if reached:
        return Standing(feature, open=True, why=Why.MILESTONE, milestone_id=reached.milestone_id)
    return Standing(feature, open=False, why=Why.NOT_YET)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a feature is open in an account: to everybody, or to the people of these names."""

    feature: Feature
    everyone: Standing
    some: tuple[str, ...]
    without: tuple[str, ...]


def reaches(
    catalogue: Catalogue,
    earned: Sequence[Earned],
    decided: Sequence[Decided],
    *,
    account_id: UUID,
    people: Mapping[UUID, str],
) -> list[Reach]:
    """How far every feature of the playbook is open in an account, in the order of its milestones."""
    features = features_of(catalogue)

    def of(*subjects: UUID) -> dict[str, Standing]:
        mine = [one for one in earned if one.subject_id in subjects]
        said = [one for one in decided if one.subject_id in subjects]
        return standings(features, mine, said, account_id=account_id)

    shared, own = of(account_id), {person: of(account_id, person) for person in people}
    found = []
    for key, feature in features.items():
        everyone = shared[key]
        others = tuple(people[person] for person in people if own[person][key].open is not everyone.open)
        some, without = ((), others) if everyone.open else (others, ())
        found.append(Reach(feature, everyone, some, without))
    return found


def require_reason(given: str) -> str:
    """The reason without blanks around it. Raises Invalid for none, and for one that is too long."""
    reason = given.strip()
    if not reason:
        raise Invalid(NO_REASON)
    if len(reason) > MAX_REASON:
        raise Invalid(LONG_REASON, length=len(reason), most=MAX_REASON)
    return reason
