"""What `demo.json` says, for scripts and tests that use a running demo."""

from typing import Any

from portal.demo.directory import Directory, ListedAccount


def manifest(directory: Directory, *, base_url: str, issuer: str, write_key: str) -> dict[str, Any]:
    """The addresses, the key for sending events, and everybody who can sign in."""
    return {
        "base_url": base_url,
        "issuer": issuer,
        "write_key": write_key,
        "accounts": [_account(account) for account in directory.accounts],
        "staff": [
            {"name": person.name, "email": person.email, "capabilities": list(person.capabilities)}
            for person in directory.staff
        ],
    }


def _account(account: ListedAccount) -> dict[str, Any]:
    return {
        "id": str(account.id),
        "external_id": account.external_id,
        "name": account.name,
        "members": [
            {"name": m.name, "email": m.email, "role": m.role.value, "external_id": m.external_id}
            for m in account.members
        ],
    }
