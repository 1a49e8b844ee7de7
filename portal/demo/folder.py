"""The demo's data folder: the database file, a secret key of its own, and `demo.json`."""

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.domain.errors import Invalid

OWNER_ONLY = 0o600
SECRET_BYTES = 48


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Where one demo keeps its things. Files that hold secrets are readable by their owner only."""

    path: Path

    @property
    def database_url(self) -> str:
        """The address of the demo's own SQLite database."""
        return f"sqlite:///{self.path.absolute() / 'portal.db'}"

    def make(self) -> None:
        """Make the folder where it does not exist. Raises Invalid where that is impossible."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"The data folder {self.path} cannot be made ({error.strerror}): name another one with --data."
            raise Invalid(message) from error

    def secret_key(self) -> str:
        """The key that seals the demo's secrets; drawn the first time."""
        file = self.path / "secret-key"
        if not file.exists():
            _write(file, secrets.token_urlsafe(SECRET_BYTES))
        return file.read_text().strip()

    def write_key(self) -> str | None:
        """The key for sending events that an earlier run made, if `demo.json` still holds it."""
        try:
            found = json.loads((self.path / "demo.json").read_text()).get("write_key")
        except (OSError, ValueError, AttributeError):
            return None
        return found if isinstance(found, str) else None

    def write_manifest(self, manifest: dict[str, Any]) -> None:
        """Write `demo.json`, whole or not at all."""
        fresh = self.path / "demo.json.new"
        _write(fresh, json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
        fresh.replace(self.path / "demo.json")


def client_secret(secret_key: str, client_id: str) -> str:
    """The secret of one client of the demo's identity provider; derived, so that no run needs to store it."""
    return hmac.new(secret_key.encode(), f"demo client {client_id}".encode(), hashlib.sha256).hexdigest()


def _write(file: Path, text: str) -> None:
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w") as opened:
        opened.write(text)
