"""What the processes write down: one line an event, JSON for machines, plain words for the demo."""

import structlog
from structlog.typing import Processor


def configure_logs(*, plain: bool = False) -> None:
    """Write JSON lines, or `plain` ones for a person.

    A traceback tells where, never the values of local variables: those can be secrets.
    """
    structlog.configure(processors=[*_before(), *(_plain() if plain else _json())])


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
