"""Who is let in, in which role; and the sentences for those who are not."""

from typing import Final

from portal.domain.errors import Forbidden
from portal.domain.roles import Role, RoleSource
from portal.domain.wording import phrase

NOT_OPEN: Final = phrase(
    "Your company's sign-in is not open here. Ask the person who leads onboarding at your company to have it opened."
)
NOT_INVITED: Final = phrase(
    "Your company's sign-in knows you, but nobody has invited you here yet. "
    "Ask the person who leads onboarding at your company to add you."
)
NO_ROLE: Final = phrase(
    "Your company's sign-in gives you no role here. Ask your IT team to put you in one of the portal's groups."
)
NO_CAPABILITY: Final = "Your staff account has no access to the portal. Ask its owner to add you to a portal group."
TAKEN: Final = "Somebody else signs in here with your e-mail address. Ask the portal's owner to free it for you."
SWITCHED_OFF: Final = phrase(
    "Your access was switched off. Ask the person who leads onboarding at your company to restore it."
)
OTHER_ADDRESS: Final = phrase(
    "This invitation was written for another e-mail address than the one you signed in with. "
    "Sign in with that one, or ask whoever invited you to invite this one."
)


def role_at_sign_in(by_groups: Role | None, given: Role | None, default: Role | None) -> tuple[Role, RoleSource]:
    """The role of somebody who signs in, and where it comes from.

    The groups of their provider come first, then what the portal gave (an admin, an invitation), then the
    connection's default. Raises Forbidden where nothing gives a role.
    """
    if by_groups:
        return by_groups, RoleSource.GROUPS
    if given:
        return given, RoleSource.PORTAL
    if default:
        return default, RoleSource.DEFAULT
    raise Forbidden(NO_ROLE)
