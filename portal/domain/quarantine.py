"""Messages that could not become events: why, in words, and which of them a second try can help."""

from dataclasses import dataclass
from typing import Final

LABELS: Final = {
    "unknown_account": "Account not known",
    "not_in_plan": "Not as the tracking plan says",
    "bad_time": "Time makes no sense",
    "missing_event": "Event has no name",
    "missing_group": "Group call without an account",
    "unknown_type": "No such call",
    "wrong_type": "Wrong kind of value",
    "too_long": "Id or name too long",
    "too_deep": "Nested too deep",
    "too_large": "Too large",
    "not_json": "Not JSON",
    "nul": "Holds a NUL character",
    "number": "Number too large",
}
"""Why a message was set aside, by the code of the reason."""

CUT: Final = "too_large"
"""Of these only the beginning is kept, so they cannot be tried again."""


@dataclass(frozen=True, slots=True)
class Sought:
    """The messages somebody means: those of a reason, of a source, of both; all of them without either."""

    code: str | None = None
    source: str | None = None

    @property
    def label(self) -> str:
        """What is meant, in the words of the page."""
        return " · ".join(part for part in (label_of(self.code) if self.code else None, self.source) if part) or "all"


def label_of(code: str) -> str:
    """A reason in words; one from an older version of the portal as it was written."""
    return LABELS.get(code, code.replace("_", " ").capitalize())
