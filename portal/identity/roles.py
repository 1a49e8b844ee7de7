"""From a provider's groups to what somebody may do here, computed anew at each sign-in."""

from collections.abc import Mapping
from typing import Any

from portal.domain.roles import Capability, Role
from portal.identity.tokens import Claims, Rejected


def groups_of(claims: Claims) -> frozenset[str]:
    """The groups among the claims.

    Raises Rejected where the provider left them out because there are too many (Microsoft Entra's "overage"):
    taking that for "no groups" would silently give the wrong role.
    """
    elsewhere = claims.get("_claim_names")
    if isinstance(elsewhere, dict) and "groups" in elsewhere:
        message = "the provider sent a link instead of groups: limit the groups it sends for this application"
        raise Rejected(message)
    given = claims.get("groups")
    listed = given if isinstance(given, list) else [given]
    return frozenset(group for group in listed if isinstance(group, str))


def role_from(groups: frozenset[str], mapping: Mapping[str, Any], default: str | None) -> Role | None:
    """The highest role the groups give, else the default, else None."""
    given = {mapping[group] for group in groups & mapping.keys()}
    # The words of a role stand in the order of their power.
    return next((role for role in Role if role in given), Role(default) if default else None)


def capabilities_from(groups: frozenset[str], mapping: Mapping[str, Any]) -> frozenset[Capability]:
    """The staff capabilities the groups give."""
    given = {mapping[group] for group in groups & mapping.keys()}
    return frozenset(capability for capability in Capability if capability in given)
