"""What a member says to a nudge, and to what changed since they were here last."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from wtforms import Form, StringField
from wtforms.validators import AnyOf, InputRequired, Length

from portal.domain.errors import Invalid
from portal.domain.wording import phrase
from portal.services import momentum
from portal.web.deps import SessionDep
from portal.web.routes.customer import start
from portal.web.routes.customer.visit import VisitDep
from portal.web.templating import partial, wants_partial

router = APIRouter(include_in_schema=False)


class AnswerForm(Form):
    """Dismisses the nudge of a key, or puts it off."""

    key = StringField(validators=[InputRequired(), Length(max=200)])
    snooze = StringField(default="", validators=[AnyOf(["", *momentum.SNOOZES])])


async def read_answer(request: Request) -> AnswerForm:
    """The submitted form. Raises Invalid when it is not one of ours."""
    form = AnswerForm(await request.form())
    if not form.validate():
        raise Invalid(phrase("The portal cannot tell what you answered. Open your ladder and try again."))
    return form


@router.post("/nudges")
async def answer(visit: VisitDep, session: SessionDep, form: Annotated[AnswerForm, Depends(read_answer)]) -> Response:
    """Dismiss or snooze a nudge. What is not there to be said any more needs no answer."""
    found, snooze = await start.read(visit), form.snooze.data or None
    if candidate := found.momentum.decision.find(form.key.data or ""):
        await momentum.answer(session, member=visit.member, candidate=candidate, snooze=snooze, now=visit.now)
    if not wants_partial(visit.request):
        return RedirectResponse("/", 303)
    return partial(visit.request, "customer/_nudge.html", nudge=None)


@router.post("/changes/seen")
async def catch_up(visit: VisitDep, session: SessionDep) -> Response:
    """The member knows what changed since they were here last."""
    await momentum.catch_up(session, member=visit.member, now=visit.now)
    if not wants_partial(visit.request):
        return RedirectResponse("/", 303)
    return partial(visit.request, "customer/_changes.html", changes=[])
