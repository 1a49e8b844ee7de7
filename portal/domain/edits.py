"""What was changed for one account alone, on top of the revision it climbs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from portal.domain.playbook import Catalogue, Edition, Ladder, Milestone
from portal.domain.profile import When
from portal.domain.roles import Role


@dataclass(frozen=True, slots=True)
class Edits:
    """Milestones the account's people do not see, and other due dates as (milestone id, days from kickoff)."""

    hidden: frozenset[str] = frozenset()
    due_days: tuple[tuple[str, int], ...] = ()

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Edits":
        """The edits as an account's row keeps them."""
        return cls(frozenset(stored.get("hidden", ())), tuple(sorted(stored.get("due_days", {}).items())))

    def to_json(self) -> dict[str, Any]:
        """As an account's row keeps them."""
        return {"hidden": sorted(self.hidden), "due_days": dict(self.due_days)}

    def without_effect(self, catalogue: Catalogue) -> tuple[str, ...]:
        """What of the edits a catalogue leaves without effect, as sentences."""
        laddered = {milestone.id for ladder in catalogue.ladders.values() for milestone in ladder.milestones}
        hidden = (f"No ladder has “{one}”, which is hidden." for one in sorted(self.hidden - laddered))
        due = (f"No ladder has “{one}”, due after {n} days." for one, n in self.due_days if one not in laddered)
        return (*hidden, *due)


@dataclass(frozen=True, slots=True)
class Changes:
    """Milestones to hide, others to show again, and due dates by milestone id; None stands for the playbook's own."""

    hide: Collection[str] = ()
    show: Collection[str] = ()
    due_days: Mapping[str, int | None] = field(default_factory=lambda: MappingProxyType({}))


def changed(edits: Edits, changes: Changes) -> Edits:
    """The edits after some changes."""
    due = {**dict(edits.due_days), **changes.due_days}
    kept = tuple(sorted((one, days) for one, days in due.items() if days is not None))
    return Edits((edits.hidden | {*changes.hide}) - {*changes.show}, kept)


NONE = Edits()
NEVER = When(seats_from=1, seats_to=0, keep_unknown=False)
"""A condition that no account meets."""


@dataclass(frozen=True, slots=True)
class Pin:
    """The revision an account stays on, and its edits."""

    revision: int
    edits: Edits = NONE


def adapt(catalogue: Catalogue, edits: Edits) -> Catalogue:
    """The catalogue as one account sees it.

    What is hidden and not done is out of sight, as where a ladder's own condition does not hold; it goes on counting.
    """
    if edits == NONE:
        return catalogue
    return replace(
        catalogue,
        ladders=_ladders(catalogue.ladders, edits),
        milestones=_milestones(catalogue.milestones, edits),
        editions=MappingProxyType(
            {
                locale: Edition(_ladders(edition.ladders, edits), _milestones(edition.milestones, edits))
                for locale, edition in catalogue.editions.items()
            }
        ),
    )


def _milestones(milestones: Mapping[str, Milestone], edits: Edits) -> Mapping[str, Milestone]:
    return MappingProxyType({one: _due(milestone, edits) for one, milestone in milestones.items()})


def _due(milestone: Milestone, edits: Edits) -> Milestone:
    days = dict(edits.due_days).get(milestone.id)
    return milestone if days is None else replace(milestone, due_days=days)


def _ladders(ladders: Mapping[Role, Ladder], edits: Edits) -> Mapping[Role, Ladder]:
    return MappingProxyType({role: _ladder(ladder, edits) for role, ladder in ladders.items()})


def _ladder(ladder: Ladder, edits: Edits) -> Ladder:
    return replace(
        ladder,
        milestones=tuple(_due(milestone, edits) for milestone in ladder.milestones),
        when=MappingProxyType({**ladder.when, **dict.fromkeys(edits.hidden, NEVER)}),
    )
