"""Who a provider says somebody is: the claims of a verified sign-in, cut down to what the portal keeps."""

from dataclasses import dataclass
from typing import Final

from portal.identity.roles import groups_of
from portal.identity.tokens import Claims, identifier

LONGEST_EMAIL: Final = 320
LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who came back from a provider. `email` is None where the provider does not stand by it."""

    sub: str
    sid: str | None
    email: str | None
    name: str | None
    groups: frozenset[str]

    @property
    def domain(self) -> str | None:
        """The domain of the e-mail address, in lower case."""
        return domain_of(self.email) if self.email else None


def person_from(claims: Claims) -> Person:
    """Read verified claims. Raises Rejected where the identity or the groups cannot be used."""
    return Person(
        sub=identifier(claims, "sub"),
        sid=identifier(claims, "sid") if "sid" in claims else None,
        email=_email(claims),
        name=_text(claims, "name") or _text(claims, "preferred_username"),
        groups=groups_of(claims),
    )


def domain_of(email: str) -> str | None:
    """The domain of an e-mail address in lower case, or None where it is not an address."""
    local, _, domain = email.rpartition("@")
    return domain.lower().rstrip(".") or None if local else None


def _email(claims: Claims) -> str | None:
    email = claims.get("email")
    # Some providers send the word instead of the value; silence is settled by the verified domain.
    trusted = claims.get("email_verified", True) in (True, "true")
    if not trusted or not isinstance(email, str) or len(email) > LONGEST_EMAIL:
        return None
    return email if email.isprintable() and domain_of(email) else None


def _text(claims: Claims, name: str) -> str | None:
    value = claims.get(name)
    if not isinstance(value, str):
        return None
    return "".join(letter for letter in value if letter.isprintable()).strip()[:LONGEST_NAME] or None
