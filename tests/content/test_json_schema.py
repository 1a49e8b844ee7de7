"""What authors rely on: the schemas their editor reads, and the page that explains every key."""

import json
import re
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path

import pytest
from pydantic import BaseModel

from portal.content.files import read_folder
from portal.content.json_schema import MODELS, PLACES, schema_files
from portal.content.kinds import PATTERNS, Kind, kind_of
from portal.content.schema.rules import Rule
from portal.content.schema.when import When
from portal.resources import PLAYBOOK
from tests.content.schema_paths import places

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGE = (DOCS / "playbook.md").read_text(encoding="utf-8")
SECTIONS: dict[str, type[BaseModel]] = {
    "ladders/<id>.yaml": MODELS[Kind.LADDER],
    "ladders/<id>.<language>.yaml": MODELS[Kind.LADDER_TEXTS],
    "milestones/<id>/milestone.yaml": MODELS[Kind.MILESTONE],
    "milestones/<id>/milestone.<language>.yaml": MODELS[Kind.MILESTONE_TEXTS],
    "risk_trees/<id>.yaml": MODELS[Kind.TREE],
    "plays/<id>.yaml": MODELS[Kind.PLAY],
    "experiments/<id>.yaml": MODELS[Kind.EXPERIMENT],
    **{place: MODELS[kind] for kind, (place, *_) in PLACES.items() if "*" not in place},
    "Rules": Rule,
    "Conditions": When,
}


def section(heading: str) -> str:
    """What stands under a heading of the third level."""
    _, found, rest = PAGE.partition(f"\n### {heading.replace('<', '&lt;')}\n")
    assert found, f"docs/playbook.md has no heading “{heading}”"
    return rest.split("\n## ")[0].split("\n### ")[0]


def test_every_kind_of_yaml_file_has_a_schema_and_a_section() -> None:
    assert {kind for kind, pattern in PATTERNS.items() if pattern.pattern.endswith("yaml")} == MODELS.keys()
    assert PLACES.keys() == MODELS.keys()
    assert {id(model) for model in MODELS.values()} <= {id(model) for model in SECTIONS.values()}


@pytest.mark.parametrize("heading", SECTIONS)
def test_the_page_explains_every_key_and_no_other(heading: str) -> None:
    rows = [line.split("|")[1:4] for line in section(heading).splitlines() if line.startswith("| `")]
    told = {(key.strip(" `"), needed.strip()) for key, needed, _ in rows}
    assert told == {(place, "yes" if needed else "no") for place, needed in places(SECTIONS[heading])}
    assert all(what.strip() for _, _, what in rows)


def test_the_committed_schemas_are_those_of_the_models() -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in (DOCS / "schema").iterdir()}
    assert committed == schema_files(), "run `portal content schema`"


def test_the_editor_setting_on_the_page_finds_every_schema() -> None:
    setting = json.loads(PAGE.split("```json\n")[1].split("```")[0])["yaml.schemas"]
    assert setting.keys() == {f"./docs/schema/{name}" for name in schema_files()}
    for kind, patterns in PLACES.items():
        given = setting[f"./docs/schema/{kind}.schema.json"]
        wanted = [re.sub("^(!?)", r"\1role_ladders/", pattern) for pattern in patterns]
        assert given == (wanted if len(wanted) > 1 else wanted[0])


def test_every_shipped_file_lies_where_its_schema_is_looked_for() -> None:
    for path in read_folder(PLAYBOOK).files.texts:
        if path.endswith(".yaml"):
            found = [kind for kind, patterns in PLACES.items() if _lies_in(path, patterns)]
            assert found == [kind_of(path)]


def _lies_in(path: str, patterns: Sequence[str]) -> bool:
    return all(fnmatch(path, pattern.removeprefix("!")) is not pattern.startswith("!") for pattern in patterns)


def test_a_schema_knows_what_an_editor_needs() -> None:
    schema = json.loads(schema_files()["milestone.schema.json"])
    step = schema["$defs"]["Step"]
    assert schema["additionalProperties"] is False
    assert {"id", "title", "cue", "minutes", "done_when"} == set(step["required"])
    assert {"const": "manual", "type": "string"} in step["properties"]["done_when"]["anyOf"]
    assert schema["properties"]["review_by"]["format"] == "date"
    assert schema["$defs"]["Role"]["enum"] == ["admin", "power_user", "operator"]
