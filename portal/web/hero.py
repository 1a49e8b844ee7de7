"""What stands at the top of a ladder: where the member is, and the one thing to do next."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from portal.domain.people import SignedInMember
from portal.domain.progress import LadderProgress, MilestoneProgress, State
from portal.services.ladder import LadderView
from portal.web.languages import PAGE_LANGUAGE
from portal.web.templating import day, number_word, plural

FRESH: Final = timedelta(minutes=10)
"""For how long a reached milestone still takes an open page to its celebration."""


@dataclass(frozen=True, slots=True)
class Hero:
    """The words of the hero and of the bar at the foot of a phone's screen; headline and lede are in `language`."""

    chip: str
    chip_icon: str
    chip_kind: str
    where: str
    headline: str
    lede: str
    action: str
    short_action: str
    href: str
    dock: str
    caption: str
    language: str = PAGE_LANGUAGE


def to_celebrate(progress: LadderProgress, now: datetime) -> MilestoneProgress | None:
    """The milestone reached in the last minutes whose celebration the member has not seen, the latest first."""
    fresh = [m for m in progress.milestones if m.state is State.DONE and m.done_at and now - m.done_at <= FRESH]
    return max(fresh, key=lambda m: m.done_at or now, default=None)


def hero(view: LadderView, member: SignedInMember, now: datetime) -> Hero:
    """The hero for a member's ladder as it stands."""
    fresh = to_celebrate(view.progress, now)
    if fresh:
        return _reached(view, member, fresh)
    if view.shown is None:
        resting = view.progress.resting
        return _resting(view, member, resting) if resting else _at_the_top(view, member)
    say = _waiting if view.shown.next_step is None else _climbing
    said = say(view, member, view.shown)
    return said if view.shown.milestone.language == PAGE_LANGUAGE else _unmixed(said, view, view.shown)


def _unmixed(said: Hero, view: LadderView, m: MilestoneProgress) -> Hero:
    """The same in whole texts of the playbook: a sentence of two languages is none."""
    return replace(
        said,
        headline=m.milestone.title,
        lede=view.progress.ladder.promise,
        action=said.short_action,
        language=m.milestone.language,
    )


def _climbing(view: LadderView, member: SignedInMember, m: MilestoneProgress) -> Hero:
    place, line = next((place, line) for place, line in enumerate(m.steps, 1) if not line.done)
    title = line.step.title
    first_day = view.progress.done == 0 and m.state is State.AVAILABLE
    return Hero(
        **_frame(view, member),
        headline=f"{number_word(m.steps_left)} {plural(m.steps_left, 'step')} to {m.milestone.outcome}."
        if m.steps_left
        else f"Your part is done: next comes {m.milestone.outcome}.",
        lede=_welcome(view, member, m) if first_day else _remaining(m),
        action=f"{'Start' if first_day else 'Continue'}: {_lowered(title)}",
        short_action=title,
        href=f"#step-{m.milestone.id}-{line.step.id}",
        dock=f"Step {place} of {len(m.steps)}",
    )


def _welcome(view: LadderView, member: SignedInMember, m: MilestoneProgress) -> str:
    promise = view.progress.ladder.promise
    return f"Welcome, {member.name.split()[0]}. {promise} Your first milestone takes about {_minutes(m.minutes_left)}."


def _remaining(m: MilestoneProgress) -> str:
    opens = " and ".join(feature.name for feature in m.milestone.unlocks)
    left = f"What's left takes about {_minutes(m.minutes_left)}." if m.minutes_left else "Only optional steps are left."
    return f"{left} Finishing unlocks {opens}." if opens else left


def _waiting(view: LadderView, member: SignedInMember, m: MilestoneProgress) -> Hero:
    """Every step is done; only the success signal is not there yet."""
    progress = f" {m.signal.count} of {m.signal.target} so far." if m.signal else ""
    label = f"We'll know it worked when {m.signal.signal.label}." if m.signal else ""
    other = next((o for o in view.progress.milestones if o is not m and _open(o)), None)
    action = f"Meanwhile: {_lowered(other.milestone.title)}" if other else "See how far it has come"
    return Hero(
        **_frame(view, member),
        headline=f"Your part is done: next comes {m.milestone.outcome}.",
        lede=f"{label}{progress}",
        action=action,
        short_action=other.milestone.title if other else "See how far it has come",
        href=f"/milestones/{other.milestone.id}" if other else f"#milestone-{m.milestone.id}",
        dock=f"{m.signal.count} of {m.signal.target}" if m.signal else "",
    )


def _reached(view: LadderView, member: SignedInMember, m: MilestoneProgress) -> Hero:
    """A milestone was reached and its celebration is still to be seen."""
    frame = _frame(view, member) | {"chip": "Milestone reached", "chip_icon": "star", "chip_kind": "gold"}
    return Hero(
        **frame,
        headline=m.milestone.celebration.headline.replace("{account}", member.account_name),
        lede=m.milestone.celebration.fact.replace("{account}", member.account_name),
        action="See what changed",
        short_action="See what changed",
        href=f"/milestones/{m.milestone.id}/celebration",
        dock="Reached",
        language=m.milestone.language,
    )


def _resting(view: LadderView, member: SignedInMember, m: MilestoneProgress) -> Hero:
    """Nothing is open but what rests; `m` opens first."""
    on = f" on {day(m.rests_until)}" if m.rests_until else ""
    return Hero(
        **_frame(view, member),
        headline="That's a good place to stop.",
        lede=f"“{m.milestone.title}” opens{on}, so that what you learned can settle.",
        action="Go on anyway",
        short_action="Go on anyway",
        href=f"/milestones/{m.milestone.id}",
        dock=f"Opens{on}",
    )


def _at_the_top(view: LadderView, member: SignedInMember) -> Hero:
    """Everything is done, or nothing is open to this member now."""
    milestones = view.progress.milestones
    last = max((m for m in milestones if m.done_at), key=lambda m: m.done_at.timestamp() if m.done_at else 0.0)
    return Hero(
        **_frame(view, member),
        headline=f"You reached the top: all {len(milestones)} milestones are done.",
        lede=view.progress.ladder.promise,
        action="Look back at what changed",
        short_action="Look back",
        href=f"/milestones/{last.milestone.id}/celebration",
        dock=f"{len(milestones)} of {len(milestones)}",
    )


def _frame(view: LadderView, member: SignedInMember) -> dict[str, str]:
    done, total = view.progress.done, len(view.progress.milestones)
    return {
        "chip": f"{member.role.label} ladder",
        "chip_icon": "map",
        "chip_kind": "brand",
        "where": view.phase.label if view.week is None else f"Week {view.week} · {view.phase.label}",
        "caption": f"{done} of {total} {plural(total, 'milestone')} done",
    }


def _open(m: MilestoneProgress) -> bool:
    return m.state in {State.AVAILABLE, State.IN_PROGRESS} and not m.rests_until and m.next_step is not None


def _minutes(number: int) -> str:
    return f"{number} {plural(number, 'minute')}"


def _lowered(title: str) -> str:
    """A title inside a sentence; words like SSO keep their capitals."""
    return title[0].lower() + title[1:] if title[1:2].islower() else title
