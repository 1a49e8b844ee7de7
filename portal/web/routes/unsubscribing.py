"""Where the link at the foot of a letter leads. Looking ends nothing: mail programs open links by themselves."""

from fastapi import APIRouter, Request, Response

from portal.domain.errors import NotFound
from portal.services import unsubscribing
from portal.services.unsubscribing import NO_SUCH
from portal.web.deps import CatalogueDep, NowDep, PortalDep, SessionDep
from portal.web.letters.unsubscribing import Ending, unseal
from portal.web.preferences import OCCASIONS, STAFF_OCCASIONS
from portal.web.templating import page

router = APIRouter(prefix="/unsubscribe/{token}", include_in_schema=False)


@router.get("")
async def ask(request: Request, portal: PortalDep, catalogue: CatalogueDep, token: str) -> Response:
    """What would end, and the button for it. Raises NotFound."""
    return _page(request, catalogue.vendor, _ending(portal.settings.secret_key.get_secret_value(), token), done=False)


@router.post("")
async def end(
    request: Request, portal: PortalDep, session: SessionDep, *, catalogue: CatalogueDep, now: NowDep, token: str
) -> Response:
    """End it: by the button, or by a mail program at its reader's word (RFC 8058). Raises NotFound, Conflict."""
    ending = _ending(portal.settings.secret_key.get_secret_value(), token)
    occasions, person = ending.occasions, ending.person_id
    if ending.account_id:
        await unsubscribing.end_letters(
            session, account_id=ending.account_id, member_id=person, occasions=occasions, now=now
        )
    else:
        await unsubscribing.end_staff_letters(session, staff_id=person, occasions=occasions, now=now)
    return _page(request, catalogue.vendor, ending, done=True)


def _ending(secret_key: str, token: str) -> Ending:
    ending = unseal(secret_key, token)
    if ending is None:
        raise NotFound(NO_SUCH)
    return ending


def _page(request: Request, vendor: str, ending: Ending, *, done: bool) -> Response:
    said, place = (
        (OCCASIONS, "/profile#preferences") if ending.account_id else (STAFF_OCCASIONS, "/internal/you#letters")
    )
    ended = [name for occasion, (name, _) in said.items() if occasion in ending.occasions]
    return page(request, "auth/unsubscribe.html", vendor=vendor, ended=ended, done=done, place=place)
