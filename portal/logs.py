"""What the processes write down: one line an event, JSON for machines, plain words for the demo."""

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import Processor

REQUEST = ("method", "handler", "status", "seconds")
"""What a line about a request tells besides its id."""
SPOKEN = ("portal", "uvicorn")
"""Whose news are written besides their warnings."""


def configure_logs(*, plain: bool = False) -> None:
    """Write JSON lines to the standard output, or `plain` ones for a person.

    Of libraries only warnings are written, because some log whole addresses with the secrets in them; a person
    hears of the portal's own warnings only, too.
    A traceback tells where, never the values of local variables: those can be secrets.
    """
    level = logging.WARNING if plain else logging.INFO
    structlog.configure(
        processors=[*_before(), *(_plain() if plain else _json())],
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )
    root = logging.getLogger()
    root.handlers[:] = [handler for handler in root.handlers if not isinstance(handler, _Lines)]
    for name in SPOKEN:
        logging.getLogger(name).setLevel(level)
    if not plain:
        root.addHandler(_Lines())


def request_id() -> str | None:
    """The id of the request being answered, or of the one that led to the job being done."""
    found: str | None = structlog.contextvars.get_contextvars().get("request_id")
    return found


class _Lines(logging.StreamHandler[TextIO]):
    """Writes what comes by the standard library's logging in the portal's own form."""

    def __init__(self) -> None:
        super().__init__(sys.stdout)
        self.setFormatter(
            structlog.stdlib.ProcessorFormatter(
                foreign_pre_chain=[*_before(), structlog.stdlib.ExtraAdder(REQUEST)],
                processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_json()],
            )
        )


def _before() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _json() -> list[Processor]:
    tracebacks = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return [structlog.processors.ExceptionRenderer(tracebacks), structlog.processors.JSONRenderer()]


def _plain() -> list[Processor]:
    return [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
