"""What pages of other sites may read: the answers to browser keys, for the origins their source allows."""

from typing import Final

from portal.db.sources import SourceRef
from portal.domain.errors import Forbidden

PREFLIGHT: Final = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": (
        "authorization, content-type, content-encoding, x-retry-count, anonymousid, sentat, *"
    ),
    "access-control-max-age": "86400",
}
"""What a page may send. A preflight brings no key, so whether the page may read the answer is said with the answer.

Any header may come: clients add some of their own when they try again. Only `authorization` has to be named.
"""

EXPOSED: Final = {"access-control-expose-headers": "retry-after"}
ANYBODY: Final = {"access-control-allow-origin": "*", **EXPOSED}
FOR_PAGES: Final = ("/v1/", "/sourceConfig/")
"""What lies behind these addresses speaks to pages of other sites; anybody reads their refusals."""


def readable(source: SourceRef, origin: str | None) -> dict[str, str]:
    """The headers by which a page of that origin reads the answer; none for a server's key.

    Raises Forbidden where the source allows other origins and not this one.
    """
    if not source.browser:
        return {}
    if not source.origins:
        return ANYBODY
    if origin is None:
        return {"vary": "origin"}
    if origin not in source.origins:
        message = f"The source “{source.name}” takes no events from this site: an owner can allow its origin."
        raise Forbidden(message)
    return {"access-control-allow-origin": origin, "vary": "origin", **EXPOSED}


def refusal(path: str, status: int) -> dict[str, str]:
    """The headers of a refusal, so that a client in a page sees why, and when to come back."""
    return ANYBODY if path.startswith(FOR_PAGES) and status != FORBIDDEN else {}


FORBIDDEN: Final = 403
"""A page that is not allowed reads nothing, not even why."""
