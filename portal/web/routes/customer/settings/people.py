"""People and roles: who is there, what they are, and whether they may come in."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response
from wtforms import Form, StringField
from wtforms.validators import AnyOf

from portal.domain.errors import Invalid
from portal.domain.roles import Role
from portal.domain.team import Colleague
from portal.domain.wording import phrase
from portal.services import people
from portal.web.actor import ActorDep
from portal.web.deps import ReaderDep, SessionDep
from portal.web.forms import submitted
from portal.web.routes.customer.settings.admin import AdminVisitDep, frame
from portal.web.routes.customer.visit import Visit
from portal.web.templating import page, partial, wants_partial

ROLES: Final = [role.value for role in Role]
CHOOSE: Final = phrase("Choose one of the three roles.")

router = APIRouter(prefix="/settings", include_in_schema=False)


class RoleForm(Form):
    """The role somebody is to have, and the one the admin saw when they chose."""

    role = StringField(validators=[AnyOf(ROLES)])
    seen = StringField(validators=[AnyOf(ROLES)])


@router.get("/people")
async def show(
    visit: AdminVisitDep,
    session: ReaderDep,
    *,
    q: Annotated[str, Query(max_length=100)] = "",
    after: UUID | None = None,
) -> Response:
    """Everybody of the account, those who were switched off among them."""
    listed = await people.everybody(session, member=visit.member, q=q.strip(), after=after)
    return page(
        visit.request, "customer/settings/people.html", listed=listed, roles=tuple(Role), **frame(visit, "people")
    )


@router.post("/people/{colleague_id}/role")
async def change_role(visit: AdminVisitDep, session: SessionDep, actor: ActorDep, colleague_id: UUID) -> Response:
    """Give somebody another role."""
    form = await submitted(visit.request, RoleForm)
    if not form.validate():
        raise Invalid(CHOOSE)
    changed = await people.change_role(
        session,
        member=visit.member,
        colleague_id=colleague_id,
        role=Role(form.role.data or ""),
        seen=Role(form.seen.data or ""),
        actor=actor,
        now=visit.now,
    )
    return _shown(visit, changed)


@router.post("/people/{colleague_id}/switch-off")
async def switch_off(visit: AdminVisitDep, session: SessionDep, actor: ActorDep, colleague_id: UUID) -> Response:
    """Keep somebody out from now on."""
    changed = people.switch_off(session, member=visit.member, colleague_id=colleague_id, actor=actor, now=visit.now)
    return _shown(visit, await changed)


@router.post("/people/{colleague_id}/switch-on")
async def switch_on(visit: AdminVisitDep, session: SessionDep, actor: ActorDep, colleague_id: UUID) -> Response:
    """Let somebody in again."""
    changed = people.switch_on(session, member=visit.member, colleague_id=colleague_id, actor=actor, now=visit.now)
    return _shown(visit, await changed)


def _shown(visit: Visit, colleague: Colleague) -> Response:
    """The line of a colleague as it stands now, or the way back to it; an admin who steps down leaves."""
    own = colleague.id == visit.member.id and (colleague.role is not Role.ADMIN or colleague.disabled)
    if own or not wants_partial(visit.request):
        return visit.go("/" if own else f"/settings/people#person-{colleague.id}")
    names: dict[str, Any] = {"one": colleague, "member": visit.member, "roles": tuple(Role), "changed": True}
    return partial(visit.request, "customer/settings/_person.html", **names)
