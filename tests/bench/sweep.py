"""Judging every account by its tree, against zen-engine with the same trees, thresholds and numbers.

Either says which accounts stand elsewhere than the leaf that is kept of their last check. The portal begins with
the rows in its database and ends with those accounts in hand. The engine is given all numbers and leaves in memory,
and only what it does with them is timed; the second line times its reading of them too.
"""

from collections.abc import Callable, Sequence
from functools import partial

from tests.bench import judging
from tests.bench.accounts import Crowd
from tests.bench.processes import apart, cpu
from tests.bench.table import Round, Row, Sample

ZEN, ZEN_READS = "zen-engine compiled, numbers in memory", "zen-engine compiled, numbers to be read"
MOVED, TALLIED, SWEPT = "who moved, in one statement", "how many at each leaf", "the worker's sweep"


def rows(crowd: Crowd, *, postgresql: bool) -> list[Row]:
    """What is printed for a database."""
    kind = "PostgreSQL" if postgresql else "SQLite"
    return [
        Row(f"sweep of 3 trees, {crowd.accounts:,} accounts ({kind})", MOVED, ZEN, must=15, goal=25),
        Row("  … the engine reads its numbers too", MOVED, ZEN_READS),
        Row("  … how many stand at each leaf", TALLIED, ZEN),
        Row("  … by the worker, numbers counted afresh", SWEPT, ZEN),
    ]


def variants(crowd: Crowd, few: Crowd, database_pid: int | None) -> Sequence[Callable[[], Round]]:
    """A way to judge all accounts once, each way; the worker, who counts all numbers afresh, judges the few."""
    elsewhere = apart(judging.judged, crowd.url, judging.compared).accounts
    return [
        partial(_measure, MOVED, crowd, judging.moved, database_pid, elsewhere),
        partial(_measure, TALLIED, crowd, judging.tallied, database_pid, crowd.accounts),
        partial(_measure, SWEPT, few, judging.swept, database_pid, few.accounts),
        partial(_measure, ZEN, crowd, judging.by_zen, database_pid, elsewhere),
        partial(_measure, ZEN_READS, crowd, judging.by_zen_that_reads, database_pid, elsewhere),
    ]


def _measure(name: str, crowd: Crowd, way: judging.Way, database_pid: int | None, expected: int) -> Round:
    """Judge all accounts one way, and check how many came out."""
    before = cpu(database_pid)
    found = apart(judging.judged, crowd.url, way)
    if found.accounts != expected:
        message = f"{name}: {expected} accounts should come out and {found.accounts} do."
        raise RuntimeError(message)
    return {name: Sample(crowd.accounts, found.seconds, found.cpu, cpu(database_pid) - before)}
