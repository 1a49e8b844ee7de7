"""Whoever changes something about an account in the internal view, with what they may do."""

from dataclasses import dataclass
from typing import Final

from portal.domain.audit import Actor
from portal.domain.errors import Forbidden
from portal.domain.roles import Capability

GUIDES: Final = frozenset({Capability.CSM, Capability.CSM_LEAD})
ONLY_LEADS: Final = "Only a CSM lead can do this. Ask one of them to do it for you."
ONLY_GUIDES: Final = "Only a CSM or a CSM lead can change this. Ask one of them to do it for you."
ONLY_EDITORS: Final = "Only an editor can change the playbook. Ask one of them to do it for you."
MOVERS: Final = frozenset({Capability.EDITOR, Capability.CSM_LEAD})
ONLY_MOVERS: Final = "Only an editor or a CSM lead can move accounts to another revision. Ask one of them to do it."
ONLY_OWNERS: Final = "Only an owner of the portal can change this. Ask one of them to do it for you."


@dataclass(frozen=True, slots=True)
class Doer:
    """Who acts, and what they may do: staff by their capabilities, an API key by what its scope stands for."""

    actor: Actor
    capabilities: frozenset[Capability]

    @property
    def name(self) -> str:
        """What the doer is called in what they leave behind."""
        return self.actor.name

    def require_guide(self) -> None:
        """Raise Forbidden for whoever does not guide accounts."""
        if self.capabilities.isdisjoint(GUIDES):
            raise Forbidden(ONLY_GUIDES)

    def require_lead(self) -> None:
        """Raise Forbidden for whoever does not lead those who guide accounts."""
        if Capability.CSM_LEAD not in self.capabilities:
            raise Forbidden(ONLY_LEADS)

    def require_owner(self) -> None:
        """Raise Forbidden for whoever does not run the portal."""
        if Capability.OWNER not in self.capabilities:
            raise Forbidden(ONLY_OWNERS)

    @property
    def may_move(self) -> bool:
        """Whether they may move accounts to another revision of the playbook."""
        return not self.capabilities.isdisjoint(MOVERS)

    def require_mover(self) -> None:
        """Raise Forbidden for whoever neither writes the playbook nor leads those who guide accounts."""
        if not self.may_move:
            raise Forbidden(ONLY_MOVERS)

    def require_editor(self) -> None:
        """Raise Forbidden for whoever does not write the playbook."""
        if Capability.EDITOR not in self.capabilities:
            raise Forbidden(ONLY_EDITORS)
