"""The sites whose pages may send events, as browsers name them: scheme, host and port."""

import re
from typing import Final

from portal.domain.errors import Invalid

ORIGIN: Final = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]{1,5})?")
MOST: Final = 20
NO_ORIGIN: Final = "“%(text)s” is not a site: write it as https://app.example.com, without a path."
TOO_MANY: Final = "So many sites cannot share one source: name %(most)s at most."


def parse_origins(text: str) -> tuple[str, ...]:
    """The sites in a line of text, each once, in a fixed order. Raises Invalid."""
    found = sorted({part.rstrip("/").lower() for part in text.replace(",", " ").split()})
    for part in found:
        if not ORIGIN.fullmatch(part):
            raise Invalid(NO_ORIGIN, text=part[:80])
    if len(found) > MOST:
        raise Invalid(TOO_MANY, most=MOST)
    return tuple(found)
