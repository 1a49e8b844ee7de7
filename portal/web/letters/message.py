"""A letter as it goes to the mail server: its words, its pictures, and headers that mail programs act on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import Policy, default
from email.utils import format_datetime
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from portal.domain.people import SignedInMember, SignedInStaff
from portal.domain.playbook import Catalogue
from portal.domain.preferences import Occasion
from portal.services.post import Letter
from portal.settings import Settings
from portal.web.languages import language_of
from portal.web.letters import unsubscribing
from portal.web.letters.items import Item, Told, item
from portal.web.letters.layout import LOGO, Line, Sheet, html_of, text_of
from portal.web.letters.staff_items import staff_item
from portal.web.words import LANGUAGES, Words, speak

LONGEST: Final = 200


class Whole(UnstructuredHeader, BaseHeader):
    """A header with an address of the web, which must be neither cut nor encoded (RFC 2369), however long it is."""

    def fold(self, *, policy: Policy) -> str:
        """The header in one line."""
        return f"{self.name}: {self}{policy.linesep}"


HEADERS: Final = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", Whole)


@dataclass(frozen=True, slots=True)
class Desk:
    """What a letter is written with.

    `logo` is the picture of its brand, as its media type and its bytes; `drafts` are messages that its reader sends on,
    by delivery.
    """

    settings: Settings
    catalogue: Catalogue
    logo: tuple[str, bytes] | None
    drafts: Mapping[UUID, str]
    now: datetime


def language(letter: Letter) -> str:
    """The language a letter is written in: a member's, that of an account somebody is invited to, or the portal's."""
    return language_of(letter.who if isinstance(letter.who, SignedInMember) else None, letter.language or "", LANGUAGES)


def sheet(desk: Desk, letter: Letter) -> Sheet:
    """A letter in words."""
    words = speak(language(letter))
    member = letter.who if isinstance(letter.who, SignedInMember) else None
    told = Told(
        words=words,
        catalogue=desk.catalogue,
        account=member.account_name if member else "",
        today=desk.now.date(),
        secret_key=desk.settings.secret_key.get_secret_value(),
        drafts=desk.drafts,
    )
    say = staff_item if isinstance(letter.who, SignedInStaff) else item
    items = tuple(say(told, one) for one in letter.deliveries)
    subject = items[0].subject if len(items) == 1 else _subject(words, items)
    return Sheet(
        subject=_one_line(subject)[:LONGEST],
        heading=subject,
        sender=desk.catalogue.vendor,
        items=items,
        footer=_footer(desk, letter, words),
        base_url=desk.settings.base_url,
        language=words.language,
        direction=words.direction,
        colour=letter.brand.colour,
        logo=LOGO if desk.logo else None,
    )


def message(desk: Desk, letter: Letter, shown: Sheet) -> EmailMessage:
    """A letter ready for the mail server. Its Message-ID stays the same however often it is tried."""
    host = urlsplit(desk.settings.base_url).hostname or "localhost"
    made = EmailMessage(default.clone(header_factory=HEADERS))
    made["From"] = Address(_one_line(desk.catalogue.vendor), addr_spec=sender(desk.settings))
    made["To"] = Address(_one_line(letter.who.name) if letter.who else "", addr_spec=letter.email)
    made["Subject"] = shown.subject
    made["Date"] = format_datetime(desk.now)
    made["Message-ID"] = f"<{letter.id}@{host}>"
    made["Auto-Submitted"] = "auto-generated"
    if desk.settings.support_email:
        made["Reply-To"] = desk.settings.support_email
    if ending := _ending(desk, letter):
        made["List-Unsubscribe"] = f"<{ending}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    words = speak(shown.language)
    made.set_content(text_of(shown, words))
    made.add_alternative(html_of(shown, words), subtype="html")
    _add_logo(desk, made)
    return made


def sender(settings: Settings) -> str:
    """The address letters come from."""
    host = urlsplit(settings.base_url).hostname or "localhost"
    return settings.mail_from or settings.support_email or f"onboarding@{host}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _add_logo(desk: Desk, made: EmailMessage) -> None:
    parts = made.get_payload()
    if desk.logo and isinstance(parts, list) and isinstance(parts[1], EmailMessage):
        kind, body = desk.logo
        parts[1].add_related(body, *kind.split("/", 1), cid=f"<{LOGO}>")


def _subject(words: Words, items: tuple[Item, ...]) -> str:
    return words.ngettext("One thing for you", "%(num)s things for you", len(items))


def _footer(desk: Desk, letter: Letter, words: Words) -> tuple[Line, ...]:
    base, ending = desk.settings.base_url, _ending(desk, letter)
    end = (Line(words.gettext("Not useful?"), words.gettext("End letters like this one"), ending),) if ending else ()
    if isinstance(letter.who, SignedInStaff):
        place = f"{base}/internal/deliveries"
        return (Line("You get this because you guide customers here.", "What was sent, and why", place), *end)
    if letter.who is None:
        return (Line(words.gettext("You get this because a colleague invited you. If that is a mistake, do nothing.")),)
    why = Line(
        words.gettext("You get this because %(account)s works with %(vendor)s.", account=letter.who.account_name,
            vendor=desk.catalogue.vendor),
        words.gettext("What we sent you, and why"), f"{base}/profile#sent",
    )  # fmt: skip
    return (why, *end)


def _ending(desk: Desk, letter: Letter) -> str | None:
    """The address that ends letters like this one; None where its reader has no say."""
    occasions: frozenset[Occasion] = frozenset(one.topic.occasion for one in letter.deliveries if one.topic.occasion)
    if letter.who is None or not occasions:
        return None
    account_id = letter.who.account_id if isinstance(letter.who, SignedInMember) else None
    ending = unsubscribing.Ending(account_id, letter.who.id, occasions)
    key = desk.settings.secret_key.get_secret_value()
    return f"{desk.settings.base_url}/unsubscribe/{unsubscribing.seal(key, ending, desk.now)}"
