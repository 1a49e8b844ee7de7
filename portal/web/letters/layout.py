"""A letter laid out: MJML for programs that show it, plain text for everybody."""

from dataclasses import dataclass
from typing import Final

import mrml
from jinja2 import Environment
from markupsafe import Markup

from portal.web.branding import PORTAL_COLOUR
from portal.web.letters.items import Item
from portal.web.templating import READER, create_environments
from portal.web.theme import Tones, theme
from portal.web.words import Words

LOGO: Final = "logo"
"""The content id of the picture that goes along."""
OURS: Final = mrml.RenderOptions(fonts={})
"""A letter fetches nothing from elsewhere: the fonts it names are those of whoever reads it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line at the foot of a letter, with the link it ends in, if any."""

    text: str
    label: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a letter shows. `base_url` stands before each item's link; `logo` is a content id."""

    subject: str
    heading: str
    sender: str
    items: tuple[Item, ...]
    footer: tuple[Line, ...]
    base_url: str
    language: str
    direction: str
    colour: str | None
    logo: str | None

    @property
    def preview(self) -> str:
        """What a list of letters shows beside the subject."""
        return self.items[0].text or self.items[0].title

    @property
    def start(self) -> str:
        """The side on which a line begins, for programs that know no other words for it."""
        return "right" if self.direction == "rtl" else "left"

    @property
    def tones(self) -> Tones:
        """The colours of the account, or of the portal. They are those of light paper: so is every letter."""
        return theme(self.colour or PORTAL_COLOUR).light


def html_of(sheet: Sheet, words: Words) -> str:
    """The letter as HTML for e-mail programs."""
    return str(mrml.to_html(_rendered("emails/letter.mjml", sheet, words), render_options=OURS).content)


def text_of(sheet: Sheet, words: Words) -> str:
    """The letter as plain text."""
    return f"{Markup(_rendered('emails/letter.txt', sheet, words)).unescape().strip()}\n"  # noqa: S704 - it becomes plain text


def _rendered(name: str, sheet: Sheet, words: Words) -> str:
    environment: Environment = create_environments()[words.language]
    reader = READER.set(words)
    try:
        return environment.get_template(name).render(letter=sheet)
    finally:
        READER.reset(reader)
