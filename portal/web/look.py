"""How a page looks to whoever asks: the colours and logos it wears."""

from dataclasses import dataclass
from typing import Final

from fastapi import Request

from portal.domain.branding import Brand
from portal.domain.people import SignedInMember
from portal.domain.preferences import Theme
from portal.web.assets import static_url
from portal.web.deps import portal_of
from portal.web.theme import theme_name


@dataclass(frozen=True, slots=True)
class Look:
    """What a page's head and header need; the addresses are None where the portal's own look holds.

    `scheme` is light or dark where the reader chose one, else empty.
    """

    scheme: str
    theme: str | None
    favicon: str
    vendor_logo: str | None
    account_logo: str | None = None


PLAIN: Final = Look("", None, static_url("icons/favicon.svg"), None)
"""The portal's own look, for pages that belong to nobody."""


def look_of(request: Request) -> Look:
    """The vendor's look, and for a member what they and their account chose over it."""
    vendor = portal_of(request).brand.current
    vendor_logo = f"/logo/{vendor.logo}" if vendor.logo else None
    who = getattr(request.state, "signed_in", None)
    if not isinstance(who, SignedInMember):
        return Look("", *colours(vendor), vendor_logo)
    chosen = who.preferences.theme
    account_logo = f"/media/{who.brand.logo}" if who.brand.logo else None
    scheme = "" if chosen is Theme.SYSTEM else chosen.value
    return Look(scheme, *colours(who.brand.over(vendor)), vendor_logo, account_logo)


def colours(brand: Brand) -> tuple[str | None, str]:
    """The addresses of a brand's style sheet and of its favicon."""
    if brand.colour is None:
        return None, static_url("icons/favicon.svg")
    name = theme_name(brand.colour)
    return f"/theme/{name}.css", f"/favicon/{name}.svg"
