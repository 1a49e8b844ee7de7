"""One account with a provider of its own, the vendor with another, and a browser that signs in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update

from portal.db.engine import Database
from portal.db.tables import Connection, Member
from portal.domain.people import SignedIn
from portal.identity.outbound import Outbound
from portal.services import admission, connections, sessions, sign_in
from portal.settings import Settings
from tests import factories
from tests.factories import NOW
from tests.identity.fake_provider import CLIENT_ID, CLIENT_SECRET, ISSUER, FakeProvider, id_claims, query_of

EMAIL = "priya@halden.example"
GROUPS = {"admins": "admin", "planners": "power_user", "dispatch": "operator"}
SOON = NOW + timedelta(seconds=30)


@dataclass
class World:
    """Everything a sign-in touches; both providers are the same fake, told apart by their connections."""

    database: Database
    settings: Settings
    provider: FakeProvider
    outbound: Outbound
    account_id: UUID
    connection_id: UUID
    staff_connection_id: UUID

    async def start(self, email: str | None = EMAIL, next_path: str = "/", now: datetime = NOW) -> sign_in.Started:
        """Begin a sign-in by e-mail, or as staff without one."""
        ticket = email and sign_in.begin(settings=self.settings, email=email, next_path=next_path, now=now)
        return await sign_in.start(
            self.database, self.outbound, settings=self.settings, ticket=ticket, next_path=next_path, now=now
        )

    def honest(self, started: sign_in.Started, now: datetime = SOON, **changes: object) -> None:
        """Let the provider answer this sign-in with an id token, with changes."""
        self.provider.will_sign(id_claims(now, **{"nonce": query_of(started.url)["nonce"], **changes}))

    async def finish(
        self,
        started: sign_in.Started,
        *,
        connection_id: UUID | None = None,
        browser: str | None = None,
        old_session: str | None = None,
        now: datetime = SOON,
        **callback: str,
    ) -> admission.Finished:
        """Come back from the provider."""
        returned = await sign_in.come_back(
            self.database,
            self.outbound,
            settings=self.settings,
            connection_id=connection_id or self.connection_id,
            callback={"code": "code", "state": query_of(started.url)["state"]} | callback,
            browser=started.browser if browser is None else browser,
            now=now,
        )
        async with self.database.write() as session:
            return await admission.admit(
                session,
                settings=self.settings,
                connection=returned.connection,
                begun=returned.begun,
                person=returned.person,
                id_token=returned.id_token,
                browser=admission.Browser("Test", old_session),
                now=now,
            )

    async def sign_in(self, *, now: datetime = SOON, old_session: str | None = None, **changes: object) -> str:
        """A whole sign-in of a member; answers the session's token."""
        started = await self.start(now=now)
        self.honest(started, now, **changes)
        return (await self.finish(started, now=now, old_session=old_session)).token

    async def sign_in_staff(self, *, now: datetime = SOON, **changes: object) -> str:
        """A whole sign-in of one of the staff; answers the session's token."""
        started = await self.start(None, now=now)
        self.honest(started, now, **{"email": "tomas@vendor.example", "groups": ["portal-csm"], **changes})
        return (await self.finish(started, connection_id=self.staff_connection_id, now=now)).token

    async def who(self, token: str, now: datetime = SOON) -> SignedIn | None:
        """Whose session a token is."""
        return await sessions.who(self.database, token=token, now=now)

    async def disable_connection(self, connection_id: UUID | None = None) -> None:
        """Switch a connection off."""
        async with self.database.write() as session:
            changed = update(Connection).where(Connection.id == (connection_id or self.connection_id))
            await session.execute(changed.values(disabled_at=NOW))


async def create_world(
    database: Database, database_url: str, *, default_role: str | None = None, domains: tuple[str, ...] = ()
) -> World:
    """A world with one account, whose provider has proved `halden.example`, or `domains`."""
    settings = factories.settings(
        database_url, staff_issuer=ISSUER, staff_client_id=CLIENT_ID, staff_client_secret=CLIENT_SECRET
    )
    account_id = await factories.add_account(database)
    async with database.write() as session:
        staff_connection_id = await connections.ensure_staff(session, settings=settings, now=NOW)
        connection_id = await connections.create(
            session,
            secret_key=settings.secret_key.get_secret_value(),
            account_id=account_id,
            issuer=ISSUER,
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            groups=GROUPS,
            default_role=default_role,
            domains=list(domains or ("halden.example",)),
            now=NOW,
        )
    provider = FakeProvider()
    return World(database, settings, provider, provider.outbound(), account_id, connection_id, staff_connection_id)


async def count(world: World, table: type[Any]) -> int:
    """How many rows a table has."""
    async with world.database.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def member_rows(world: World) -> list[Any]:
    """Every member, as far as a sign-in changes one."""
    query = select(Member.id, Member.email, Member.subject, Member.role, Member.name)
    async with world.database.read() as session:
        return list(await session.execute(query))
