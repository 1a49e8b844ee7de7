"""Who of an account uses the product, and what of it."""

from fastapi import APIRouter, Response

from portal.services import use
from portal.web.internal.opened import SeenDep
from portal.web.templating import page

router = APIRouter(prefix="/internal/accounts/{account_id}/use", include_in_schema=False)


@router.get("")
async def show(opened: SeenDep) -> Response:
    """The weeks of its people, and who was first with which event."""
    view = await use.show(opened.session, catalogue=opened.catalogue, account_id=opened.id, now=opened.now)
    return page(opened.request, "internal/use/page.html", **await opened.frame(), view=view)
