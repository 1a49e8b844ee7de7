"""The page of an account's look and language, and its forms."""

from dataclasses import dataclass
from typing import Final

from fastapi import Response
from wtforms import FileField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from portal.domain.branding import Brand
from portal.domain.wording import phrase
from portal.services import account_language, branding
from portal.web.branding import look
from portal.web.conflicts import VersionedForm, editing
from portal.web.forms import is_colour, placed
from portal.web.preferences import languages
from portal.web.routes.customer.settings.admin import frame
from portal.web.routes.customer.visit import Visit
from portal.web.templating import page

HERE: Final = "/settings/branding"


class ColourForm(VersionedForm):
    """The colour an account chooses; empty for the vendor's."""

    colour = StringField(phrase("Your colour"), validators=[is_colour])


class LogoForm(VersionedForm):
    """The logo an account chooses."""

    logo = FileField(phrase("Picture"))


class LanguageForm(VersionedForm):
    """A language; empty for that of everybody's browser."""

    language = SelectField(
        phrase("Language"),
        choices=[
            SelectChoice("", phrase("Like each browser")),
            *(SelectChoice(code, name) for code, name in languages()),
        ],
    )


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of the page, as far as one of them comes back."""

    colour: ColourForm | None = None
    logo: LogoForm | None = None
    language: LanguageForm | None = None


def shown(visit: Visit, forms: Forms | None = None, *, typed: str = "", status: int = 200) -> Response:
    """The page; `typed` is a colour somebody looks at first."""
    forms, own = forms or Forms(), visit.member.brand
    colour = forms.colour or _colour(own)
    if typed:
        colour.colour.data = typed
        status = status if colour.validate() else 422
    return page(
        visit.request,
        "customer/settings/branding.html",
        status=status,
        seen=look(worn(visit) if colour.colour.errors else colour.colour.data or worn(visit)),
        form=placed(colour, "brand"),
        logo_form=placed(forms.logo or _logo(own), "picture"),
        language_form=placed(forms.language or _language(visit.member.account_language), "speech"),
        **frame(visit, "branding"),
    )


def worn(visit: Visit) -> str:
    """The colour the account wears, its own or the vendor's; empty for that of the portal."""
    return visit.member.brand.over(visit.portal.brand.current).colour or ""


def _colour(own: Brand) -> ColourForm:
    return editing(ColourForm(), version=own.version, now=branding.fields(own))


def _logo(own: Brand) -> LogoForm:
    return editing(LogoForm(), version=own.version, now=branding.fields(own))


def _language(chosen: str | None) -> LanguageForm:
    version = account_language.version_of(chosen)
    return editing(LanguageForm(), version=version, now=account_language.fields(chosen))
