"""The words in the bars of the Rise, where more is known than how far a milestone is."""

from collections.abc import Mapping
from typing import Final

from portal.domain.forecast import Outlook
from portal.domain.playbook import Scope
from portal.domain.progress import LadderProgress, MilestoneProgress, State
from portal.web.words import Words

ABOUT_HALF: Final = (0.4, 0.6)
LONGEST: Final = 10
"""Longer words do not fit into a bar."""


def captions(
    progress: LadderProgress, busy: Mapping[str, str], outlook: Mapping[str, Outlook], words: Words
) -> dict[str, str]:
    """By milestone id: who is on it, that it is half done, or when it is likely to be reached."""
    here = progress.current.milestone.id if progress.current else None
    others = {milestone_id: name for milestone_id, name in busy.items() if milestone_id != here}
    said = {m.milestone.id: _caption(m, others, outlook.get(m.milestone.id), words) for m in progress.milestones}
    return {milestone_id: caption for milestone_id, caption in said.items() if caption}


def _caption(m: MilestoneProgress, busy: Mapping[str, str], ahead: Outlook | None, words: Words) -> str | None:
    if m.state is State.LOCKED and ahead and not ahead.planned:
        return words.gettext("~%(day)s", day=words.day(ahead.on))
    if m.state not in {State.AVAILABLE, State.IN_PROGRESS} or m.away_until:
        return None
    name = busy.get(m.milestone.id, "").split() if m.milestone.scope is Scope.ACCOUNT else []
    half = words.gettext("Half way") if ABOUT_HALF[0] <= m.share <= ABOUT_HALF[1] else ""
    return next((said for said in (*name[:1], half) if said and len(said) <= LONGEST), None)
