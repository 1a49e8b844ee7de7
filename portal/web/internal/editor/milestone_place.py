"""Where a milestone belongs, as a form: whose it is, what comes first, and whom it is for."""

from typing import Final

from portal.content.kinds import Kind, name_of
from portal.domain.playbook import Scope
from portal.domain.roles import Role
from portal.web.internal.editor.conditions import condition_at
from portal.web.internal.editor.held import Held
from portal.web.internal.editor.lists import Section
from portal.web.internal.editor.parts import Asks, Choices, Part

ROLES: Final[Choices] = tuple((role.value, role.label) for role in Role)
SCOPES: Final[Choices] = (
    (Scope.MEMBER.value, "Everybody reaches it for themselves"),
    (Scope.ACCOUNT.value, "One teammate reaches it for all"),
)
FIRST: Final[Choices] = (("", "No"), ("yes", "Yes, here a role first gets something of value"))
BEYOND: Final = "Whom this is for is no condition that a form can say. Edit it in the text."


def belonging(held: Held) -> Section:
    """Whose milestone it is, in which track and phase, and what comes first."""
    others = tuple(one for one in held.ids(Kind.MILESTONE) if one[0] != name_of(held.path))
    parts = held.asked(
        Part("roles", ("roles",), "On the ladders of", Asks.MANY, choices=ROLES),
        Part("scope", ("scope",), "Who reaches it", Asks.CHOICE, choices=SCOPES),
        Part("track", ("track",), "Track", Asks.CHOICE, choices=held.keys("lifecycle/tracks.yaml", "tracks")),
        Part("phase", ("phase",), "Phase", Asks.CHOICE, choices=held.keys("lifecycle/phases.yaml", "phases")),
        Part("requires", ("requires",), "What has to be reached first", Asks.MANY, choices=others),
        Part("first_value", ("first_value",), "First value", Asks.YES, choices=FIRST),
        Part("spacing_days", ("spacing_days",), "Days of rest before it, if any", Asks.SPARE_NUMBER),
    )
    return Section("Where it belongs", parts)


def audience(held: Held) -> Section:
    """Whom it is for: everybody of its roles, or accounts of which something holds."""
    only = condition_at(held.value, ("when",), "only", held.offers)
    return Section("Whom it is for", only=only, beyond="" if only else BEYOND)
