"""What one web process counts of its own work, for a monitoring system."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest

from portal.ingest import Receipt

SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """Counters of one process; they begin at nought with it."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Histogram(
            "portal_request_seconds",
            "Seconds until an answer began.",
            ("handler", "status"),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._by_answer: dict[tuple[str, int], Histogram] = {}
        self._events = Counter(
            "portal_events",
            "Messages taken in, by what became of them: stored, duplicate or quarantined.",
            ("outcome",),
            registry=self.registry,
        )

    def answered(self, *, handler: str, status: int, seconds: float) -> None:
        """Count a request, and how long its answer took to begin."""
        # To look a counter up by its labels is dearer than to count.
        if (counter := self._by_answer.get((handler, status))) is None:
            counter = self._by_answer[handler, status] = self._requests.labels(handler, str(status))
        counter.observe(seconds)

    def took_in(self, receipt: Receipt) -> None:
        """Count the messages of a batch."""
        counts = {"stored": receipt.stored, "duplicate": receipt.duplicates, "quarantined": receipt.quarantined}
        for outcome, count in counts.items():
            self._events.labels(outcome).inc(count)

    def text(self) -> bytes:
        """The counters as lines of Prometheus' text format."""
        return generate_latest(self.registry)
