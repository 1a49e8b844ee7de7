"""The discovery questions: one a page, each answer kept at once, and at the end what they changed on the ladder."""

from dataclasses import dataclass
from functools import partial as filled_in
from urllib.parse import quote

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import ImmutableMultiDict
from starlette.status import HTTP_200_OK, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.errors import NotFound
from portal.domain.wording import phrase
from portal.services import discovery
from portal.services.discovery import Asked
from portal.web.customer.questionnaire import AnswerForm
from portal.web.deps import ReaderDep, SessionDep
from portal.web.forms import submitted
from portal.web.routes.customer.visit import Visit, VisitDep
from portal.web.templating import page, partial, wants_partial

router = APIRouter(include_in_schema=False)

DONE = "/welcome/done"


@dataclass(frozen=True, slots=True)
class Place:
    """A question among those of the member's ladder."""

    asked: tuple[Asked, ...]
    index: int

    @property
    def here(self) -> Asked:
        """The question of this page."""
        return self.asked[self.index]

    @property
    def back(self) -> Asked | None:
        """The question before it."""
        return self.asked[self.index - 1] if self.index else None

    def onward(self, before: str) -> str:
        """The address of the next question, or of the end."""
        last = self.index + 1 == len(self.asked)
        return f"{DONE if last else address(self.asked[self.index + 1])}?before={quote(before)}"


def address(asked: Asked) -> str:
    """The page of a question."""
    return f"/welcome/questions/{asked.question.id}"


async def _place(visit: Visit, session: AsyncSession, question_id: str) -> Place:
    """A question of the member's ladder. Raises NotFound where the member's ladder does not ask it."""
    asked = await discovery.questions(session, catalogue=visit.catalogue, member=visit.member)
    found = next((index for index, one in enumerate(asked) if one.question.id == question_id), None)
    if found is None:
        raise NotFound(phrase("Your ladder does not ask this any more. Open your ladder to go on."))
    return Place(asked, found)


@router.get("/welcome")
async def begin(visit: VisitDep, session: ReaderDep, again: str | None = None) -> Response:
    """Go to the first question nobody has answered, or `again` to the first of all; without any, to the ladder."""
    asked = await discovery.questions(session, catalogue=visit.catalogue, member=visit.member)
    first = next((one for one in asked if one.open or again is not None), None)
    if first is None:
        return RedirectResponse("/", 303)
    milestones = await discovery.standing(session, catalogue=visit.catalogue, member=visit.member)
    return RedirectResponse(f"{address(first)}?before={'.'.join(one.id for one in milestones)}", 303)


@router.get("/welcome/questions/{question_id}")
async def question(visit: VisitDep, session: ReaderDep, question_id: str, before: str = "") -> Response:
    """One question, with the answer it has."""
    place = await _place(visit, session, question_id)
    chosen = [("chosen", option) for option in place.here.chosen or ()]
    filled = ImmutableMultiDict([("before", before), *chosen])
    return await _show(visit, place, AnswerForm(filled, place.here.question))


@router.post("/welcome/questions/{question_id}")
async def answer(visit: VisitDep, session: SessionDep, question_id: str) -> Response:
    """Keep an answer, and go on."""
    place = await _place(visit, session, question_id)
    form = await submitted(visit.request, filled_in(AnswerForm, question=place.here.question))
    if not form.validate():
        return await _show(visit, place, form)
    await discovery.answer(
        session,
        catalogue=visit.catalogue,
        member=visit.member,
        question_id=question_id,
        chosen=form.options,
        now=visit.now,
    )
    return visit.go(place.onward(form.before.data or ""))


@router.get(DONE)
async def done(visit: VisitDep, session: ReaderDep, before: str = "") -> Response:
    """What the answers changed on the ladder."""
    refitted = await discovery.refitted(
        session, catalogue=visit.catalogue, member=visit.member, before=frozenset(filter(None, before.split(".")))
    )
    return page(visit.request, "customer/refitted.html", refitted=refitted, **visit.names(await visit.look()))


async def _show(visit: Visit, place: Place, form: AnswerForm) -> Response:
    names = {"place": place, "form": form, "vendor": visit.catalogue.vendor, "member": visit.member}
    status = HTTP_422_UNPROCESSABLE_CONTENT if form.errors else HTTP_200_OK
    if wants_partial(visit.request):
        return partial(visit.request, "customer/_question.html", status=status, **names)
    view = await visit.look()
    return page(visit.request, "customer/question.html", status=status, progress=view.progress, **names)
