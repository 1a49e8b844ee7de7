"""A file as a form: its values by the names of the fields, and its text with others in their place."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from portal.content import yaml
from portal.content.editing import put
from portal.content.kinds import Kind, kind_of
from portal.content.layout import Scalar
from portal.content.problems import Problem
from portal.content.reshaping import rearrange, write
from portal.content.spots import value_of
from portal.web.internal.editor.held import Held, held
from portal.web.internal.editor.ladders import ladder
from portal.web.internal.editor.lifecycle import phases, stages, touchpoints
from portal.web.internal.editor.lists import Grows, Item, Section
from portal.web.internal.editor.milestones import milestone
from portal.web.internal.editor.parts import Asks, Part, Pieces, Whole, changed, value_at
from portal.web.internal.editor.plays import play
from portal.web.internal.editor.readiness import readiness
from portal.web.internal.editor.rules import Rule
from portal.web.internal.editor.tracks import plans, tracks
from portal.web.internal.editor.trees import tree

FORMS: Final[Mapping[Kind, Callable[[Held], Iterator[Section]]]] = {
    Kind.MILESTONE: milestone,
    Kind.LADDER: ladder,
    Kind.TREE: tree,
    Kind.PLAY: play,
    Kind.PHASES: phases,
    Kind.TRACKS: tracks,
    Kind.PLANS: plans,
    Kind.STAGES: stages,
    Kind.READINESS: readiness,
    Kind.TOUCHPOINTS: touchpoints,
}
"""The kinds of file that have a form, beside their text."""

SUBJECT: Final = re.compile(r"^`[^`]*` ")

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file with its translations, and the sections its form has."""

    held: Held
    sections: tuple[Section, ...]

    def with_texts(self, texts: Texts) -> "Sheet":
        """The sheet of the same file once its text, or that of a translation, is another."""
        return sheet(self.held.path, {**self.held.texts, **texts}) or self

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the file and of its translations."""
        return (self.held.path, *self.held.translations)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Everything the form asks for."""
        return tuple(part for section in self.sections for part in section.every_part)

    @property
    def values(self) -> dict[str, object]:
        """What stands in each part, by the names of the fields."""
        return {part.name: part.shown for part in self.parts}

    @property
    def grows(self) -> tuple[Grows, ...]:
        """The lists that an item can be added to."""
        own = [*self.sections, *(section for item in self.items for section in item.sections)]
        return tuple(section.grows for section in own if section.grows)

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of every list."""
        own = [item for section in self.sections for item in section.items]
        return (*own, *(inner for item in own for section in item.sections for inner in section.items))

    @property
    def wholes(self) -> tuple[Whole, ...]:
        """The rules and the conditions."""
        return tuple(whole for section in self.sections for whole in section.wholes)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules."""
        return tuple(whole for whole in self.wholes if isinstance(whole, Rule))

    def written(self, typed: Pieces) -> dict[str, str]:
        """The texts of the file and its translations with what was typed. Raises Invalid."""
        single = [part for part in self.parts if part.file and changed([part], typed)]
        texts = {path: self.held.texts[path] for path in self.files}
        for path, own in groupby(sorted(single, key=lambda part: part.file), key=lambda part: part.file):
            texts[path] = _with(texts[path], list(own), typed)
        for whole in self.wholes:
            if changed(whole.parts, typed):
                texts |= self._with_whole(texts, whole, typed)
        return texts

    def _with_whole(self, texts: Texts, whole: Whole, typed: Pieces) -> dict[str, str]:
        """The texts with a rule or a condition as it was filled in; without one, its words go in every language."""
        value = whole.composed(typed)
        if value is None:
            return {path: write(texts[path], {whole.path: None}) for path in self.files}
        if isinstance(whole, Rule) and whole.beside:
            held = value_at(value_of(texts[self.held.path]), whole.path)
            value = {key: value_at(held, (key,)) or "" for key in whole.beside} | value
        return {self.held.path: write(texts[self.held.path], {whole.path: value})}


def has_form(path: str, text: str) -> bool:
    """Whether a file can be filled in as a form."""
    return sheet(path, {path: text}) is not None


def sheet(path: str, texts: Texts) -> Sheet | None:
    """A file as a form; None where it has none, or cannot be read."""
    asked, own = FORMS.get(kind_of(path) or Kind.VENDOR), held(path, texts)
    return Sheet(own, tuple(asked(own))) if asked and own else None


def at_fields(sheet: Sheet, problems: Sequence[Problem]) -> dict[str, str]:
    """What is wrong with the parts of a file and its translations, in a sentence by the names of the fields."""
    documents = {path: yaml.read(sheet.held.texts[path], path) for path in sheet.files}
    places: dict[tuple[str, int, int], str] = {}
    for part in sheet.parts:
        file = part.file or sheet.held.path
        there = documents[file].places
        # What is missing from a mapping is told at the mapping, which has no field of its own.
        here = part.path if part.path in there or len(part.path) != 2 else part.path[:1]  # noqa: PLR2004 - its key and its own
        inside = [(*part.path, n) for n in range(len(part.value))] if isinstance(part.value, list) else []
        for one in (here, *inside):
            if one in there:
                places.setdefault((file, *there[one]), part.name)
    wrong = {places.get((one.file, one.line, one.column)): beside(one) for one in problems}
    return {name: sentence for name, sentence in wrong.items() if name}


def beside(problem: Problem) -> str:
    """A problem as it stands beside its field."""
    message = SUBJECT.sub("This ", problem.message)
    return f"{message[:1].upper()}{message[1:]}: {problem.mend}."


def _with(text: str, parts: Sequence[Part], typed: Pieces) -> str:
    """A text with what was typed for some of its values."""
    before = value_of(text)
    kept: dict[yaml.Path, Scalar] = {}
    for part in parts:
        new, old = part.written(typed[part.name]), value_at(before, part.path)
        if isinstance(new, str | int | float) and isinstance(old, str | int | float):
            kept[part.path] = new
        elif isinstance(new, list) and isinstance(old, list) and part.asks is not Asks.NUMBERS:
            text = rearrange(text, part.path, [old.index(line) if line in old else line for line in new])
        else:
            text = write(text, {part.path: new})
    return put(text, kept)
