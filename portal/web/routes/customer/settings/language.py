"""The language that an account's people read who have not chosen one."""

from typing import Final

from fastapi import APIRouter, Response
from wtforms import Form, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from portal.domain.errors import Invalid
from portal.domain.wording import phrase
from portal.services import account_language
from portal.web.actor import ActorDep
from portal.web.deps import SessionDep
from portal.web.forms import submitted
from portal.web.preferences import languages
from portal.web.routes.customer.settings.admin import AdminVisitDep

NOT_OFFERED: Final = phrase("This language is not on offer. Choose one of the list.")

router = APIRouter(prefix="/settings/language", include_in_schema=False)


class LanguageForm(Form):
    """A language; empty for that of everybody's browser."""

    language = SelectField(choices=[SelectChoice("", ""), *(SelectChoice(code, name) for code, name in languages())])


@router.post("")
async def choose(visit: AdminVisitDep, session: SessionDep, actor: ActorDep) -> Response:
    """Let the account's people read a language. Raises Invalid for one that is not on offer."""
    form = await submitted(visit.request, LanguageForm)
    if not form.validate():
        raise Invalid(NOT_OFFERED)
    chosen = form.language.data or None
    await account_language.choose(session, member=visit.member, language=chosen, actor=actor, now=visit.now)
    return visit.go("/settings/branding")
