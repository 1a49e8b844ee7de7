"""The domains by which people find their sign-in: claim, prove, remove."""

from typing import Final

from fastapi import APIRouter, Response
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT
from wtforms import Form, StringField

from portal.domain.connections import clean_domain
from portal.domain.errors import Conflict, Invalid, PortalError
from portal.domain.wording import phrase
from portal.identity.domains import record_name
from portal.identity.outbound import FetchFailed
from portal.services import domains
from portal.web.actor import ActorDep
from portal.web.forms import submitted
from portal.web.routes.customer.settings.admin import AdminVisitDep
from portal.web.routes.customer.settings.sign_in import again, done
from portal.web.routes.customer.visit import Visit
from portal.web.words import words_of

RESOLVER_AWAY: Final = phrase("The look-up did not answer. Nothing has changed; check again in a minute.")
NEW: Final = ""
"""What is wrong with a domain stands at its name; with one that is to be claimed, at this."""

router = APIRouter(prefix="/settings/sign-in/domains", include_in_schema=False)


class DomainForm(Form):
    """A domain to claim."""

    domain = StringField(default="")


@router.post("")
async def claim(visit: AdminVisitDep, actor: ActorDep) -> Response:
    """Put a domain on the list; the page then shows the record that proves it."""
    form = await submitted(visit.request, DomainForm)
    text = form.domain.data or ""
    try:
        async with visit.portal.database.write() as session:
            await domains.add(session, member=visit.member, text=text, actor=actor, now=visit.now)
    except (Invalid, Conflict) as refusal:
        status = HTTP_409_CONFLICT if isinstance(refusal, Conflict) else HTTP_422_UNPROCESSABLE_CONTENT
        return await again(visit, status, claimed=text, refused={NEW: _said(visit, refusal)})
    return await done(visit)


@router.post("/{domain}/check")
async def check(visit: AdminVisitDep, actor: ActorDep, domain: str) -> Response:
    """Look for the record of a domain now. Nothing is locked while the resolver is asked."""
    try:
        records = await visit.portal.text_records(record_name(clean_domain(domain)))
        async with visit.portal.database.write() as session:
            await domains.prove(
                session,
                settings=visit.portal.settings,
                member=visit.member,
                domain=domain,
                records=records,
                actor=actor,
                now=visit.now,
            )
    except FetchFailed:
        return await again(visit, refused={domain: _said(visit, Conflict(RESOLVER_AWAY))})
    except Conflict as refusal:
        return await again(visit, refused={domain: _said(visit, refusal)})
    return await done(visit)


@router.post("/{domain}/remove")
async def remove(visit: AdminVisitDep, actor: ActorDep, domain: str) -> Response:
    """Give a domain up."""
    try:
        async with visit.portal.database.write() as session:
            await domains.remove(session, member=visit.member, domain=domain, actor=actor, now=visit.now)
    except Conflict as refusal:
        return await again(visit, refused={domain: _said(visit, refusal)})
    return await done(visit)


def _said(visit: Visit, refusal: PortalError) -> str:
    """A refusal in the admin's language, to stand next to what it is about."""
    return words_of(visit.request).gettext(refusal.sentence, **refusal.values)
