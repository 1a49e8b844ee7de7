"""What the settings of the portal are about, one page a subject, and who may read which."""

from enum import StrEnum
from typing import Final

from portal.domain.errors import Forbidden
from portal.domain.people import SignedInStaff
from portal.domain.roles import Capability

NOT_YOURS: Final = "This part of the settings is not open to you. Ask an owner of the portal."


class Subject(StrEnum):
    """A page of the settings, named as its address is."""

    BRANDING = "branding"
    STAFF = "staff"
    TREES = "trees"
    TRACKING = "tracking"
    QUARANTINE = "quarantine"
    KEYS = "keys"
    WEBHOOKS = "webhooks"
    JOBS = "jobs"
    INSTALLATION = "installation"

    @property
    def label(self) -> str:
        """The subject as staff read it."""
        return {
            "branding": "Branding",
            "staff": "Staff",
            "trees": "Trees and thresholds",
            "tracking": "Tracking plan",
            "quarantine": "Quarantine",
            "keys": "Sources and keys",
            "webhooks": "Webhooks and Slack",
            "jobs": "Background work",
            "installation": "Installation",
        }[self.value]

    @property
    def readers(self) -> frozenset[Capability]:
        """Who may read it; only owners change anything, but for the quarantine, which is for all its readers."""
        return OWNERS | READERS.get(self, frozenset())


OWNERS: Final = frozenset({Capability.OWNER})
READERS: Final = {
    Subject.STAFF: frozenset({Capability.CSM_LEAD}),
    Subject.TREES: frozenset({Capability.CSM_LEAD, Capability.EDITOR}),
    Subject.TRACKING: frozenset({Capability.CSM_LEAD, Capability.EDITOR}),
    Subject.QUARANTINE: frozenset({Capability.EDITOR}),
}
"""Who reads what besides owners: leads their people and what they are judged by, editors what they write."""


def open_to(staff: SignedInStaff) -> tuple[Subject, ...]:
    """The subjects somebody may read, in the order of the pages."""
    return tuple(subject for subject in Subject if staff.has(*subject.readers))


def require_reader(staff: SignedInStaff, subject: Subject) -> None:
    """Raise Forbidden for whoever may not read about a subject."""
    if not staff.has(*subject.readers):
        raise Forbidden(NOT_YOURS)
