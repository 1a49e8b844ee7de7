"""The demo's identity provider as a web application, where one picks a person. `portal serve` never mounts it."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from authlib.oauth2 import OAuth2Error
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from portal.demo.openid import ALGORITHM, SCOPES, Client, Person, ProviderRequest, Server
from portal.domain.people import initials
from portal.resources import STATIC
from portal.web.templating import create_environment

__all__ = ["Client", "Person", "create_provider"]

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)


@dataclass(frozen=True, slots=True)
class Group:
    """People under one heading."""

    account: str
    people: tuple[Person, ...]


def create_provider(*, issuer: str, clients: Sequence[Client], people: Sequence[Person]) -> ASGIApp:
    """An OpenID provider at `issuer` (an address without a path or a slash at its end).

    Clients that are added to the sequence later are known from then on.
    """
    provider = _Provider(issuer, clients, people)
    return Starlette(
        routes=[
            Route("/", provider.home),
            Route("/.well-known/openid-configuration", provider.metadata),
            Route("/jwks", provider.keys),
            Route("/authorize", provider.ask, methods=["GET"]),
            Route("/authorize", provider.answer, methods=["POST"]),
            Route("/token", provider.token, methods=["POST"]),
            Route("/userinfo", provider.userinfo, methods=["GET", "POST"]),
            Route("/end_session", provider.end_session, methods=["GET", "POST"]),
            Mount("/static", StaticFiles(directory=STATIC)),
        ]
    )


class _Provider:
    def __init__(self, issuer: str, clients: Sequence[Client], people: Sequence[Person]) -> None:
        self._server = Server(issuer, clients)
        self._people = people
        self._templates = create_environment()

    async def home(self, request: Request) -> Response:
        return self._page(request, "demo/provider.html", title="This is the demo's sign-in service", said=HOME)

    async def metadata(self, request: Request) -> Response:
        del request
        issuer = self._server.issuer
        return JSONResponse(
            {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "userinfo_endpoint": f"{issuer}/userinfo",
                "end_session_endpoint": f"{issuer}/end_session",
                "jwks_uri": f"{issuer}/jwks",
                "response_types_supported": ["code"],
                "response_modes_supported": ["query"],
                "grant_types_supported": ["authorization_code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": [ALGORITHM],
                "scopes_supported": SCOPES,
                "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
                "code_challenge_methods_supported": ["S256"],
                "authorization_response_iss_parameter_supported": True,
            }
        )

    async def keys(self, request: Request) -> Response:
        del request
        return JSONResponse({"keys": [self._server.key.as_dict(private=False)]})

    async def ask(self, request: Request) -> Response:
        """Show the people to pick from."""
        asked = _from_query(request)
        try:
            grant = self._server.get_consent_grant(asked)
        except OAuth2Error as error:
            return self._page(request, "demo/provider.html", 400, title="This request does not fit", said=str(error))
        parameters = [(name, value) for name, value in request.query_params.multi_items() if name != "q"]
        search = request.query_params.get("q", "").strip()
        first, others = self._sorted(asked.payload.data.get("login_hint", ""), grant.request.client.account, search)
        page = self._page(
            request,
            "demo/people.html",
            first=first,
            others=others,
            search=search,
            parameters=parameters,
            query=urlencode(parameters),
            initials=initials,
        )
        # The browser applies form-action to the redirect that answers the form, too.
        back = urlsplit(grant.redirect_uri)
        page.headers["content-security-policy"] = f"{POLICY} {back.scheme}://{back.netloc}"
        return page

    async def answer(self, request: Request) -> Response:
        """Send the browser back with a code for the picked person."""
        asked = _from_query(request)
        async with request.form(max_files=0, max_fields=10) as form:
            picked = form.get("person")
        person = next((person for person in self._people if person.sub == picked), None)
        try:
            grant = self._server.get_consent_grant(asked, end_user=person)
        except OAuth2Error as error:
            return self._page(request, "demo/provider.html", 400, title="This request does not fit", said=str(error))
        response: Response = self._server.create_authorization_response(asked, grant_user=person, grant=grant)
        return response

    async def token(self, request: Request) -> Response:
        """Exchange a code."""
        body = (await request.body()).decode("latin-1")
        asked = ProviderRequest("POST", str(request.url), request.headers, body)
        response: Response = self._server.create_token_response(asked)
        return response

    async def userinfo(self, request: Request) -> Response:
        """What is known about an access token's person."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        person = self._server.tokens.get(token)
        return JSONResponse(person.claims()) if person else JSONResponse({"error": "invalid_token"}, 401)

    async def end_session(self, request: Request) -> Response:
        """Nobody stays signed in here, so only the way back is left to find."""
        wanted = request.query_params.get("post_logout_redirect_uri")
        client = self._server.query_client(request.query_params.get("client_id", ""))
        if client and wanted in client.post_logout_redirect_uris:
            return RedirectResponse(wanted, 303)
        return self._page(request, "demo/provider.html", title="You are signed out", said=SIGNED_OUT)

    def _sorted(self, hint: str, account: str | None, search: str) -> tuple[list[Group], list[Group]]:
        """The groups the hint or the client points at, and the others; within a group, the hinted person first."""
        domain = hint.rpartition("@")[2].lower()
        found = [person for person in self._people if search.casefold() in f"{person.name} {person.email}".casefold()]
        found.sort(key=lambda person: person.email.lower() != hint.lower())
        groups = [
            Group(name, tuple(person for person in found if person.account == name))
            for name in dict.fromkeys(person.account for person in found)
        ]

        def meant(group: Group) -> bool:
            at_domain = bool(domain) and any(p.email.lower().endswith(f"@{domain}") for p in group.people)
            return at_domain or (account is not None and group.account == account)

        first = [group for group in groups if meant(group)]
        others = [group for group in groups if not meant(group)]
        return (first, others) if first and not search else (first + others, [])

    def _page(self, request: Request, name: str, status: int = 200, **context: object) -> HTMLResponse:
        html = self._templates.get_template(name).render(request=request, **context)
        return HTMLResponse(html, status, {"content-security-policy": POLICY, "referrer-policy": "no-referrer"})


HOME = "It lets people of the demo sign in to the portal. Open the portal to begin."
SIGNED_OUT = "This service keeps nobody signed in. Open the portal to sign in as somebody else."


def _from_query(request: Request) -> ProviderRequest:
    return ProviderRequest("GET", str(request.url), request.headers, request.url.query)
