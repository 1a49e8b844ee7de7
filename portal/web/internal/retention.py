"""What is kept, and for how long, from the numbers the portal itself goes by."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from portal.domain.invitations import LASTS
from portal.domain.privacy import COPY_KEPT
from portal.domain.webhooks import KEPT
from portal.domain.wording import count_of
from portal.jobs.embedded import MAX_ATTEMPTS
from portal.services.admission import SESSION_TIME
from portal.services.sessions import IDLE_TIME
from portal.services.sign_in import SIGN_IN_TIME

FOR_GOOD: Final = "For good"
UNITS: Final = {"day": timedelta(days=1), "hour": timedelta(hours=1), "minute": timedelta(minutes=1)}


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of data, how long it stays, and what ends it or why it stays."""

    what: str
    how_long: str
    why: str


def every(events_kept_days: int | None = None) -> tuple[Kept, ...]:
    """Every kind of data, what is kept for good first; events as the settings say."""
    return (_events(events_kept_days), *_for_good(), *_for_a_time())


def _events(days: int | None) -> Kept:
    if days is None:
        why = "Progress and verdicts follow from them, and can be counted again at any time."
        return Kept("Events", FOR_GOOD, why)
    return Kept("Events", count_of(days, "day"), "What they brought stays; only these days can be counted again.")


def _for_good() -> Iterator[Kept]:
    yield Kept("Verdicts", FOR_GOOD, "An account's page shows what moved, when and why.")
    yield Kept("Deliveries", FOR_GOOD, "Everybody can read what they were sent, and why; nothing is told them twice.")
    yield Kept("Audit log", FOR_GOOD, "The database itself refuses to change or remove an entry.")
    yield Kept("Revisions of the playbook", FOR_GOOD, "Accounts in flight stay on theirs until they are moved.")
    yield Kept("Messages set aside", FOR_GOOD, "They can be sent again once what was wrong is mended.")


def _for_a_time() -> Iterator[Kept]:
    yield Kept(
        "Signed-in browsers",
        f"{_span(SESSION_TIME)} at most",
        f"Sooner where nobody came back for {_span(IDLE_TIME)}, or somebody signed out or was switched off.",
    )
    yield Kept("Sign-ins under way", _span(SIGN_IN_TIME), "Whoever takes longer begins again.")
    yield Kept("Invitations", f"Open for {_span(LASTS)}", "The line of who was invited stays with the account.")
    yield Kept("Webhooks", _span(KEPT), "Their log shows what arrived, and sends again what did not.")
    yield Kept("Copies of what is known about a person", _span(COPY_KEPT), "The receipt of who asked for it stays.")
    yield Kept("Work in the background", "Until it is done", f"What failed {MAX_ATTEMPTS} times stays for a look.")


def _span(span: timedelta) -> str:
    """A span of time in its largest whole unit."""
    return next(count_of(span // size, unit) for unit, size in UNITS.items() if span >= size)
