"""Judging every account by its tree, against zen-engine with the same trees, thresholds and numbers.

Either says which accounts stand elsewhere than the leaf that is kept of their last check, and both are timed from
the rows in the database to those accounts in hand: the portal by the function that its sweep and `portal risk tally`
call, the engine after the database's driver has read it all numbers and leaves. The lines below compare with the
engine as it is when it holds everything in memory already, and has nothing to read.
"""

from collections.abc import Callable, Sequence
from functools import partial

from tests.bench import judging
from tests.bench.accounts import Crowd
from tests.bench.processes import apart, cpu
from tests.bench.table import Round, Row, Sample

ZEN, ZEN_HOLDS = "zen-engine compiled, and reading for it", "zen-engine compiled, all in memory"
MOVED, TALLIED, SWEPT = "who moved, in one statement", "how many at each leaf", "the worker's sweep"


def rows(crowd: Crowd, *, postgresql: bool) -> list[Row]:
    """What is printed for a database."""
    kind = "PostgreSQL" if postgresql else "SQLite"
    return [
        Row(f"sweep of 3 trees, {crowd.accounts:,} accounts ({kind})", MOVED, ZEN, must=15, goal=25),
        Row("  … the engine having nothing to read", MOVED, ZEN_HOLDS),
        Row("  … how many stand at each leaf", TALLIED, ZEN_HOLDS),
        Row("  … by the worker, numbers counted afresh", SWEPT, ZEN_HOLDS),
    ]


def variants(crowd: Crowd, few: Crowd, database_pid: int | None) -> Sequence[Callable[[], Round]]:
    """A way to judge all accounts once, each way; the worker, who counts all numbers afresh, judges the few."""
    elsewhere = apart(judging.judged, crowd.url, judging.compared).accounts
    return [
        partial(_measure, MOVED, crowd, judging.moved, database_pid, elsewhere),
        partial(_measure, TALLIED, crowd, judging.tallied, database_pid, crowd.accounts),
        partial(_measure, SWEPT, few, judging.swept, database_pid, few.accounts),
        partial(_measure, ZEN, crowd, judging.by_zen, database_pid, elsewhere),
        partial(_measure, ZEN_HOLDS, crowd, judging.by_zen_in_memory, database_pid, elsewhere),
    ]


def _measure(name: str, crowd: Crowd, way: judging.Way, database_pid: int | None, expected: int) -> Round:
    """Judge all accounts one way, and check how many came out."""
    before = cpu(database_pid)
    found = apart(judging.judged, crowd.url, way)
    if found.accounts != expected:
        message = f"{name}: {expected} accounts should come out and {found.accounts} do."
        raise RuntimeError(message)
    return {name: Sample(crowd.accounts, found.seconds, found.cpu, cpu(database_pid) - before)}
