"""A file that is edited as a form, with its translations, and the words the rest of the playbook gives it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.content import yaml
from portal.content.kinds import Kind, kind_of, locale_of, name_of
from portal.content.languages import language
from portal.web.internal.editor.conditions import Offers, offers_of
from portal.web.internal.editor.events import Vocabulary, vocabulary_of
from portal.web.internal.editor.parts import Choices, Part, Value, entries, fits, value_at, words


@dataclass(frozen=True, slots=True)
class Held:
    """A file: its path, its value, and the values of its translations by path."""

    path: str
    value: Value
    translations: Mapping[str, Value]
    texts: Mapping[str, str]

    @property
    def vocabulary(self) -> Vocabulary:
        """The tracking plan."""
        return vocabulary_of(self.texts.get("events.yaml", ""))

    @property
    def offers(self) -> Offers:
        """What a condition may ask for."""
        return offers_of(self.texts)

    def keys(self, path: str, name: str) -> Choices:
        """The entries of a mapping in another file to choose from, by their titles."""
        value = yaml.read(self.texts.get(path, ""), path).value
        return tuple((key, str(value_at(one, ("title",)) or words(key))) for key, one in entries(value, name))

    def ids(self, kind: Kind) -> Choices:
        """The ids there are of a kind to choose from, by their titles."""
        paths = sorted(path for path in self.texts if kind_of(path) is kind)
        return tuple((name_of(path), self._title(path)) for path in paths)

    def _title(self, path: str) -> str:
        return str(value_at(yaml.read(self.texts[path], path).value, ("title",)) or words(name_of(path)))

    def asked(self, *parts: Part, inside: yaml.Path = (), around: int = 0) -> tuple[Part, ...]:
        """The parts with what stands there; those that customers read also in every language there is.

        `inside` is what translations call the place of the parts; `around` is how much of their path it stands for.
        """
        here = (part.holding(value_at(self.value, part.path), self.path) for part in parts)
        return tuple(one for part in here if fits(self.value, part) for one in self._said(part, inside, around))

    def _said(self, part: Part, inside: yaml.Path, around: int) -> Iterator[Part]:
        yield part
        if not part.told:
            return
        for path, held in self.translations.items():
            locale = locale_of(path) or ""
            place = (*inside, *part.path[around:])
            name, label = f"{part.name}-{locale}", f"{part.label}, in {language(locale)}"
            own = Part(name, place, label, part.asks, value_at(held, place), file=path)
            if fits(held, own):
                yield own


def held(path: str, texts: Mapping[str, str]) -> Held | None:
    """A file with its translations; None where it cannot be read."""
    document = yaml.read(texts.get(path, ""), path)
    if document.problems or not isinstance(document.value, dict):
        return None
    return Held(path, document.value, dict(_translations(path, texts)), texts)


def _translations(path: str, texts: Mapping[str, str]) -> Iterator[tuple[str, Value]]:
    """What can be read of the translations of a file."""
    for other in sorted(texts):
        if (locale := locale_of(other)) and other == path.removesuffix(".yaml") + f".{locale}.yaml":
            document = yaml.read(texts[other], other)
            if not document.problems and isinstance(document.value, dict):
                yield other, document.value
