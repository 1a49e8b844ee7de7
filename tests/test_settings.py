import pytest

from portal.domain.errors import Invalid
from portal.jobs import EmbeddedQueue, the_queue
from portal.jobs.pgqueuer import PgQueuer
from portal.settings import Settings, load

NEEDED = {
    "PORTAL_DATABASE_URL": "sqlite:////tmp/portal.db",
    "PORTAL_SECRET_KEY": "a secret of at least thirty-two characters",
    "PORTAL_BASE_URL": "https://onboarding.example.com",
    "PORTAL_STAFF_ISSUER": "https://login.example.com",
    "PORTAL_STAFF_CLIENT_ID": "portal",
    "PORTAL_STAFF_CLIENT_SECRET": "client secret",
}


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation with everything it needs."""
    for name, value in NEEDED.items():
        monkeypatch.setenv(name, value)


def test_without_sites_no_ladder_is_shown_elsewhere() -> None:
    assert load(Settings).embed_origins == ()


@pytest.mark.parametrize("written", ["https://a.test http://b.test:81", "https://a.test/, http://b.test:81"])
def test_sites_are_named_side_by_side(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("PORTAL_EMBED_ORIGINS", written)
    assert load(Settings).embed_origins == ("https://a.test", "http://b.test:81")


@pytest.mark.parametrize("written", ["a.test", "https://a.test/app", "https://me@a.test", "*", "https://a.test;b"])
def test_what_is_more_or_less_than_a_site_is_refused_with_the_mend(
    monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("PORTAL_EMBED_ORIGINS", written)
    with pytest.raises(Invalid, match=r"PORTAL_EMBED_ORIGINS .*https://app.example.com"):
        load(Settings)


def test_background_work_waits_where_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = the_queue.__wrapped__
    assert isinstance(asked(), EmbeddedQueue)
    monkeypatch.setenv("PORTAL_JOB_QUEUE", "pgqueuer")
    assert isinstance(asked(), PgQueuer)
    monkeypatch.setenv("PORTAL_JOB_QUEUE", "celery")
    with pytest.raises(Invalid, match="PORTAL_JOB_QUEUE"):
        asked()
