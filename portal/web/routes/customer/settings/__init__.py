"""Account settings, for the account's admins only."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from portal.web.routes.customer.settings import activity, branding, domains, language, people, sign_in

router = APIRouter(prefix="/settings", include_in_schema=False)
for part in (people, sign_in, domains, branding, language, activity):
    router.include_router(part.router)


@router.get("")
async def begin() -> Response:
    """The first page of the settings."""
    return RedirectResponse("/settings/people", 303)
