"""The demo's product, which shows a member's ladder inside its own page, as the vendor's product would."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import httpx2
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from portal.demo.directory import ListedAccount, ListedMember
from portal.resources import STATIC
from portal.web.templating import create_environment

POLICY: Final = (
    "default-src 'none'; script-src 'self' {portal}; frame-src {portal}; connect-src 'self'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Product:
    """Where the portal is, the key the product has for it, and the account whose people use the product."""

    portal: str
    key: str
    account: ListedAccount


def create_product(product: Product) -> ASGIApp:
    """The product as a web application."""
    site = _Site(product)
    return Starlette(
        routes=[
            Route("/", site.home),
            Route("/token", site.token, methods=["POST"]),
            Mount("/static", StaticFiles(directory=STATIC)),
        ]
    )


class _Site:
    def __init__(self, product: Product) -> None:
        self._product = product
        self._page = create_environment().get_template("demo/product.html")

    async def home(self, request: Request) -> Response:
        """The orders of the day, and the onboarding of whoever looks at them."""
        who = _chosen(self._product.account.members, request)
        html = self._page.render(request=request, who=who, account=self._product.account, portal=self._product.portal)
        policy = POLICY.format(portal=self._product.portal)
        return HTMLResponse(html, headers={"Content-Security-Policy": policy, "Cache-Control": "no-store"})

    async def token(self, request: Request) -> Response:
        """What the page asks its own backend for; the key never leaves the backend."""
        who = _chosen(self._product.account.members, request)
        async with httpx2.AsyncClient() as client:
            answer = await client.post(
                f"{self._product.portal}/api/v1/embed/tokens",
                json={"account": self._product.account.external_id, "member": who.external_id},
                headers={"Authorization": f"Bearer {self._product.key}"},
            )
        answer.raise_for_status()
        return JSONResponse({"token": answer.json()["token"]}, headers={"Cache-Control": "no-store"})


def _chosen(members: Sequence[ListedMember], request: Request) -> ListedMember:
    wanted = request.query_params.get("as")
    return next((member for member in members if member.external_id == wanted), members[0])
