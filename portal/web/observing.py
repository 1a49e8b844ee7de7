"""What is noted of every request: a line in the log, and a count for the monitoring system."""

import logging
import time
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.web.metrics import Metrics

ROUTES: Final = "portal.web.routes."
PROBES: Final = frozenset({"health.process", "health.ready", "metrics.show"})
"""Asked every few seconds: lines about them would hide the others."""
BROKEN: Final = 500

log = logging.getLogger("portal.requests")


class ObservingMiddleware:
    """Notes each request by the name of its handler, never by its address: addresses can hold secrets."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and note how it was answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = time.perf_counter()
        status, seconds = BROKEN, None

        async def send_and_note(message: Message) -> None:
            nonlocal status, seconds
            if message["type"] == "http.response.start":
                status, seconds = message["status"], time.perf_counter() - begun
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        finally:
            self._note(scope, status, time.perf_counter() - begun if seconds is None else seconds)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        handler = handler_of(scope)
        self.metrics.answered(handler=handler, status=status, seconds=seconds)
        level = logging.ERROR if status >= BROKEN else logging.INFO
        if log.isEnabledFor(level) and not (handler in PROBES and status < BROKEN):
            facts = {"method": scope["method"], "handler": handler, "status": status, "seconds": round(seconds, 4)}
            log.log(level, "request", extra=facts)


def handler_of(scope: Scope) -> str:
    """What answered, as `internal.portfolio.show`; `none` where nothing stands at the address."""
    endpoint: Any = scope.get("endpoint")
    if endpoint is None:
        return "none"
    name = getattr(endpoint, "__qualname__", None) or type(endpoint).__qualname__
    return f"{endpoint.__module__}.{name}".removeprefix(ROUTES)
