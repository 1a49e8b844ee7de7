"""The views of the portfolio that the demo's staff have named."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from portal.db.tables import SavedView
from portal.demo.story.vendor import TOMAS

HEALTH: Final = {"view": "mine", "q": "health"}


def named_views(staff: Mapping[str, UUID], now: datetime) -> Iterator[SavedView]:
    """Tomás looks after most of the hospitals and clinics, and keeps them together."""
    yield SavedView(staff_id=staff[TOMAS.subject], name="Health", query=HEALTH, created_at=now)
