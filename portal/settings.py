"""What an installation must be told, by environment variables that start with `PORTAL_`."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from portal.domain.branding import parse_colour
from portal.domain.errors import Invalid
from portal.domain.records import MOST_DAYS, PLAN_DAYS

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
MENDS = {
    "PORTAL_DATABASE_URL": "where the data lives, as sqlite:////path/portal.db or postgresql://user:password@host/name",
    "PORTAL_SECRET_KEY": "at least 32 random characters that seal secrets, as `openssl rand -base64 48` prints",
    "PORTAL_BASE_URL": "the address people open, as https://onboarding.example.com",
    "PORTAL_STAFF_ISSUER": "the OpenID provider your staff sign in with, as https://login.example.com",
    "PORTAL_STAFF_CLIENT_ID": "the client id that provider gave the portal",
    "PORTAL_STAFF_CLIENT_SECRET": "the client secret that goes with it",
    "PORTAL_SMTP_URL": "the mail server, as smtps://user:password@host:465",
    "PORTAL_MAIL_FROM": "the address your letters come from, as onboarding@example.com",
    "PORTAL_EMBED_ORIGINS": "the sites that may show a ladder inside theirs, as https://app.example.com https://…",
    "PORTAL_BRAND_COLOUR": "the colour of your pages, as '#2f3fd0'",
    "PORTAL_SUPPORT_EMAIL": "the address customers write to when nobody else helps, as help@example.com",
    "PORTAL_TYPICAL_DAYS": "the days from kickoff to go-live to plan with until five accounts have gone live, as 42",
    "PORTAL_JOB_QUEUE": "where background work waits: embedded, or pgqueuer for many workers on PostgreSQL",
    "PORTAL_EVENTS_KEPT_DAYS": "the days events are kept, 90 or more, as 730; without it they are kept for good",
    "PORTAL_UNLOCKS_A_MINUTE": "how often each key may ask a web process for unlocked features in a minute, as 6000",
    "PORTAL_METRICS_PORT": "the port at which each worker tells what it did, to whoever reaches it, as 9100",
    "PORTAL_CONTENT_DIR": "a folder that holds a playbook, as /srv/role_ladders",
}


def _long_enough(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value()) < 32:  # noqa: PLR2004 - the mend above names the length
        message = "is too short"
        raise ValueError(message)
    return value


def _database(value: str) -> str:
    try:
        backend = make_url(value).get_backend_name()
    except ArgumentError as error:
        message = "is not a database address"
        raise ValueError(message) from error
    if backend not in {"sqlite", "postgresql", "postgres"}:
        message = "names a database the portal does not run on"
        raise ValueError(message)
    return value


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.query or parts.fragment:
        message = "is not a web address"
        raise ValueError(message)
    return value.rstrip("/")


def _origins(value: object) -> object:
    """Sites separated by spaces or commas, as they are written in an environment."""
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def _site(value: str) -> str:
    site = value.rstrip("/")
    # It becomes part of a policy, in which other characters would have a meaning.
    if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?", site):
        message = "names more or less than a site"
        raise ValueError(message)
    return site


def _issuer(value: str) -> str:
    _origin(value)
    # Some providers' names end in a slash, and a provider's name is compared letter by letter.
    return value


def _colour(value: str) -> str:
    try:
        return parse_colour(value)
    except Invalid as error:
        message = "is not a colour"
        raise ValueError(message) from error


def _address(value: str) -> str:
    if not ADDRESS.fullmatch(value):
        message = "is not an e-mail address"
        raise ValueError(message)
    return value


def _mail(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        message = "is not a mail server's address"
        raise ValueError(message)
    return value


def _queue(value: str, info: ValidationInfo) -> str:
    if value == "pgqueuer" and "sqlite" in info.data.get("database_url", ""):
        message = "works on PostgreSQL alone"
        raise ValueError(message)
    return value


JobQueue = Annotated[Literal["embedded", "pgqueuer"], AfterValidator(_queue)]
KeptDays = Annotated[int, Field(ge=90)]
Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseSettings):
    """One installation's settings. Secrets have no default."""

    model_config = SettingsConfigDict(env_prefix="PORTAL_", frozen=True, extra="ignore")

    database_url: Annotated[str, AfterValidator(_database)]
    secret_key: Annotated[SecretStr, AfterValidator(_long_enough)]
    base_url: Annotated[str, AfterValidator(_origin)]
    staff_issuer: Annotated[str, AfterValidator(_issuer)]
    staff_client_id: str
    staff_client_secret: SecretStr
    content_dir: Path | None = None
    brand_colour: Annotated[str, AfterValidator(_colour)] | None = None
    support_email: Annotated[str, AfterValidator(_address)] | None = None
    smtp_url: Annotated[str, AfterValidator(_mail)] | None = None
    mail_from: Annotated[str, AfterValidator(_address)] | None = None
    job_queue: JobQueue = "embedded"
    events_kept_days: KeptDays | None = None
    typical_days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = PLAN_DAYS
    unlocks_a_minute: Annotated[int, Field(ge=1)] = 6000
    metrics_port: Port | None = None
    embed_origins: Annotated[
        tuple[Annotated[str, AfterValidator(_site)], ...], NoDecode, BeforeValidator(_origins)
    ] = ()


class CourierSettings(BaseSettings):
    """What sending webhooks takes: the key that opens their secrets, and the address people open."""

    model_config = SettingsConfigDict(env_prefix="PORTAL_", frozen=True, extra="ignore")

    secret_key: Annotated[SecretStr, AfterValidator(_long_enough)] | None = None
    base_url: Annotated[str, AfterValidator(_origin)] | None = None


class QueueSettings(BaseSettings):
    """Where background work waits."""

    model_config = SettingsConfigDict(env_prefix="PORTAL_", frozen=True, extra="ignore")

    job_queue: JobQueue = "embedded"


class PostSettings(BaseSettings):
    """Whether letters are sent at all; what else that needs is in `Settings`."""

    model_config = SettingsConfigDict(env_prefix="PORTAL_", frozen=True, extra="ignore")

    smtp_url: Annotated[str, AfterValidator(_mail)] | None = None


Kind = TypeVar("Kind", bound=BaseSettings)


class DatabaseSettings(BaseSettings):
    """The part that commands need which only touch the database."""

    model_config = SettingsConfigDict(env_prefix="PORTAL_", frozen=True, extra="ignore")

    database_url: Annotated[str, AfterValidator(_database)]
    content_dir: Path | None = None
    job_queue: JobQueue = "embedded"
    events_kept_days: KeptDays | None = None
    metrics_port: Port | None = None


class Described(NamedTuple):
    """A setting in words: its name, whether it has to be there, what holds without it, and what to set it to."""

    name: str
    needed: bool
    default: str
    mend: str


def described() -> Iterator[Described]:
    """Every setting there is, those that have to be there first."""
    for field, about in sorted(Settings.model_fields.items(), key=lambda item: not item[1].is_required()):
        name = f"PORTAL_{field}".upper()
        yield Described(name, about.is_required(), str(about.default or ""), MENDS[name])


def load(kind: type[Kind]) -> Kind:
    """Read settings from the environment.

    Raises Invalid with one line per missing or wrong setting, each naming the mend.
    """
    try:
        return kind()
    except ValidationError as error:
        raise Invalid("\n".join(_lines(error))) from None


def _lines(error: ValidationError) -> list[str]:
    lines = []
    for problem in error.errors(include_input=False, include_url=False):
        name = f"PORTAL_{problem['loc'][0]}".upper()
        what = "is not set" if problem["type"] == "missing" else problem["msg"].removeprefix("Value error, ")
        lines.append(f"{name} {what}: set it to {MENDS[name]}.")
    return lines
