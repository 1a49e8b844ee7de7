"""Every file of a playbook as a checked model that still knows where it stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from portal.content import yaml
from portal.content.files import Files
from portal.content.kinds import Kind, kind_of, locale_of, name_of
from portal.content.problems import Problem
from portal.content.schema.experiment import Experiment
from portal.content.schema.ladder import Ladder
from portal.content.schema.lifecycle import Phases, Plans, Readiness, Stages, Touchpoints, Tracks
from portal.content.schema.milestone import EmailHead, Milestone
from portal.content.schema.risk import Play, Tree
from portal.content.schema.translation import LadderTexts, MilestoneTexts
from portal.content.schema.vocabulary import Events, Metrics, Vendor
from portal.content.validate import validate

Model = TypeVar("Model", bound=BaseModel)

FRONT_MATTER = re.compile(r"---\r?\n(?P<head>.*?)^---[ \t]*\r?\n?(?P<body>.*)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Source(Generic[Model]):
    """One valid file. `name` is the id its path gives it; `body` is what follows the front matter.

    `locale` is the language of a translation.
    """

    name: str
    value: Model
    document: yaml.Document
    body: str = ""
    locale: str = ""

    def problem(self, path: yaml.Path, message: str, mend: str) -> Problem:
        """A problem at a part of the file."""
        return self.document.problem(path, message, mend)


@dataclass(frozen=True, slots=True)
class LifecycleSources:
    """The files of `lifecycle/` that could be read."""

    phases: Source[Phases] | None
    tracks: Source[Tracks] | None
    plans: Source[Plans] | None
    stages: Source[Stages] | None
    readiness: Source[Readiness] | None
    touchpoints: Source[Touchpoints] | None


@dataclass(frozen=True, slots=True)
class Translations:
    """The texts in other languages that could be read, by id and language."""

    ladders: Mapping[tuple[str, str], Source[LadderTexts]]
    milestones: Mapping[tuple[str, str], Source[MilestoneTexts]]
    emails: Mapping[tuple[str, str], Source[EmailHead]]


@dataclass(frozen=True, slots=True)
class Sources:
    """What could be read, by id. `present` also names what is there but could not be read; only originals count."""

    files: Files
    present: Mapping[Kind, frozenset[str]]
    vendor: Source[Vendor] | None
    events: Source[Events] | None
    metrics: Source[Metrics] | None
    ladders: Mapping[str, Source[Ladder]]
    milestones: Mapping[str, Source[Milestone]]
    emails: Mapping[str, Source[EmailHead]]
    trees: Mapping[str, Source[Tree]]
    plays: Mapping[str, Source[Play]]
    experiments: Mapping[str, Source[Experiment]]
    lifecycle: LifecycleSources
    translations: Translations

    def has(self, kind: Kind, name: str) -> bool:
        """Whether there is a file of that kind and id, readable or not."""
        return name in self.present[kind]


class _Parser:
    """Reads files kind by kind and keeps every problem."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.problems: list[Problem] = []

    def all(self, kind: Kind, model: type[Model]) -> dict[str, Source[Model]]:
        """The valid files of a kind by id."""
        return {source.name: source for source in self._of_kind(kind, model)}

    def translated(self, kind: Kind, model: type[Model]) -> dict[tuple[str, str], Source[Model]]:
        """The valid translations of a kind by id and language."""
        return {(source.name, source.locale): source for source in self._of_kind(kind, model)}

    def _of_kind(self, kind: Kind, model: type[Model]) -> list[Source[Model]]:
        found = (self._one(path, model) for path in sorted(self.files.texts) if kind_of(path) is kind)
        return [source for source in found if source]

    def single(self, path: str, model: type[Model]) -> Source[Model] | None:
        """The one file at a path, which has to be there."""
        if path in self.files.texts:
            return self._one(path, model)
        if path not in self.files.unread:
            self.problems.append(Problem(path, 1, 1, "the file is missing", "add it; every playbook has one"))
        return None

    def emails(self) -> dict[tuple[str, str], Source[EmailHead]]:
        """The e-mails by milestone and language; the language of an original is empty."""
        paths = (path for path in self.files.texts if kind_of(path) is Kind.EMAIL)
        return {(source.name, source.locale): source for path in paths if (source := self._email(path))}

    def _one(self, path: str, model: type[Model]) -> Source[Model] | None:
        return self._checked(path, model, yaml.read(self.files.texts[path], path), "")

    def _email(self, path: str) -> Source[EmailHead] | None:
        match = FRONT_MATTER.fullmatch(self.files.texts[path])
        if not match:
            mend = "begin it with a line `---`, a line `subject: …` and a line `---`"
            self.problems.append(Problem(path, 1, 1, "the e-mail has no front matter", mend))
            return None
        return self._checked(path, EmailHead, yaml.read(match["head"], path, first_line=2), match["body"].strip())

    def _checked(self, path: str, model: type[Model], document: yaml.Document, body: str) -> Source[Model] | None:
        value, problems = validate(model, document)
        self.problems.extend(problems)
        return Source(name_of(path), value, document, body, locale_of(path) or "") if value is not None else None


def parse(files: Files) -> tuple[Sources, list[Problem]]:
    """Read every file on its own. Returns what is valid, and what is wrong with the rest."""
    parser = _Parser(files)
    emails = parser.emails()
    sources = Sources(
        files=files,
        present=_present(files),
        vendor=parser.single("vendor.yaml", Vendor),
        events=parser.single("events.yaml", Events),
        metrics=parser.single("metrics.yaml", Metrics),
        ladders=parser.all(Kind.LADDER, Ladder),
        milestones=parser.all(Kind.MILESTONE, Milestone),
        emails={name: source for (name, locale), source in emails.items() if not locale},
        trees=parser.all(Kind.TREE, Tree),
        plays=parser.all(Kind.PLAY, Play),
        experiments=parser.all(Kind.EXPERIMENT, Experiment),
        lifecycle=_lifecycle(parser),
        translations=Translations(
            ladders=parser.translated(Kind.LADDER_TEXTS, LadderTexts),
            milestones=parser.translated(Kind.MILESTONE_TEXTS, MilestoneTexts),
            emails={place: source for place, source in emails.items() if place[1]},
        ),
    )
    return sources, parser.problems


def _lifecycle(parser: _Parser) -> LifecycleSources:
    return LifecycleSources(
        phases=parser.single("lifecycle/phases.yaml", Phases),
        tracks=parser.single("lifecycle/tracks.yaml", Tracks),
        plans=parser.single("lifecycle/plans.yaml", Plans),
        stages=parser.single("lifecycle/stages.yaml", Stages),
        readiness=parser.single("lifecycle/readiness.yaml", Readiness),
        touchpoints=parser.single("lifecycle/touchpoints.yaml", Touchpoints),
    )


def _present(files: Files) -> dict[Kind, frozenset[str]]:
    present: dict[Kind, set[str]] = {kind: set() for kind in Kind}
    for path in (*files.texts, *files.media, *files.unread):
        if (kind := kind_of(path)) and not locale_of(path):
            present[kind].add(name_of(path))
    return {kind: frozenset(names) for kind, names in present.items()}
