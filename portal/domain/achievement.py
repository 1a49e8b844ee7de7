"""What a reached milestone took: how many days, by whom, and how long that usually is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final

from portal.domain.lifecycle import Onboarding
from portal.domain.people import SignedInMember
from portal.domain.playbook import Scope
from portal.domain.progress import LadderProgress, MilestoneProgress
from portal.domain.waits import ENOUGH, Climb, History, observed

AUDIENCE_NAMED: Final = 2
"""So many colleagues are named; the others are a number."""


@dataclass(frozen=True, slots=True)
class Usual:
    """How many days similar teams usually took, and how many teams say so."""

    days: int
    teams: int


@dataclass(frozen=True, slots=True)
class Achievement:
    """How a milestone was reached: in `days` running days, by the reader (`mine`), by colleagues, or by nobody known.

    `shared` says that it is the whole account's. `usual` is given where the reader's team was not slower.
    """

    days: int | None
    mine: bool
    others: tuple[str, ...]
    shared: bool
    usual: Usual | None = None


@dataclass(frozen=True, slots=True)
class Audience:
    """Whoever sees news for the team: some by name, and how many more."""

    named: tuple[str, ...]
    more: int


def achievement(
    progress: LadderProgress,
    at: MilestoneProgress,
    member: SignedInMember,
    onboarding: Onboarding,
    histories: Mapping[str, History],
) -> Achievement:
    """How a member's team reached a milestone, counted as the waits of all teams are."""
    shared = at.milestone.scope is Scope.ACCOUNT
    names = tuple(dict.fromkeys(line.tick.by for line in at.steps if line.tick and line.tick.by))
    days = _days(progress, at, member, onboarding)
    return Achievement(
        days=days,
        mine=not shared or member.name in names,
        others=tuple(name for name in names if name != member.name) if shared else (),
        shared=shared,
        usual=_usual(histories.get(at.milestone.id), days),
    )


def audience(names: Iterable[str]) -> Audience:
    """Colleagues as a sentence names them; one who would be the only number is named as well."""
    everybody = tuple(names)
    named = len(everybody) if len(everybody) == AUDIENCE_NAMED + 1 else AUDIENCE_NAMED
    return Audience(everybody[:named], max(len(everybody) - named, 0))


def _days(
    progress: LadderProgress, at: MilestoneProgress, member: SignedInMember, onboarding: Onboarding
) -> int | None:
    """The days since the milestone before it was reached, or since the account or the member began; at least one."""
    kickoff = onboarding.kickoff_on
    if kickoff is None or at.done_at is None:
        return None
    own = at.milestone.scope is Scope.MEMBER
    start = max(kickoff, member.joined_on or kickoff) if own else kickoff
    reached: dict[str, date] = {m.milestone.id: m.done_at.date() for m in progress.milestones if m.done_at}
    climb = Climb(member.account_id, start, reached, onboarding.holds, at.done_at.date())
    waits = dict(observed(progress.ladder.milestones, climb))
    return max(waits[at.milestone.id].days, 1) if at.milestone.id in waits else None


def _usual(history: History | None, days: int | None) -> Usual | None:
    if history is None or days is None or history.teams < ENOUGH:
        return None
    known = [wait for wait in history.waits if wait is not None]
    if len(known) * 2 <= len(history.waits):
        return None
    # Who has not got there yet waited longer than anybody who has.
    waits = known + [max(known)] * (len(history.waits) - len(known))
    usual = max(round(median(waits)), 1)
    return Usual(usual, history.teams) if days <= usual else None
