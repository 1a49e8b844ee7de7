"""What can go wrong in a use case, in the words of the person who has to mend it."""


class PortalError(Exception):
    """A refusal with a sentence for its reader: what is wrong and how to mend it."""

    code = "error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


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
