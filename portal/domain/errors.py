"""What can go wrong in a use case, in the words of the person who has to mend it."""

from collections.abc import Mapping, Sequence
from typing import Final

from portal.domain.wording import listed

SOMEBODY: Final = "Somebody"
STALE: Final = "%(name)s changed this while you were editing. Look at what is there now, then save again."


class PortalError(Exception):
    """A refusal with a sentence for its reader: what is wrong and how to mend it.

    The sentence is English; `values` go into it by name, as `%(day)s`, a list as "a, b and c". Pages say the same
    sentence with the same values in their reader's language.
    """

    code = "error"

    def __init__(self, sentence: str, **values: str | int | Sequence[str]) -> None:
        self.sentence = sentence
        self.values = values
        self.message = sentence % _said(values) if values else sentence
        super().__init__(self.message)


class NotFound(PortalError):
    """The thing does not exist, or belongs to somebody else: the reader cannot tell which."""

    code = "not_found"


class Forbidden(PortalError):
    """The person is known and may not do this."""

    code = "forbidden"


class Unauthenticated(PortalError):
    """Nobody is signed in, or the credential is not valid."""

    code = "unauthenticated"


class Conflict(PortalError):
    """The state of things has moved on since the reader last saw it."""

    code = "conflict"


class Stale(Conflict):
    """Somebody else saved first, so that saving now would lose what they changed.

    `now` is what stands there, by the names of the form's fields, at that `version`; `by` saved it last.
    """

    code = "stale"

    def __init__(self, *, version: int, now: Mapping[str, object], by: str | None) -> None:
        self.version = version
        self.now = now
        self.by = by or SOMEBODY
        super().__init__(STALE, name=self.by)


class Gone(PortalError):
    """The thing was there, and its time is over."""

    code = "gone"


class TooOften(PortalError):
    """The person may do this, but not so many times so fast."""

    code = "too_often"


class Invalid(PortalError):
    """The input cannot be accepted as it stands."""

    code = "invalid"


class TooLarge(PortalError):
    """The input is over a stated limit."""

    code = "too_large"


class Unavailable(PortalError):
    """A service this needs does not answer now; trying again later may work."""

    code = "unavailable"


def _said(values: Mapping[str, str | int | Sequence[str]]) -> dict[str, str | int]:
    return {name: value if isinstance(value, (str, int)) else listed(value) for name, value in values.items()}
