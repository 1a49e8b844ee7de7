"""A real portal on a real port, and identity providers nobody here wrote."""

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen
from uuid import UUID

import pytest
import uvicorn
import yaml

from portal.app import create_app
from portal.db.engine import Database
from portal.identity.outbound import Outbound
from portal.services import connections
from tests import factories, npm
from tests.factories import Fixed, small_playbook
from tests.interop.browser import Browser
from tests.process import free_port

CLIENT_ID = "portal-at-halden"
START_SECONDS = 60
FILES = Path(__file__).parent / "oidc-provider"


@dataclass(frozen=True)
class RunningPortal:
    """A portal that listens, and the account whose provider is to be connected."""

    base_url: str
    issuer: str
    provider_port: int
    connection_id: UUID

    @property
    def redirect_uri(self) -> str:
        """Where the provider sends the browser back to."""
        return f"{self.base_url}/auth/callback/{self.connection_id}"


def listening() -> socket.socket:
    """A socket on a free port; who connects before the server runs simply waits."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    return listener


@pytest.fixture
def client_secret(request: pytest.FixtureRequest) -> str:
    """The portal's secret at the provider: a plain one, unless a test wants another."""
    return str(getattr(request, "param", "a-secret-of-the-portal"))


@pytest.fixture
async def portal(database: Database, database_url: str, client_secret: str) -> AsyncIterator[RunningPortal]:
    """A portal whose account trusts the provider that is to run at `issuer`.

    Portal and provider have different host names, for cookies are shared across ports.
    """
    listener, provider_port = listening(), free_port()
    base_url, issuer = f"http://127.0.0.1:{listener.getsockname()[1]}", f"http://localhost:{provider_port}"
    settings = factories.settings(database_url, base_url=base_url)
    account_id = await factories.add_account(database)
    async with database.write() as session:
        connection_id = await connections.create(
            session,
            secret_key=settings.secret_key.get_secret_value(),
            account_id=account_id,
            issuer=issuer,
            client_id=CLIENT_ID,
            client_secret=client_secret,
            groups={"it-admins": "admin", "dispatch": "operator"},
            default_role=None,
            domains=["halden.example"],
            now=factories.NOW,
        )
    app = create_app(settings, outbound=Outbound(allow_loopback=True))
    app.state.portal = replace(app.state.portal, playbook=Fixed(small_playbook()))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, ws="none"))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    yield RunningPortal(base_url, issuer, provider_port, connection_id)
    server.should_exit = True
    await serving


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Somebody's browser."""
    async with Browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def oidc_provider_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The npm package `oidc-provider`, installed by its lock file. Node comes from a wheel."""
    return npm.install(FILES, tmp_path_factory.mktemp("oidc-provider"))


@pytest.fixture
def oidc_provider(portal: RunningPortal, oidc_provider_folder: Path, client_secret: str) -> Iterator[None]:
    """A running `oidc-provider` that knows two people."""
    told = {
        "issuer": portal.issuer,
        "port": portal.provider_port,
        "client": {
            "client_id": CLIENT_ID,
            "client_secret": client_secret,
            "redirect_uris": [portal.redirect_uri],
            "post_logout_redirect_uris": [f"{portal.base_url}/login"],
        },
        "people": {
            "priya": person("Priya Raman", "priya@halden.example", "it-admins"),
            "mallory": person("Mallory", "mallory@evil.example", "it-admins"),
        },
    }
    environment = {**os.environ, "PROVIDER": json.dumps(told), "NODE_NO_WARNINGS": "1"}
    with running([npm.NODE, "server.mjs"], oidc_provider_folder, environment, portal.issuer):
        yield


def person(name: str, email: str, group: str) -> dict[str, object]:
    """What the provider says about somebody."""
    return {"name": name, "email": email, "email_verified": True, "groups": [group]}


@pytest.fixture
def nanoidp(portal: RunningPortal, tmp_path: Path, client_secret: str) -> Iterator[None]:
    """A running `nanoidp` that knows one person."""
    configuration = tmp_path / "nanoidp"
    configuration.mkdir()
    client = {"client_id": CLIENT_ID, "client_secret": client_secret, "redirect_uris": [portal.redirect_uri]}
    user = {"password": "climb", "email": "mei@halden.example", "groups": ["dispatch"]}
    written = {
        "settings.yaml": {
            "config_version": 1,
            "server": {"host": "127.0.0.1", "port": portal.provider_port},
            "oauth": {"issuer": portal.issuer, "clients": [client]},
        },
        "users.yaml": {"config_version": 1, "users": {"mei": user}},
    }
    for name, document in written.items():
        (configuration / name).write_text(yaml.safe_dump(document))
    command = [sys.executable, "-m", "nanoidp", "--config", str(configuration)]
    with running(command, tmp_path, dict(os.environ), portal.issuer):
        yield


@contextmanager
def running(command: list[str], folder: Path, environment: dict[str, str], issuer: str) -> Iterator[None]:
    """A provider in a process of its own, from its first answer until the end of the block."""
    log = folder / "provider.log"
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output)  # noqa: S603
        try:
            wait_until_it_answers(f"{issuer}/.well-known/openid-configuration", process, log)
            yield
        finally:
            process.terminate()
            process.wait(timeout=10)


def wait_until_it_answers(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Look until the address answers. Fails with the process's own words where it does not."""
    until = monotonic() + START_SECONDS
    while monotonic() < until and process.poll() is None:
        with suppress(URLError, ConnectionError, TimeoutError), urlopen(url, timeout=5):  # noqa: S310 - loopback
            return
        sleep(0.1)
    pytest.fail(f"{url} does not answer:\n{log.read_text()}")
