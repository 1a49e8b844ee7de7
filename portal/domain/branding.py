"""How an installation or an account looks: one colour and one picture, which everything else follows from."""

import re
from dataclasses import dataclass
from typing import Final

from portal.domain.errors import Invalid
from portal.domain.versions import fingerprint
from portal.domain.wording import phrase

COLOUR: Final = re.compile(r"#?([0-9a-f]{6})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Brand:
    """A colour as `#rrggbb`, and a logo by the hash of its bytes; None where the owner chose none."""

    colour: str | None = None
    logo: str | None = None

    def over(self, other: "Brand") -> "Brand":
        """This brand, with the other's where it leaves something open."""
        return Brand(self.colour or other.colour, self.logo or other.logo)

    @property
    def version(self) -> int:
        """A number for this look: another one as soon as anybody has changed it."""
        return fingerprint(self.told())

    def told(self) -> dict[str, str | None]:
        """The same for the audit."""
        return {"colour": self.colour, "logo": self.logo}


NO_BRAND: Final = Brand()


def parse_colour(text: str) -> str:
    """A colour as people type it, as `#rrggbb` in small letters. Raises Invalid."""
    found = COLOUR.fullmatch(text.strip())
    if found is None:
        raise Invalid(phrase("This needs a colour of six digits, as #2f3fd0."))
    return f"#{found[1].lower()}"
