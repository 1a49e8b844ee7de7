"""What moving an account to another revision means for its people. Nothing reached is ever taken back."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from portal.domain.edits import Edits, Pin, adapt
from portal.domain.personal import recombine
from portal.domain.playbook import Catalogue, Milestone
from portal.domain.profile import Profile
from portal.domain.roles import Role


@dataclass(frozen=True, slots=True)
class Climbing:
    """An account in flight.

    Its people's roles, what anybody reached, (milestone id, step id) of what anybody ticked, what is known of it by
    the questions of its revision (`was`) and of the one it moves to (`becomes`), and its own edits.
    """

    roles: Collection[Role]
    done: Collection[str]
    ticked: Collection[tuple[str, str]]
    was: Profile
    becomes: Profile
    edits: Edits


@dataclass(frozen=True, slots=True)
class StepsMoved:
    """Steps of a milestone that goes on, by title: those that come, those that go, those that end by another rule."""

    milestone: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    recounted: tuple[str, ...]
    lost_ticks: int


@dataclass(frozen=True, slots=True)
class DueMoved:
    """A milestone, by title, that is due after another number of days from where its phase begins."""

    milestone: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What a move changes for one account. Milestones are named by their titles.

    `keeps` are reached milestones that no ladder of the account has any more: they stay reached. `notices` say
    which of the account's own edits have no effect on the new revision.
    """

    gains: tuple[str, ...]
    loses: tuple[str, ...]
    keeps: tuple[str, ...]
    steps: tuple[StepsMoved, ...]
    due: tuple[DueMoved, ...]
    notices: tuple[str, ...]

    @property
    def felt(self) -> bool:
        """Whether anybody of the account will see a difference on their ladder."""
        return bool(self.gains or self.loses or self.steps or self.due)


def impact(before: Catalogue, after: Catalogue, account: Climbing) -> Impact:
    """What moving the account from one revision to the other changes for it."""
    old, new = _ladders(before, account, account.was), _ladders(after, account, account.becomes)
    gone = [milestone for one, milestone in old.items() if one not in new]
    return Impact(
        gains=tuple(milestone.title for one, milestone in new.items() if one not in old),
        loses=tuple(milestone.title for milestone in gone if milestone.id not in account.done),
        keeps=tuple(milestone.title for milestone in gone if milestone.id in account.done),
        steps=tuple(_steps(old, new, account)),
        due=tuple(_due(old, new, account)),
        notices=account.edits.without_effect(after),
    )


def moved_to(pin: Pin, revision: int) -> Pin:
    """The account's pin after a move: its own edits are kept, also those without effect for now."""
    return replace(pin, revision=revision)


def recounted(before: Catalogue, after: Catalogue) -> frozenset[str]:
    """The milestones whose steps or success signal are not what they were: their events are counted afresh."""
    old, new = before.milestones, after.milestones
    return frozenset(one for one in new if one not in old or _ends(old[one]) != _ends(new[one]))


def _ends(milestone: Milestone) -> object:
    """What decides when a milestone is reached, and by whom."""
    steps = [(step.id, step.optional, step.rule) for step in milestone.steps]
    return milestone.scope, sorted(steps, key=lambda step: step[0]), milestone.signal and milestone.signal.rule


def _ladders(catalogue: Catalogue, account: Climbing, profile: Profile) -> Mapping[str, Milestone]:
    """The milestones on the ladders of the account's people, by id, in their order; without people, on every ladder."""
    seen = adapt(catalogue, account.edits)
    ladders = [recombine(seen.ladders[role], profile, account.done) for role in Role if role in (account.roles or Role)]
    return {milestone.id: milestone for ladder in ladders for milestone in ladder.milestones}


def _due(old: Mapping[str, Milestone], new: Mapping[str, Milestone], account: Climbing) -> Iterator[DueMoved]:
    for one, milestone in new.items():
        if one in old and one not in account.done and old[one].due_days != milestone.due_days:
            yield DueMoved(milestone.title, old[one].due_days, milestone.due_days)


def _steps(old: Mapping[str, Milestone], new: Mapping[str, Milestone], account: Climbing) -> Iterator[StepsMoved]:
    for one in new:
        if one not in old or one in account.done:
            continue
        before = {step.id: step for step in old[one].steps}
        after = {step.id: step for step in new[one].steps}
        gone = [step for name, step in before.items() if name not in after]
        both = [step for name, step in after.items() if name in before]
        moved = StepsMoved(
            milestone=new[one].title,
            added=tuple(step.title for name, step in after.items() if name not in before),
            removed=tuple(step.title for step in gone),
            recounted=tuple(step.title for step in both if step.rule != before[step.id].rule),
            lost_ticks=sum((one, step.id) in account.ticked for step in gone),
        )
        if moved.added or moved.removed or moved.recounted:
            yield moved
