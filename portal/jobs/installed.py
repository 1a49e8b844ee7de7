"""The queue an installation chose by its settings, which refuse every other name."""

from importlib import import_module
from typing import Final

from portal.jobs.embedded import EmbeddedQueue
from portal.jobs.queue import JobQueue

PGQUEUER: Final = "pgqueuer"


def installed(chosen: str) -> JobQueue:
    """The queue of that name."""
    if chosen != PGQUEUER:
        return EmbeddedQueue()
    # By name, because it takes a second to load, which only those who chose it should wait for.
    queue: JobQueue = import_module("portal.jobs.pgqueuer").PgQueuer()
    return queue
