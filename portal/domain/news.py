"""What there is to tell other systems about accounts, from what is known of them now and what was before."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Final
from uuid import UUID

from portal.domain import lifecycle
from portal.domain.plan import Lifecycle
from portal.domain.playbook import Feature, Milestone, Scope
from portal.domain.risk import Level, Verdict
from portal.domain.webhooks import News, Topic

DAY: Final = timedelta(days=1)
LATE: Final = timedelta(days=7)
"""So long after its day a touchpoint is still told, once, where nobody could tell it then; later it is no news."""


def milestone_news(account_id: UUID, subject_id: UUID, milestone: Milestone, at: datetime) -> Iterator[News]:
    """A milestone was reached, and what it unlocked is open."""
    member_id = subject_id if milestone.scope is Scope.MEMBER else None
    about = {"id": milestone.id, "title": milestone.title}
    facts = {"milestone": about, "completed_at": at}
    yield News(Topic.MILESTONE_COMPLETED, f"{subject_id}:{milestone.id}", account_id, at, member_id, facts)
    for feature in milestone.unlocks:
        opened = feature_facts(feature, why="milestone") | {"milestone": about}
        yield News(Topic.FEATURE_UNLOCKED, f"{subject_id}:{feature.key}", account_id, at, member_id, opened)


def feature_facts(feature: Feature, *, why: str) -> dict[str, object]:
    """A feature as other systems are told of it."""
    return {"feature": {"key": feature.key, "name": feature.name}, "why": why}


def verdict_news(account_id: UUID, before: Level | None, verdict: Verdict, now: datetime) -> News:
    """A verdict is another one than before."""
    leaf = verdict.leaf
    facts = {
        "tree": verdict.tree.id,
        "leaf": leaf.id,
        "title": leaf.title,
        "level": leaf.level,
        "previous_level": before,
        "play": leaf.play,
    }
    return News(Topic.VERDICT_CHANGED, f"{account_id}:{now.isoformat()}", account_id, now, facts=facts)


def phase_news(account_id: UUID, before: lifecycle.Phase, after: lifecycle.Phase, now: datetime) -> News:
    """An onboarding has entered another phase."""
    facts = {"phase": after, "previous_phase": before}
    return News(Topic.PHASE_CHANGED, f"{account_id}:{after}:{now.date()}", account_id, now, facts=facts)


def touchpoint_news(account_id: UUID, run: lifecycle.Onboarding, plan: Lifecycle, now: datetime) -> Iterator[News]:
    """The touchpoints of an account that are due today, or were in the last days, while nobody was there to say so."""
    today, names = now.date(), {one.id: one.name for one in plan.touchpoints}
    for one in lifecycle.touchpoints(run, plan.schedule, today):
        if one.id in names and one.on <= today <= one.on + LATE and not one.over and not one.forecast:
            about = {"id": one.id, "name": names[one.id], "week": one.week, "on": one.on}
            key = f"{account_id}:{one.id}-{one.weeks}:{one.on}"
            over = datetime.combine(one.on + DAY, time(), UTC)
            yield News(Topic.TOUCHPOINT_DUE, key, account_id, now, facts={"touchpoint": about}, over=over)
