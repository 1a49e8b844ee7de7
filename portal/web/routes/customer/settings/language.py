"""The language that an account's people read who have not chosen one."""

from typing import Final

from fastapi import APIRouter, Response
from starlette.status import HTTP_409_CONFLICT

from portal.domain.errors import Invalid, Stale
from portal.domain.wording import phrase
from portal.services import account_language
from portal.web.actor import ActorDep
from portal.web.conflicts import beside
from portal.web.deps import SessionDep
from portal.web.forms import submitted
from portal.web.routes.customer.settings.admin import AdminVisitDep
from portal.web.routes.customer.settings.look import HERE, Forms, LanguageForm, shown

NOT_OFFERED: Final = phrase("This language is not on offer. Choose one of the list.")

router = APIRouter(prefix="/settings/language", include_in_schema=False)


@router.post("")
async def choose(visit: AdminVisitDep, session: SessionDep, actor: ActorDep) -> Response:
    """Let the account's people read a language. Raises Invalid for one that is not on offer."""
    form = await submitted(visit.request, LanguageForm)
    if not form.language.validate(form):
        raise Invalid(NOT_OFFERED)
    chosen, version = form.language.data or None, form.version.data or 0
    try:
        await account_language.choose(
            session, member=visit.member, language=chosen, version=version, actor=actor, now=visit.now
        )
    except Stale as stale:
        return shown(visit, Forms(language=beside(form, stale)), status=HTTP_409_CONFLICT)
    return visit.go(HERE)
