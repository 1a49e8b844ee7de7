"""What stands at the top of a ladder: where the member is, and the one thing to do next."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from portal.domain.people import SignedInMember
from portal.domain.progress import LadderProgress, MilestoneProgress, State
from portal.domain.wording import lower_first
from portal.services.ladder import LadderView
from portal.web.languages import SOURCE_LANGUAGE
from portal.web.words import Words

FRESH: Final = timedelta(minutes=10)
"""For how long a reached milestone still takes an open page to its celebration."""


FAR_BEHIND: Final = 7


@dataclass(frozen=True, slots=True)
class Hero:
    """The words of the hero and of the bar at the foot of a phone's screen; headline and lede are in `language`."""

    chip: str
    chip_icon: str
    chip_kind: str
    where: str
    pace: str
    headline: str
    lede: str
    action: str
    short_action: str
    href: str
    dock: str
    caption: str
    language: str


def to_celebrate(progress: LadderProgress, now: datetime) -> MilestoneProgress | None:
    """The milestone reached in the last minutes whose celebration the member has not seen, the latest first."""
    fresh = [m for m in progress.milestones if m.state is State.DONE and m.done_at and now - m.done_at <= FRESH]
    return max(fresh, key=lambda m: m.done_at or now, default=None)


def hero(
    view: LadderView, member: SignedInMember, now: datetime, words: Words, *, days_ahead: int | None = None
) -> Hero:
    """The hero for a member's ladder as it stands, so many days ahead of its plan."""
    return replace(_hero(view, member, now, words), pace=_pace(days_ahead, words))


def _hero(view: LadderView, member: SignedInMember, now: datetime, words: Words) -> Hero:
    fresh = to_celebrate(view.progress, now)
    if fresh:
        return _reached(view, member, fresh, words)
    if view.shown is None:
        resting = view.progress.resting
        return _resting(view, member, resting, words) if resting else _at_the_top(view, member, words)
    say = _waiting if view.shown.next_step is None else _climbing
    said = say(view, member, view.shown, words)
    return said if view.shown.milestone.language == words.language else _unmixed(said, view, view.shown)


def _unmixed(said: Hero, view: LadderView, m: MilestoneProgress) -> Hero:
    """The same in whole texts of the playbook: a sentence of two languages is none."""
    return replace(
        said,
        headline=m.milestone.title,
        lede=view.progress.ladder.promise,
        action=said.short_action,
        language=m.milestone.language,
    )


def _climbing(view: LadderView, member: SignedInMember, m: MilestoneProgress, words: Words) -> Hero:
    place, line = next((place, line) for place, line in enumerate(m.steps, 1) if not line.done)
    title = line.step.title
    first_day = view.progress.done == 0 and m.state is State.AVAILABLE
    action = words.gettext("Start: %(step)s") if first_day else words.gettext("Continue: %(step)s")
    return Hero(
        **_frame(view, member, words),
        headline=_steps_to(m, words) if m.steps_left else _part_done(m, words),
        lede=_welcome(view, member, m, words) if first_day else _remaining(m, words),
        action=action % {"step": _lowered(title, words)},
        short_action=title,
        href=f"#step-{m.milestone.id}-{line.step.id}",
        dock=words.gettext("Step %(place)s of %(total)s", place=place, total=len(m.steps)),
    )


def _steps_to(m: MilestoneProgress, words: Words) -> str:
    return words.ngettext(
        "%(number)s step to %(outcome)s.",
        "%(number)s steps to %(outcome)s.",
        m.steps_left,
        number=words.number_word(m.steps_left),
        outcome=m.milestone.outcome,
    )


def _part_done(m: MilestoneProgress, words: Words) -> str:
    return words.gettext("Your part is done: next comes %(outcome)s.", outcome=m.milestone.outcome)


def _welcome(view: LadderView, member: SignedInMember, m: MilestoneProgress, words: Words) -> str:
    return words.ngettext(
        "Welcome, %(name)s. %(promise)s Your first milestone takes about %(num)s minute.",
        "Welcome, %(name)s. %(promise)s Your first milestone takes about %(num)s minutes.",
        m.minutes_left,
        name=member.name.split()[0],
        promise=view.progress.ladder.promise,
    )


def _remaining(m: MilestoneProgress, words: Words) -> str:
    left = (
        words.ngettext(
            "What's left takes about %(num)s minute.", "What's left takes about %(num)s minutes.", m.minutes_left
        )
        if m.minutes_left
        else words.gettext("Only optional steps are left.")
    )
    if not m.milestone.unlocks:
        return left
    features = words.listed([feature.name for feature in m.milestone.unlocks])
    opens = words.gettext("Finishing unlocks %(features)s.", features=features)
    return f"{left} {opens}"


def _waiting(view: LadderView, member: SignedInMember, m: MilestoneProgress, words: Words) -> Hero:
    """Every step is done; only the success signal is not there yet."""
    other = next((o for o in view.progress.milestones if o is not m and _open(o)), None)
    title = other.milestone.title if other else words.gettext("See how far it has come")
    meanwhile = words.gettext("Meanwhile: %(milestone)s", milestone=_lowered(title, words))
    return Hero(
        **_frame(view, member, words),
        headline=_part_done(m, words),
        lede=_proof(m, words),
        action=meanwhile if other else title,
        short_action=title,
        href=f"/milestones/{other.milestone.id}" if other else f"#milestone-{m.milestone.id}",
        dock=words.gettext("%(count)s of %(target)s", count=m.signal.count, target=m.signal.target) if m.signal else "",
    )


def _proof(m: MilestoneProgress, words: Words) -> str:
    if m.signal is None:
        return ""
    return words.gettext(
        "We'll know it worked when %(signal)s. %(count)s of %(target)s so far.",
        signal=m.signal.signal.label,
        count=words.number(m.signal.count),
        target=words.number(m.signal.target),
    )


def _reached(view: LadderView, member: SignedInMember, m: MilestoneProgress, words: Words) -> Hero:
    """A milestone was reached and its celebration is still to be seen."""
    chip = {"chip": words.gettext("Milestone reached"), "chip_icon": "star", "chip_kind": "gold"}
    frame = _frame(view, member, words) | chip | {"language": m.milestone.language}
    return Hero(
        **frame,
        headline=m.milestone.celebration.headline.replace("{account}", member.account_name),
        lede=m.milestone.celebration.fact.replace("{account}", member.account_name),
        action=words.gettext("See what changed"),
        short_action=words.gettext("See what changed"),
        href=f"/milestones/{m.milestone.id}/celebration",
        dock=words.gettext("Reached"),
    )


def _resting(view: LadderView, member: SignedInMember, m: MilestoneProgress, words: Words) -> Hero:
    """Nothing is open but what rests; `m` opens first."""
    day = words.day(m.rests_until or date.max)
    return Hero(
        **_frame(view, member, words),
        headline=words.gettext("That's a good place to stop."),
        lede=words.gettext(
            "“%(milestone)s” opens on %(day)s, so that what you learned can settle.",
            milestone=m.milestone.title,
            day=day,
        ),
        action=words.gettext("Go on anyway"),
        short_action=words.gettext("Go on anyway"),
        href=f"/milestones/{m.milestone.id}",
        dock=words.gettext("Opens on %(day)s", day=day),
    )


def _at_the_top(view: LadderView, member: SignedInMember, words: Words) -> Hero:
    """Everything is done, or nothing is open to this member now."""
    milestones = view.progress.milestones
    last = max((m for m in milestones if m.done_at), key=lambda m: m.done_at.timestamp() if m.done_at else 0.0)
    return Hero(
        **_frame(view, member, words),
        headline=words.ngettext(
            "You reached the top: your milestone is done.",
            "You reached the top: all %(num)s milestones are done.",
            len(milestones),
        ),
        lede=view.progress.ladder.promise,
        action=words.gettext("Look back at what changed"),
        short_action=words.gettext("Look back"),
        href=f"/milestones/{last.milestone.id}/celebration",
        dock=words.gettext("%(count)s of %(target)s", count=len(milestones), target=len(milestones)),
    )


def _frame(view: LadderView, member: SignedInMember, words: Words) -> dict[str, str]:
    phase = words.gettext(view.phase.label)
    return {
        "chip": words.gettext("%(role)s ladder", role=words.gettext(member.role.label)),
        "chip_icon": "map",
        "chip_kind": "brand",
        "where": words.gettext("Week %(week)s · %(phase)s", week=view.week, phase=phase) if view.week else phase,
        "pace": "",
        "caption": words.ngettext(
            "%(done)s of %(num)s milestone done",
            "%(done)s of %(num)s milestones done",
            len(view.progress.milestones),
            done=view.progress.done,
        ),
        "language": words.language,
    }


def _pace(days: int | None, words: Words) -> str:
    """How the climb compares with the plan. Who is far behind it knows, and is not told at every visit."""
    if days is None or days < -FAR_BEHIND:
        return ""
    if days == 0:
        return words.gettext("on plan")
    if days > 0:
        return words.ngettext("%(num)s day ahead of plan", "%(num)s days ahead of plan", days)
    return words.ngettext("%(num)s day after plan", "%(num)s days after plan", -days)


def _open(m: MilestoneProgress) -> bool:
    return m.state in {State.AVAILABLE, State.IN_PROGRESS} and not m.rests_until and m.next_step is not None


def _lowered(title: str, words: Words) -> str:
    """A title inside a sentence: small in English; words like SSO keep their capitals."""
    return lower_first(title) if words.language == SOURCE_LANGUAGE else title
