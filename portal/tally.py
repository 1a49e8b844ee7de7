"""What one worker counts of its own work, for a monitoring system that asks at a port of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Final

from prometheus_client import CollectorRegistry, Gauge, Histogram, ProcessCollector, generate_latest, start_http_server

SECONDS: Final = (0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0)


class Outcome(StrEnum):
    """What came of a job: `lost` to another worker, because it took longer than its lease."""

    DONE = "done"
    FAILED = "failed"
    LOST = "lost"


class Tally:
    """Counters of one worker; they begin at nought with it."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._jobs = Histogram(
            "portal_job_seconds",
            "Seconds a job took, by its kind and what came of it: done, failed or lost.",
            ("kind", "outcome"),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._looked = Gauge(
            "portal_worker_looked_timestamp_seconds",
            "The moment the worker last looked for work.",
            registry=self.registry,
        )

    def looked(self) -> None:
        """Note that the worker looks for work, which it does all the time while it lives."""
        self._looked.set_to_current_time()

    def did(self, kind: str, outcome: Outcome, *, seconds: float, jobs: int = 1) -> None:
        """Count jobs of a kind that took so many seconds together."""
        counter = self._jobs.labels(kind, outcome)
        for _ in range(jobs):
            counter.observe(seconds / jobs)

    def text(self) -> bytes:
        """The counters as lines of Prometheus' text format."""
        return generate_latest(self.registry)


@contextmanager
def told(tally: Tally, port: int | None) -> Iterator[int | None]:
    """Tell whoever asks at a port, until the end of the block; nobody without one. Gives the port."""
    if port is None:
        yield None
        return
    server, thread = start_http_server(port, registry=tally.registry)
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
