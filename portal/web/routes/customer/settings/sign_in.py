"""The account's own sign-in: prepare it, try it, put it in force."""

from typing import Any, Final

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.connections import NO_SECRET, Outcome
from portal.domain.errors import Invalid, Stale
from portal.domain.wording import phrase
from portal.identity.discovery import OtherIssuer, discover
from portal.identity.outbound import FetchFailed
from portal.identity.tokens import Rejected
from portal.services import connection_setup, sign_in
from portal.web.actor import ActorDep
from portal.web.conflicts import beside, editing
from portal.web.customer.connection_form import ConnectionForm
from portal.web.deps import ReaderDep, SessionDep
from portal.web.forms import submitted
from portal.web.routes.auth import to_provider
from portal.web.routes.customer.settings.admin import AdminVisitDep, frame
from portal.web.routes.customer.visit import Visit
from portal.web.templating import page, partial, wants_partial

HERE: Final = "/settings/sign-in"
NO_ANSWER: Final = phrase(
    "No provider answers there. The address has to be public and begin with https, and "
    "/.well-known/openid-configuration has to stand under it."
)
ANOTHER: Final = phrase(
    "The provider there calls itself something else. Paste the issuer letter by letter; a slash at the end counts."
)
INCOMPLETE: Final = phrase("What the provider there says about itself lacks an address that sign-in needs.")

router = APIRouter(prefix=HERE, include_in_schema=False)


@router.get("")
async def show(visit: AdminVisitDep, session: ReaderDep, trial: Outcome | None = None) -> Response:
    """What is in force, and what is prepared; `trial` tells how the last trial went."""
    return page(visit.request, "customer/settings/sign_in.html", **await names(visit, session, trial=trial))


@router.post("")
async def save(visit: AdminVisitDep, actor: ActorDep) -> Response:
    """Check what the provider says about itself, and prepare the connection."""
    form = await submitted(visit.request, ConnectionForm)
    if not form.validate() or not await _answers(visit, form):
        return await again(visit, HTTP_422_UNPROCESSABLE_CONTENT, form=form)
    try:
        async with visit.portal.database.write() as session:
            await connection_setup.save(
                session,
                settings=visit.portal.settings,
                member=visit.member,
                provider=form.provider,
                secret=form.client_secret.data or None,
                version=form.version.data or 0,
                actor=actor,
                now=visit.now,
            )
    except Invalid as refusal:
        field = form.client_secret if refusal.sentence == NO_SECRET else form.admin
        field.errors = [refusal.sentence]
        return await again(visit, HTTP_422_UNPROCESSABLE_CONTENT, form=form)
    except Stale as stale:
        return await again(visit, form=beside(form, stale))
    return await done(visit)


@router.get("/try")
async def try_it(visit: AdminVisitDep) -> Response:
    """Go to the provider of the prepared connection, and come back."""
    async with visit.portal.database.read() as session:
        view = await connection_setup.look(session, settings=visit.portal.settings, member=visit.member)
    try:
        started = await sign_in.start_trial(
            visit.portal.database,
            visit.portal.outbound,
            settings=visit.portal.settings,
            member=visit.member,
            connection_id=view.draft_id,
            next_path=HERE,
            now=visit.now,
        )
    except (Rejected, FetchFailed):
        return RedirectResponse(f"{HERE}?trial={Outcome.FAILED}", 303)
    return to_provider(started)


@router.post("/enforce")
async def enforce(visit: AdminVisitDep, session: SessionDep, actor: ActorDep) -> Response:
    """Put the prepared connection in force; unless it knows the same people, everybody signs in anew."""
    await connection_setup.enforce(
        session, settings=visit.portal.settings, member=visit.member, actor=actor, now=visit.now
    )
    return visit.go(HERE)


@router.post("/discard")
async def discard(visit: AdminVisitDep, session: SessionDep, actor: ActorDep) -> Response:
    """Forget what is prepared."""
    await connection_setup.discard(
        session, settings=visit.portal.settings, member=visit.member, actor=actor, now=visit.now
    )
    return visit.go(HERE)


async def done(visit: Visit) -> Response:
    """The page as it stands now: its changing part, or the way to it."""
    if not wants_partial(visit.request):
        return RedirectResponse(HERE, 303)
    async with visit.portal.database.read() as session:
        return partial(visit.request, "customer/settings/_sign_in.html", **await names(visit, session))


async def again(visit: Visit, status: int = HTTP_409_CONFLICT, **more: Any) -> Response:  # noqa: ANN401 - any name of the page
    """The page with what is wrong."""
    name = "_sign_in" if wants_partial(visit.request) else "sign_in"
    async with visit.portal.database.read() as session:
        shown = await names(visit, session, **more)
    return page(visit.request, f"customer/settings/{name}.html", status=status, **shown)


async def names(visit: Visit, session: AsyncSession, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any name of the page
    """The names the page uses."""
    view = await connection_setup.look(session, settings=visit.portal.settings, member=visit.member)
    own: dict[str, Any] = {
        "form": editing(ConnectionForm(), version=view.version, now=view.fields),
        "trial": None,
        "claimed": "",
        "refused": {},
    }
    return {"view": view, **frame(visit, "sign-in"), **own, **more}


async def _answers(visit: Visit, form: ConnectionForm) -> bool:
    """Whether the provider describes itself as it should; what is wrong stands at the issuer."""
    try:
        await discover(visit.portal.outbound, form.issuer.data or "", visit.now)
    except FetchFailed:
        form.issuer.errors = [NO_ANSWER]
    except OtherIssuer:
        form.issuer.errors = [ANOTHER]
    except Rejected:
        form.issuer.errors = [INCOMPLETE]
    return not form.issuer.errors
