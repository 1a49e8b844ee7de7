"""Which steps a process has seen verified, so that it need not ask again for every event that comes after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from portal.domain.playbook import StepKey

MOST: Final = 20_000
"""Subjects kept in mind; with more, all are forgotten, and learned again."""


@dataclass(slots=True)
class Verified:
    """From when on nothing that happens can change a step, by subject.

    It is safe to keep: a step once verified stays so, and the moment of it only ever moves earlier. Only what is
    committed may be noted.
    """

    _moments: dict[UUID, dict[StepKey, datetime]] = field(default_factory=dict)

    def of(self, subject_id: UUID | None) -> Mapping[StepKey, datetime]:
        """For each step of a subject that is known to be verified, a moment by which it was."""
        return self._moments.get(subject_id, {}) if subject_id else {}

    def note(self, subject_id: UUID, step: StepKey, by: datetime) -> None:
        """A step was verified before a moment."""
        if subject_id not in self._moments and len(self._moments) >= MOST:
            self._moments.clear()
        steps = self._moments.setdefault(subject_id, {})
        steps[step] = min(by, steps.get(step, by))
