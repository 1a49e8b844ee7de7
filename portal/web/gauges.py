"""How the installation keeps up, in the words of a monitoring system."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from portal.db.operations import Line
from portal.domain.event_months import Room
from portal.services.operations import Pace


def text(pace: Pace, *, now: datetime) -> bytes:
    """Everything that is the same whichever process is asked, as lines of Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(_Gauges(pace, now))
    return generate_latest(registry)


@dataclass(frozen=True, slots=True)
class _Gauges:
    pace: Pace
    now: datetime

    def collect(self) -> Iterator[Metric]:
        """Every gauge."""
        yield from self._jobs()
        yield from self._deliveries()
        yield from self._webhooks()
        yield GaugeMetricFamily(
            "portal_ingest_lag_seconds",
            "Seconds for which the first events that are not yet rolled up into days of use have been waiting.",
            self._late_by(self.pace.batches),
        )
        yield GaugeMetricFamily(
            "portal_quarantined_messages", "Messages set aside until staff decide.", self.pace.quarantined
        )
        if self.pace.checked_since:
            yield GaugeMetricFamily(
                "portal_last_sweep_timestamp_seconds",
                "The moment since which every account was judged again.",
                self.pace.checked_since.timestamp(),
            )
        if self.pace.room:
            yield from self._room(self.pace.room)

    def _jobs(self) -> Iterator[Metric]:
        waiting = GaugeMetricFamily("portal_jobs_waiting", "Jobs nobody has begun.", labels=("kind",))
        failing = GaugeMetricFamily("portal_jobs_failing", "Of those, jobs that failed before.", labels=("kind",))
        late = GaugeMetricFamily("portal_jobs_late_seconds", "Seconds the first is overdue.", labels=("kind",))
        for one in self.pace.jobs.waiting:
            waiting.add_metric((one.kind,), one.count)
            failing.add_metric((one.kind,), one.failing)
            late.add_metric((one.kind,), self._late(one.next_at))
        yield from (waiting, failing, late)
        yield GaugeMetricFamily("portal_jobs_dead", "Jobs that failed for good.", self.pace.jobs.dead_count)

    def _deliveries(self) -> Iterator[Metric]:
        sent = GaugeMetricFamily(
            "portal_deliveries", "Deliveries of the last 24 hours, by how far they came.", labels=("channel", "state")
        )
        for one in self.pace.deliveries:
            sent.add_metric((one.channel, one.state), one.number)
        yield sent
        yield from self._line("portal_deliveries", "Deliveries", self.pace.letters)

    def _webhooks(self) -> Iterator[Metric]:
        yield from self._line("portal_webhooks", "Webhooks", self.pace.webhooks)
        yield GaugeMetricFamily("portal_webhook_addresses_off", "Addresses switched off.", self.pace.silenced)

    def _room(self, room: Room) -> Iterator[Metric]:
        yield GaugeMetricFamily(
            "portal_event_months_left_days",
            "Days until events come for which no month was added.",
            room.left(self.now) / timedelta(days=1),
        )
        yield GaugeMetricFamily("portal_event_strays", "Whether events lie outside of any month.", int(room.strays))

    def _line(self, name: str, what: str, line: Line) -> Iterator[Metric]:
        yield GaugeMetricFamily(f"{name}_waiting", f"{what} that wait.", line.number)
        yield GaugeMetricFamily(f"{name}_late_seconds", "Seconds the first of them is overdue.", self._late_by(line))

    def _late_by(self, line: Line) -> float:
        return self._late(line.first_at) if line.first_at else 0.0

    def _late(self, due: datetime) -> float:
        return max(0.0, (self.now - due).total_seconds())
