"""Rules for every request and every answer: headers, and no unsafe request from another site."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; media-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class SecurityMiddleware:
    """Adds the security headers, and refuses cross-site requests that could change something.

    The rule is that of Go's `CrossOriginProtection`: `Sec-Fetch-Site` must be `same-origin` or `none`;
    where a browser does not send it, `Origin` must match. Requests without a cookie carry nobody's
    authority, so they pass (programs with an API key, back-channel logout).
    """

    def __init__(self, app: ASGIApp, base_url: str) -> None:
        self.app = app
        self.origin = "{0.scheme}://{0.netloc}".format(urlsplit(base_url))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the request, then pass it on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if self._cross_site(scope["method"], Headers(scope=scope)):
            refusal = JSONResponse(
                {
                    "code": "cross_site",
                    "message": "This request came from another site. Open the page again and retry.",
                },
                status_code=403,
            )
            await refusal(scope, receive, send_with_headers)
            return
        await self.app(scope, receive, send_with_headers)

    def _cross_site(self, method: str, headers: Headers) -> bool:
        if method in SAFE_METHODS or "cookie" not in headers:
            return False
        if site := headers.get("sec-fetch-site"):
            return site not in {"same-origin", "none"}
        origin = headers.get("origin")
        return origin is not None and origin != self.origin
