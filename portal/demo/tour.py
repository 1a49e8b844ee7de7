"""What the demo prints when it runs: where it is, and whom to sign in as."""

from collections.abc import Iterator

from portal.demo.story.companies import WELL_KNOWN
from portal.demo.story.people import HALDEN, NEWCOMERS, address
from portal.demo.story.vendor import STAFF, TOMAS

FIRST = WELL_KNOWN[0]
PRIYA, JONAS, *_ = HALDEN
OWNER = STAFF[-1]

PEOPLE = (
    (TOMAS.email, f"CSM: the portfolio. Open {WELL_KNOWN[1].name} for a verdict with its path"),
    (address(NEWCOMERS[0], FIRST), f"operator at {FIRST.name}, first day: the whole loop from the bottom"),
    (address(PRIYA, FIRST), f"admin at {FIRST.name}, halfway up: single sign-on is next"),
    (address(JONAS, FIRST), f"power user at {FIRST.name}: reports and automation"),
    (OWNER.email, "owner of the vendor's portal"),
)


def tour(base_url: str, issuer: str) -> str:
    """The lines to print, ready to read in a terminal."""
    return "\n".join(_lines(base_url, issuer))


def _lines(base_url: str, issuer: str) -> Iterator[str]:
    width = max(len(email) for email, _ in PEOPLE)
    yield ""
    yield f"  The portal runs at {base_url}"
    yield ""
    yield "  Sign in with one of these e-mail addresses; the demo's identity provider asks for no password:"
    yield from (f"    {email:<{width}}  {why}" for email, why in PEOPLE)
    yield ""
    yield f"  A ladder inside the vendor's product: {issuer}/product/"
    yield "  Everybody else is in demo.json. Ctrl-C stops the portal."
    yield ""
