"""Account settings, for the account's admins only."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from portal.web.routes.customer.settings import activity, branding, domains, language, people, sign_in
from portal.web.routing import together

top = APIRouter(prefix="/settings", include_in_schema=False)


@top.get("")
async def begin() -> Response:
    """The first page of the settings."""
    return RedirectResponse("/settings/people", 303)


router = together(people.router, sign_in.router, domains.router, branding.router, language.router, activity.router, top)
