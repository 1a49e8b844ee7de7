"""Addresses that hear of things: the list, and one of them with everything it was told."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.status import HTTP_201_CREATED, HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.errors import Invalid, Stale
from portal.domain.subjects import Subject
from portal.domain.webhooks import Kind
from portal.services import webhooks
from portal.services.webhooks import Clerk
from portal.web.conflicts import beside, editing
from portal.web.deps import ReaderDep, SessionDep
from portal.web.forms import placed, submitted
from portal.web.internal.forms.webhook import EDITED, NEW, EditWebhookForm, WebhookForm
from portal.web.internal.webhook_log import shown
from portal.web.routes.internal.settings.desk import HERE, Desk, DeskDep
from portal.web.templating import wants_partial

router = APIRouter(prefix=f"{HERE}/webhooks", include_in_schema=False)


async def get_clerk(desk: DeskDep) -> Clerk:
    """Whoever changes addresses. Raises Forbidden for whoever may not."""
    desk.doer.require_owner()
    return Clerk(desk.doer, desk.portal.settings.secret_key.get_secret_value(), desk.portal.outbound, desk.now)


ClerkDep = Annotated[Clerk, Depends(get_clerk)]


@router.get("")
async def show(desk: DeskDep, session: ReaderDep) -> Response:
    """Every address. Raises Forbidden."""
    return await _list(desk, session)


@router.post("/add/{kind}")
async def add(desk: DeskDep, clerk: ClerkDep, session: SessionDep, kind: Kind) -> Response:
    """Keep a new address, and show its secret this once. Raises Forbidden."""
    form = await submitted(desk.request, NEW[kind])
    if not form.validate():
        return await _list(desk, session, kind, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    try:
        endpoint_id, secret = await webhooks.add(session, clerk=clerk, kind=kind, given=form.given)
    except Invalid as refusal:
        form.url.errors = [refusal.message]
        return await _list(desk, session, kind, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    if secret is None:
        return await _list(desk, session) if wants_partial(desk.request) else desk.go(Subject.WEBHOOKS)
    return await _list(desk, session, made=(endpoint_id, secret), status=HTTP_201_CREATED)


@router.get("/{endpoint_id}")
async def show_one(desk: DeskDep, session: ReaderDep, endpoint_id: UUID) -> Response:
    """One address and its log. Raises Forbidden, NotFound."""
    return await _one(desk, session, endpoint_id)


@router.post("/{endpoint_id}")
async def save(desk: DeskDep, clerk: ClerkDep, session: SessionDep, endpoint_id: UUID) -> Response:
    """Keep what was entered. Raises Forbidden, NotFound."""
    there, _ = await webhooks.one(session, staff=desk.staff, endpoint_id=endpoint_id)
    form = await submitted(desk.request, EDITED[there.kind])
    if not form.validate():
        return await _one(desk, session, endpoint_id, form=form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    version = form.version.data or 0
    try:
        await webhooks.change(session, clerk=clerk, endpoint_id=endpoint_id, given=form.given, version=version)
    except Invalid as refusal:
        form.url.errors = [refusal.message]
        return await _one(desk, session, endpoint_id, form=form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    except Stale as stale:
        return await _one(desk, session, endpoint_id, form=beside(form, stale), status=HTTP_409_CONFLICT)
    return await _done(desk, session, endpoint_id, saved=True)


@router.post("/{endpoint_id}/rotate")
async def rotate(desk: DeskDep, clerk: ClerkDep, session: SessionDep, endpoint_id: UUID) -> Response:
    """Make another secret and show it this once. Raises Forbidden, NotFound, Conflict."""
    secret = await webhooks.rotate(session, clerk=clerk, endpoint_id=endpoint_id)
    return await _one(desk, session, endpoint_id, secret=secret, status=HTTP_201_CREATED)


@router.post("/{endpoint_id}/test")
async def test(desk: DeskDep, clerk: ClerkDep, session: SessionDep, endpoint_id: UUID) -> Response:
    """Send a test. Raises Forbidden, NotFound, Conflict."""
    await webhooks.test(session, clerk=clerk, endpoint_id=endpoint_id)
    return await _done(desk, session, endpoint_id)


@router.post("/{endpoint_id}/messages/{message_id}/send-again")
async def send_again(
    desk: DeskDep, clerk: ClerkDep, session: SessionDep, endpoint_id: UUID, message_id: UUID
) -> Response:
    """Send a message once more. Raises Forbidden, NotFound, Conflict."""
    await webhooks.send_again(session, clerk=clerk, endpoint_id=endpoint_id, message_id=message_id)
    return await _done(desk, session, endpoint_id)


@router.post("/{endpoint_id}/switch-off")
async def switch_off(desk: DeskDep, clerk: ClerkDep, session: SessionDep, endpoint_id: UUID) -> Response:
    """Tell it nothing from now on. Raises Forbidden, NotFound."""
    await webhooks.switch_off(session, clerk=clerk, endpoint_id=endpoint_id)
    return await _done(desk, session, endpoint_id)


@router.post("/{endpoint_id}/switch-on")
async def switch_on(desk: DeskDep, clerk: ClerkDep, session: SessionDep, endpoint_id: UUID) -> Response:
    """Tell it things again. Raises Forbidden, NotFound."""
    await webhooks.switch_on(session, clerk=clerk, endpoint_id=endpoint_id)
    return await _done(desk, session, endpoint_id)


@router.get("/{endpoint_id}/log")
async def log(desk: DeskDep, session: ReaderDep, endpoint_id: UUID) -> Response:
    """The log as it stands now. Raises Forbidden, NotFound."""
    if not wants_partial(desk.request):
        return desk.go(Subject.WEBHOOKS, f"/{endpoint_id}")
    one, logged = await webhooks.one(session, staff=desk.staff, endpoint_id=endpoint_id)
    return desk.partial(Subject.WEBHOOKS, "_webhook_log", one=one, log=shown(logged))


async def _done(desk: Desk, session: AsyncSession, endpoint_id: UUID, *, saved: bool = False) -> Response:
    """The address as it stands now, or the way to it."""
    if wants_partial(desk.request):
        return await _one(desk, session, endpoint_id, saved=saved)
    return desk.go(Subject.WEBHOOKS, f"/{endpoint_id}")


async def _list(
    desk: Desk,
    session: AsyncSession,
    kind: Kind | None = None,
    form: WebhookForm | None = None,
    *,
    made: tuple[UUID, str] | None = None,
    status: int = 200,
) -> Response:
    """The addresses as they stand now, alone or on their page; with `form`, one that was not added."""
    every = await webhooks.every(session, staff=desk.staff)
    forms = {one: placed(form if form and one is kind else NEW[one](), one) for one in Kind}
    name = "_webhooks" if wants_partial(desk.request) else "webhooks"
    answer = desk.partial if wants_partial(desk.request) else desk.page
    return answer(Subject.WEBHOOKS, name, status=status, every=every, forms=forms, made=made)


async def _one(
    desk: Desk,
    session: AsyncSession,
    endpoint_id: UUID,
    *,
    form: EditWebhookForm | None = None,
    secret: str | None = None,
    saved: bool = False,
    status: int = 200,
) -> Response:
    """One address as it stands now, alone or on its page."""
    one, logged = await webhooks.one(session, staff=desk.staff, endpoint_id=endpoint_id)
    filled = form or editing(EDITED[one.kind](), version=one.version, now=webhooks.fields(one))
    name = "_webhook" if wants_partial(desk.request) else "webhook"
    answer = desk.partial if wants_partial(desk.request) else desk.page
    names = {"one": one, "log": shown(logged), "form": placed(filled, "webhook"), "secret": secret, "saved": saved}
    return answer(Subject.WEBHOOKS, name, status=status, **names)
