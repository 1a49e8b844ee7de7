"""The models as JSON Schema files, so that an editor completes a playbook's files and checks them while one types.

An editor sees one file: what goes wrong between files, `portal content lint` tells.
"""

import json
from collections.abc import Mapping

from pydantic import BaseModel

from portal.content.kinds import Kind
from portal.content.schema import experiment, ladder, lifecycle, milestone, risk, translation, vocabulary

DIALECT = "https://json-schema.org/draft/2020-12/schema"

MODELS: Mapping[Kind, type[BaseModel]] = {
    Kind.VENDOR: vocabulary.Vendor,
    Kind.EVENTS: vocabulary.Events,
    Kind.METRICS: vocabulary.Metrics,
    Kind.LADDER: ladder.Ladder,
    Kind.LADDER_TEXTS: translation.LadderTexts,
    Kind.MILESTONE: milestone.Milestone,
    Kind.MILESTONE_TEXTS: translation.MilestoneTexts,
    Kind.TREE: risk.Tree,
    Kind.PLAY: risk.Play,
    Kind.EXPERIMENT: experiment.Experiment,
    Kind.PHASES: lifecycle.Phases,
    Kind.TRACKS: lifecycle.Tracks,
    Kind.PLANS: lifecycle.Plans,
    Kind.STAGES: lifecycle.Stages,
    Kind.READINESS: lifecycle.Readiness,
    Kind.TOUCHPOINTS: lifecycle.Touchpoints,
}
"""The model of every kind of YAML file."""

PLACES: Mapping[Kind, tuple[str, ...]] = {
    Kind.VENDOR: ("vendor.yaml",),
    Kind.EVENTS: ("events.yaml",),
    Kind.METRICS: ("metrics.yaml",),
    Kind.LADDER: ("ladders/*.yaml", "!ladders/*.*.yaml"),
    Kind.LADDER_TEXTS: ("ladders/*.*.yaml",),
    Kind.MILESTONE: ("milestones/*/milestone.yaml",),
    Kind.MILESTONE_TEXTS: ("milestones/*/milestone.*.yaml",),
    Kind.TREE: ("risk_trees/*.yaml",),
    Kind.PLAY: ("plays/*.yaml",),
    Kind.EXPERIMENT: ("experiments/*.yaml",),
    Kind.PHASES: ("lifecycle/phases.yaml",),
    Kind.TRACKS: ("lifecycle/tracks.yaml",),
    Kind.PLANS: ("lifecycle/plans.yaml",),
    Kind.STAGES: ("lifecycle/stages.yaml",),
    Kind.READINESS: ("lifecycle/readiness.yaml",),
    Kind.TOUCHPOINTS: ("lifecycle/touchpoints.yaml",),
}
"""Where the files of each kind lie in a playbook, as editors write patterns; `!` takes out what another kind has."""


def schema_files() -> dict[str, str]:
    """Every schema as the text of a file, by the file's name; the same models give the same bytes."""
    return {f"{kind}.schema.json": _text(model, PLACES[kind][0]) for kind, model in MODELS.items()}


def _text(model: type[BaseModel], place: str) -> str:
    schema = {"$schema": DIALECT, **model.model_json_schema(), "title": place}
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
