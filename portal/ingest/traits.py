"""What the messages of a batch say about one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from portal.domain.roles import Role
from portal.ingest.message import Fact

MAX_NAME: Final = 200
MAX_EMAIL: Final = 320


@dataclass(frozen=True, slots=True)
class Traits:
    """A person's name, e-mail address and role, where anything said so."""

    name: str | None = None
    email: str | None = None
    role: Role | None = None


def describe(facts: Iterable[Fact]) -> Traits:
    """The person behind some messages; what happened last counts."""
    name = email = role = None
    for fact in sorted(facts, key=lambda fact: (fact.at, fact.ordinal)):
        found = _traits(fact)
        name = _name(found) or name
        email = _email(found) or email
        role = _role(found) or role
    return Traits(name, email, role)


def _traits(fact: Fact) -> dict[str, Any]:
    """`identify` describes its person, some clients in the context; any other call but `group` can give a role."""
    if fact.type == "identify":
        context = fact.context.get("traits")
        return {**context, **fact.properties} if isinstance(context, dict) else fact.properties
    return {} if fact.type == "group" else {"role": fact.properties.get("role")}


def _name(traits: dict[str, Any]) -> str | None:
    found = traits.get("name")
    return found.strip()[:MAX_NAME] or None if isinstance(found, str) else None


def _email(traits: dict[str, Any]) -> str | None:
    found = traits.get("email")
    if not isinstance(found, str) or "@" not in found or len(found) > MAX_EMAIL:
        return None
    return found.strip().lower()


def _role(traits: dict[str, Any]) -> Role | None:
    found = traits.get("role")
    return Role(found) if isinstance(found, str) and found in set(Role) else None
