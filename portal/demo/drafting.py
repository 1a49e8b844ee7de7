"""What the demo's editor is writing: a lighter first week, and a stricter pilot. It is not published yet."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.editing import put
from portal.content.layout import Scalar
from portal.content.stored import revision_files
from portal.content.yaml import Path
from portal.db import drafts
from portal.db.content import latest_number

WRITER: Final = "ken"
WRITER_NAME: Final = "Ken Matsuda"
NAME: Final = "A lighter first week"
STARTED: Final = timedelta(days=3)
SAVED: Final = timedelta(hours=20)
CHANGES: Final[Mapping[str, Mapping[Path, Scalar]]] = {
    "milestones/agree_goal/milestone.yaml": {
        ("title",): "Agree on one number",
        ("due_days",): 5,
        ("steps", 1, "title"): "Write down today's value and one target",
        ("steps", 1, "cue"): "Where should it be in 3 months? The rest can wait.",
        ("steps", 1, "minutes"): 3,
    },
    "milestones/pilot/milestone.yaml": {("due_days",): 28},
    "risk_trees/onboarding.yaml": {
        ("nodes", "pilot_active", "thresholds", "share"): 0.85,
        ("nodes", "pilot_active", "rule"): "At least 85% of the pilot group did real work in the last 7 days.",
    },
}
"""What he changed so far, by file and by place."""


async def write_draft(session: AsyncSession, staff: Mapping[str, UUID], now: datetime) -> None:
    """Keep his draft; a playbook without these files gives him nothing to write."""
    base = await latest_number(session)
    texts = (await revision_files(session, base)).texts if base else {}
    if base is None or not CHANGES.keys() <= texts.keys():
        return
    draft_id = await drafts.start(session, name=NAME, base=base, staff_id=staff[WRITER], now=now - STARTED)
    for path, values in CHANGES.items():
        text = put(texts[path], values)
        await drafts.save(session, draft_id, path, text, version=0, by=WRITER_NAME, now=now - SAVED)
