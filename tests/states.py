"""Accounts in states that a demo does not have: nobody there yet, a crowd, names that mean harm or are only long."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from portal.db.engine import Database
from portal.domain.roles import Role
from tests.factories import NOW, add_account, add_member

CROWD: Final = 300
LONG_WORD: Final = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
HOSTILE: Final = (
    "<script>window.harmed = true</script>",
    '"><img src=x onerror="window.harmed = true">',
    "{{ 7 * 7 }}{% raise %}",
    LONG_WORD,
    "👩‍👩‍👧‍👦🏴‍☠️🧗🏽‍♀️ Ŝŧřǻñğé Z̷̡̛a̸l̴g̵o̷",
    "שלום עולם — مرحبا بالعالم",
    "javascript:window.harmed=true",
    "' OR 1=1; DROP TABLE members; --",
)
HARMED: Final = "window.harmed === true"


def address(of: str) -> str:
    """The e-mail address of the admin of one of these accounts."""
    return f"admin@{of}.example"


async def add_blank(database: Database) -> UUID:
    """An account whose only member is an admin who has never been here; nothing is agreed yet."""
    account_id = await add_account(database, name="Blank Slate", kickoff_on=None)
    await add_member(database, account_id, name="Ada First", email=address("blank"))
    return account_id


async def add_crowd(database: Database) -> UUID:
    """An account with 300 members besides its admin."""
    account_id = await add_account(database, name="Crowd & Company")
    await add_member(database, account_id, name="Carla Crowd", email=address("crowd"))
    roles = list(Role)
    for number in range(CROWD):
        await add_member(
            database,
            account_id,
            name=f"Colleague {number + 1:03}",
            role=roles[number % len(roles)],
            created_at=NOW - timedelta(days=number % 30),
        )
    return account_id


async def add_hostile(database: Database) -> UUID:
    """An account whose name and whose people's names are chosen to break pages."""
    account_id = await add_account(database, name=HOSTILE[0] + LONG_WORD[:100])
    await add_member(database, account_id, name=HOSTILE[1], email=address("hostile"))
    for name in HOSTILE:
        await add_member(database, account_id, name=name, role=Role.OPERATOR)
    return account_id
