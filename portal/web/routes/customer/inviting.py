"""Inviting colleagues from the team page: send, renew, withdraw."""

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.errors import Conflict
from portal.domain.roles import Role
from portal.services import announcements, invitations
from portal.services.invitations import Sent
from portal.web.actor import ActorDep
from portal.web.customer.invitation_links import keep
from portal.web.deps import SessionDep
from portal.web.forms import submitted
from portal.web.letters.items import invitation_sealer
from portal.web.routes.customer.forms import InviteForm
from portal.web.routes.customer.team import inviting_names, team_names
from portal.web.routes.customer.visit import Visit, VisitDep
from portal.web.templating import page, partial, wants_partial

router = APIRouter(prefix="/team/invitations", include_in_schema=False)


@router.post("")
async def invite(visit: VisitDep, session: SessionDep, actor: ActorDep) -> Response:
    """Invite somebody; the answer shows their link, once."""
    form = await submitted(visit.request, InviteForm)
    if not form.validate():
        return await _again(visit, session, form, HTTP_422_UNPROCESSABLE_CONTENT)
    try:
        sent = await invitations.invite(
            session,
            member=visit.member,
            email=form.email.data or "",
            role=Role(form.role.data or ""),
            actor=actor,
            now=visit.now,
        )
    except Conflict as refusal:
        form.email.errors = [refusal.message]
        return await _again(visit, session, form, HTTP_409_CONFLICT)
    return await _done(visit, session, sent)


@router.post("/{invitation_id}/renew")
async def renew(visit: VisitDep, session: SessionDep, actor: ActorDep, invitation_id: UUID) -> Response:
    """Replace an invitation's link by a fresh one, and show it, once."""
    sent = await invitations.renew(
        session, member=visit.member, invitation_id=invitation_id, actor=actor, now=visit.now
    )
    return await _done(visit, session, sent)


@router.post("/{invitation_id}/withdraw")
async def withdraw(visit: VisitDep, session: SessionDep, actor: ActorDep, invitation_id: UUID) -> Response:
    """Take an invitation back."""
    await invitations.withdraw(session, member=visit.member, invitation_id=invitation_id, actor=actor, now=visit.now)
    return await _done(visit, session, None)


async def _done(visit: Visit, session: AsyncSession, sent: Sent | None) -> Response:
    """The part with the invitations as it stands now, or the way to the page; with the link of a new one."""
    secret_key = visit.portal.settings.secret_key.get_secret_value()
    sealed = keep(secret_key, sent.token, visit.member.id, visit.now) if sent else ""
    if sent:
        token = invitation_sealer(secret_key).seal(sent.token, visit.now).decode()
        await announcements.invited(session, invitation=sent.invitation, sealed=token, now=visit.now)
    if not wants_partial(visit.request):
        return RedirectResponse(f"/team?sent={sealed}#inviting" if sealed else "/team#inviting", 303)
    names = await inviting_names(visit, session, InviteForm(), sent=sealed)
    return partial(visit.request, "customer/team/_inviting.html", **names)


async def _again(visit: Visit, session: AsyncSession, form: InviteForm, status: int) -> Response:
    """The form with what is wrong with it."""
    names = await inviting_names(visit, session, form)
    if wants_partial(visit.request):
        return partial(visit.request, "customer/team/_inviting.html", status=status, **names)
    whole = await team_names(visit, session)
    return page(visit.request, "customer/team.html", status=status, **whole, **names)
