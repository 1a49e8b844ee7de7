"""Whatever a customer's page asks of the database about accounts, it asks about the reader's own."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pkgutil import walk_packages
from typing import Final
from uuid import UUID, uuid4

from fastapi.routing import APIRoute
from fastapi.sse import EventSourceResponse
from sqlalchemy import event
from starlette.status import HTTP_500_INTERNAL_SERVER_ERROR

from portal.db.base import Base
from portal.db.engine import Database
from portal.web.routes import customer
from tests.web.conftest import World

OWNED: Final = frozenset(table.name for table in Base.metadata.sorted_tables if "account_id" in table.c)
"""The tables whose rows belong to an account."""
NAMED: Final = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE) (\w+)")
BESIDES: Final = {
    "sessions.token_hash =": "a browser's session is found by a secret only it has",
    "connections.id =": "the connection is the one that session was begun by",
    "events.batch_id =": "the batch has just been made, with an id of its own",
    "count(onboardings.account_id)": "how many accounts a guide looks after is a number, and is not shown",
}
"""What may be asked without naming the account, and why."""
KNOWN: Final = {"milestone_id": "sign_on", "step_id": "pick"}


def routes() -> list[tuple[str, str]]:
    """The method and the address of every customer's route; ids that are in no playbook belong to nobody."""
    modules = (import_module(one.name) for one in walk_packages(customer.__path__, f"{customer.__name__}."))
    found = [route for module in modules if hasattr(module, "router") for route in module.router.routes]
    plain = (one for one in found if isinstance(one, APIRoute) and one.response_class is not EventSourceResponse)
    return [
        (method, _filled(path)) for method, path in sorted({(one, of.path) for of in plain for one in of.methods or ()})
    ]


def _filled(path: str) -> str:
    return re.sub(r"{(\w+)}", lambda name: KNOWN.get(name[1], str(uuid4())), path)


@contextmanager
def overheard(database: Database) -> Iterator[list[tuple[str, str]]]:
    """The statements that are sent meanwhile, each with the values it is about."""
    sent: list[tuple[str, str]] = []

    def listen(_connection: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        sent.append((" ".join(statement.split()), str(values).replace("-", "")))

    event.listen(database.engine.sync_engine, "before_cursor_execute", listen)
    yield sent
    event.remove(database.engine.sync_engine, "before_cursor_execute", listen)


def about_others(account_id: UUID, sent: list[tuple[str, str]]) -> list[str]:
    """The statements on what accounts own that do not name this account."""
    owned = ((statement, values) for statement, values in sent if OWNED.intersection(NAMED.findall(statement)))
    others = (statement for statement, values in owned if account_id.hex not in values)
    return [one for one in others if not any(known in one for known in BESIDES)]


async def test_a_customers_requests_ask_only_about_their_own_account(world: World) -> None:
    asked = 0
    for method, path in routes():
        with overheard(world.app.state.portal.database) as sent:
            answer = await world.member.request(method, path)
        assert answer.status_code < HTTP_500_INTERNAL_SERVER_ERROR, (method, path, answer.text)
        assert about_others(world.account_id, sent) == [], (method, path)
        asked += len(sent)
    assert asked > len(routes()), "The statements were not overheard."


def test_a_statement_that_names_no_account_is_noticed() -> None:
    own = uuid4()
    sent = [("SELECT name FROM members WHERE id = ?", str(uuid4().hex)), ("SELECT 1 FROM members", own.hex)]
    assert about_others(own, sent) == ["SELECT name FROM members WHERE id = ?"]
