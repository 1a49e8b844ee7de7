"""Drafts that ask somebody to close a gap, filled in as far as the record goes, and links that open them as e-mail."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.handoff import NOBODY, Named
from portal.domain.kickoff import fill
from portal.domain.people import SignedInStaff
from portal.domain.plan import Closer
from portal.domain.readiness import Checked
from portal.domain.roles import Duty, Part
from portal.domain.wording import day
from portal.services.start_gate import StartView
from portal.web.internal.mail import first_name
from portal.web.mailto import mailto


@dataclass(frozen=True, slots=True)
class Letter:
    """A draft to somebody; `link` is None while no address of theirs is known. `to_fill`: some words are left open."""

    to: Named
    text: str
    link: str | None

    @property
    def to_fill(self) -> bool:
        """Whether words in [brackets] are left for the writer."""
        return "[" in self.text


def letters(view: StartView, staff: SignedInStaff, product: str) -> dict[str, Letter]:
    """The draft for each gap, by the check's id, to whoever must close it."""
    return {gap.check.id: _letter(view, gap, staff, product) for gap in view.gaps}


def addressee(view: StartView, closer: Closer) -> Named:
    """Who has to close a gap, as far as somebody is named."""
    handoff = view.handoff
    match closer:
        case Closer.SALES:
            return Named(handoff.sales_name or "", "Sales", handoff.sales_email)
        case Closer.CSM_LEAD:
            return next((Named(one.name, "CSM lead", one.email) for one in view.colleagues if one.leads), NOBODY)
        case Closer.CSM:
            mine = (one for one in view.colleagues if one.id == handoff.csm_id)
            return next((Named(one.name, "CSM", one.email) for one in mine), NOBODY)
        case Closer.EXECUTIVE_SPONSOR:
            return _first(view, Part.EXECUTIVE_SPONSOR, Part.ECONOMIC_BUYER, Duty.ESCALATES)
        case Closer.TECHNICAL_LEAD:
            return _first(view, Part.TECHNICAL_LEAD, Duty.UNBLOCKS)
        case Closer.PROJECT_OWNER:
            return _first(view, Part.PROJECT_OWNER, Duty.DRIVES)


def _first(view: StartView, *seats: Part | Duty) -> Named:
    named = (holder for seat in seats if (holder := view.handoff.holder(seat)).named)
    return next(named, NOBODY)


def _letter(view: StartView, gap: Checked, staff: SignedInStaff, product: str) -> Letter:
    to = addressee(view, gap.check.closed_by)
    body = f"{fill(gap.check.draft, _known(view, to, product))}\n\n{staff.name}"
    subject = f"{view.header.name}: {gap.check.title}"
    return Letter(to, body, mailto(to.email, subject, body) if to.email else None)


def _known(view: StartView, to: Named, product: str) -> Mapping[str, str | None]:
    called = first_name(to.name) if to.name else None
    target = view.handoff.target_go_live_on
    return {
        "account": view.header.name,
        "product": product,
        "first name": called,
        "sales rep": called,
        "CSM lead": called,
        "project owner": view.handoff.holder(Part.PROJECT_OWNER).name,
        "link": view.handoff.hub_url,
        "target day": day(target) if target else None,
        "weeks": str(-(-view.typical.days // 7)),
    }
