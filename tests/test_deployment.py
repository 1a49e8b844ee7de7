"""The files an installation is made of, held against the program they run."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from portal.cli import app
from portal.db.operations import Line
from portal.domain.jobs import Overview, Waiting
from portal.jobs.kinds import SWEEP
from portal.services.operations import Pace
from portal.settings import described
from portal.tally import Tally
from portal.web import gauges
from portal.web.metrics import Metrics

ROOT = Path(__file__).parent.parent
COMPOSE: Mapping[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: Mapping[str, Mapping[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == COMPOSE["name"]}
SERVING = {name: service for name, service in OURS.items() if service["command"][0] == "serve"}
DOCKERFILE = (ROOT / "Dockerfile").read_text()
CADDYFILE = (ROOT / "deploy" / "Caddyfile").read_text()
PAGE = (ROOT / "docs" / "operations.md").read_text()
NEEDED = {setting.name for setting in described() if setting.needed}
KNOWN = {setting.name for setting in described()}


def variables(text: str) -> set[str]:
    """The environment variables a file of lines `NAME=value` names, those commented out too."""
    return set(re.findall(r"^(?:# )?([A-Z_]+)=", text, re.MULTILINE))


EXAMPLE = variables((ROOT / ".env.example").read_text())


def parse(*arguments: str) -> None:
    """Raise what the command line would refuse these arguments with."""
    group = get_command(app)
    context = group.make_context("portal", ["settings"])
    name, command, rest = group.resolve_command(context, list(arguments))  # type: ignore[attr-defined]
    command.make_context(name, rest, parent=context)


def test_there_are_two_of_what_may_fail_and_one_that_migrates() -> None:
    commands = sorted(service["command"][0] for service in OURS.values())
    assert commands == ["migrate", "serve", "serve", "worker", "worker"]


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_service_runs_a_command_there_is(name: str) -> None:
    parse(*OURS[name]["command"])


def test_a_command_there_is_not_would_be_seen() -> None:
    with pytest.raises(Exception, match="--no-such"):
        parse("serve", "--no-such")


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_service_is_given_what_it_needs_and_nothing_unknown(name: str) -> None:
    given = set(OURS[name]["environment"])
    assert OURS[name]["env_file"] == [".env"]
    assert given | EXAMPLE >= NEEDED
    assert {variable for variable in given | EXAMPLE if variable.startswith("PORTAL_")} <= KNOWN


def test_nobody_is_given_the_address_of_the_proxy() -> None:
    [front] = COMPOSE["networks"]["front"]["ipam"]["config"]
    proxy = ip_address(SERVICES["proxy"]["networks"]["front"]["ipv4_address"])
    assert proxy in ip_network(front["subnet"])
    assert proxy not in ip_network(front["ip_range"])


def test_what_the_files_take_from_the_environment_is_in_the_example() -> None:
    asked = re.findall(r"\$\{(\w+)", (ROOT / "compose.yaml").read_text())
    assert set(asked) == EXAMPLE - KNOWN
    assert set(re.findall(r"\{\$(\w+)\}", CADDYFILE)) <= set(SERVICES["proxy"]["environment"])


@pytest.mark.parametrize("name", sorted(set(OURS) - {"migrate"}))
def test_what_runs_on_begins_after_the_migration_and_again_after_a_fall(name: str) -> None:
    assert OURS[name]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert OURS[name]["restart"] == "unless-stopped"


def test_the_migration_is_a_step_of_its_own() -> None:
    assert OURS["migrate"]["restart"] == "no"
    assert OURS["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}


def test_every_network_and_volume_is_declared() -> None:
    for service in SERVICES.values():
        assert set(service["networks"]) <= set(COMPOSE["networks"])
        mounted = {volume.partition(":")[0] for volume in service.get("volumes", ())}
        assert {name for name in mounted if not name.startswith(".")} <= set(COMPOSE["volumes"])
        assert all((ROOT / name).is_file() for name in mounted if name.startswith("."))


def test_only_the_proxy_is_reached_from_outside_and_only_it_is_believed() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    (upstreams,) = re.findall(r"reverse_proxy ([^{]+) \{", CADDYFILE)
    assert upstreams.split() == [f"{name}:8000" for name in SERVING]
    address = SERVICES["proxy"]["networks"]["front"]["ipv4_address"]
    for service in SERVING.values():
        assert service["command"][service["command"].index("--trust-proxy") + 1] == address


def test_the_image_is_the_wheel_and_runs_as_nobody_in_particular() -> None:
    stages = DOCKERFILE.split("\nFROM ")
    assert "uv build --wheel" in stages[1]
    assert re.search(r"^USER [1-9]\d+", stages[2], re.MULTILINE)
    assert 'ENTRYPOINT ["portal"]' in stages[2]
    taken = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    sources = {source for line in taken for source in line.split()}
    assert all((ROOT / source).exists() for source in sources)
    assert sources == set(re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))


def test_the_image_and_the_checks_use_one_uv() -> None:
    (checked,) = re.findall(r"^UV_VERSION := (\S+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert f"uv=={checked}\n" in DOCKERFILE


def test_the_page_lists_every_setting_as_the_program_does() -> None:
    _, _, rest = PAGE.partition("<!-- portal settings -->\n")
    listed, end, _ = rest.partition("<!-- end -->")
    assert end
    rows = [re.findall(r"[^|]+", line) for line in listed.splitlines()[2:]]
    told = [(row[0].strip(" `"), row[1].strip(), row[2].strip()) for row in rows]
    wanted = [(one.name, "needed" if one.needed else one.default or "none", one.mend) for one in described()]
    assert told == wanted, "Put what `portal settings` prints between the two marks in docs/operations.md."


def test_the_page_speaks_of_numbers_there_are() -> None:
    now = datetime(2026, 11, 2, tzinfo=UTC)
    none, jobs = Line(0, None), Overview((), 0, (), (Waiting(SWEEP, 1, 0, now),))
    pace = Pace(jobs, none, now, 0, (), none, none, 0)
    told = (Metrics().text() + Tally().text() + gauges.text(pace, now=now)).decode()
    named = set(re.findall(r"\b(?:portal|process)_\w+(?:_seconds|_total|_bytes|_count|_bucket|_dead|_failing)\b", PAGE))
    families = set(re.findall(r"^# TYPE (\S+)", told, re.MULTILINE))
    assert {re.sub(r"_(count|bucket)$", "", name) for name in named} <= families
    assert len(named) >= 10
