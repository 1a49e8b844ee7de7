"""Any order of sending, repeating, crashing and replaying: the database holds what a few lines of Python expect."""

import asyncio
import json
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from portal.db.engine import open_database
from portal.db.sources import ensure_source
from portal.db.tables import Event, Member, StepCompletion
from portal.ingest import replay, take_in
from tests.factories import Fixed
from tests.faults.conftest import Load
from tests.ingest.playbook import CATALOGUE
from tests.ingest.world import NOW, account, rows, send, track

NUMBERS = st.lists(st.integers(0, 15), min_size=1, max_size=6)
PEOPLE = 5


class PowerCutError(Exception):
    """The machine goes dark before the transaction is committed."""


def order(number: int) -> dict[str, Any]:
    """The event of a number; whose it is follows from that."""
    return track("Order Dispatched", f"u{number % PEOPLE}", message_id=str(number))


class Ingest(RuleBasedStateMachine):
    """Events are numbers. The model is the set of those that were acknowledged."""

    template: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        path = shutil.copy(self.template, Path(self.folder.name) / "portal.db")
        self.runner = asyncio.Runner()
        self.database = open_database(f"sqlite:///{path}")
        self.account_id = self.runner.run(account(self.database))
        self.acknowledged: set[int] = set()

    @rule(numbers=NUMBERS)
    def send(self, numbers: Sequence[int]) -> None:
        """A batch, with numbers that were sent before and numbers that stand twice in it."""
        self.runner.run(send(self.database, *map(order, numbers)))
        self.acknowledged |= set(numbers)

    @rule(numbers=NUMBERS)
    def crash(self, numbers: Sequence[int]) -> None:
        """A batch that is stored and counted, and never committed."""
        with pytest.raises(PowerCutError):
            self.runner.run(self._crash([json.dumps(order(number)).encode() for number in numbers]))

    async def _crash(self, messages: Sequence[bytes]) -> None:
        async with self.database.write() as session:
            source = await ensure_source(session, name="product")
            await take_in(
                session,
                playbook=Fixed(CATALOGUE),
                source=source,
                messages=messages,
                sent_at=None,
                received_at=NOW,
            )
            raise PowerCutError

    @rule()
    def replay(self) -> None:
        """Everything is counted afresh."""
        self.runner.run(self._replay())

    async def _replay(self) -> None:
        async with self.database.write() as session:
            await replay(session, CATALOGUE, account_id=self.account_id)

    @invariant()
    def each_is_stored_once(self) -> None:
        """What was acknowledged is there, and nothing else."""
        stored = self.runner.run(rows(self.database, Event, "message_id"))
        assert sorted(int(name) for (name,) in stored) == sorted(self.acknowledged)

    @invariant()
    def each_counts_once(self) -> None:
        """Whoever sent two orders has ticked the step that asks for two, and nobody else."""
        people = dict(self.runner.run(rows(self.database, Member, "id", "external_id")))
        ticked = self.runner.run(rows(self.database, StepCompletion, "step_id", "subject_id"))
        orders = Counter(f"u{number % PEOPLE}" for number in self.acknowledged)
        assert {people[who] for step, who in ticked if step == "send"} == {who for who, n in orders.items() if n > 1}

    def teardown(self) -> None:
        """Leave nothing behind."""
        self.runner.run(self.database.close())
        self.runner.close()
        self.folder.cleanup()


def test_whatever_happens_the_database_holds_what_was_acknowledged(sqlite_template: Path, load: Load) -> None:
    Ingest.template = sqlite_template
    told = settings(
        max_examples=200 if load.long else 6,
        stateful_step_count=30 if load.long else 10,
        derandomize=not load.long,
    )
    run_state_machine_as_test(Ingest, settings=told)
