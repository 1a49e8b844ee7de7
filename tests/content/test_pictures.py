"""Uploads nobody should trust: what comes out is a picture of ours, or a sentence."""

import zlib
from io import BytesIO

import pytest
from PIL import Image

from portal.content.pictures import LARGEST_FILE, LOGO_SIZE, logo
from portal.domain.errors import Invalid, TooLarge


def saved(size: tuple[int, int] = (800, 200), kind: str = "PNG", **options: object) -> bytes:
    body = BytesIO()
    Image.new("RGB", size, "#d1432e").save(body, kind, **options)
    return body.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_as_png_of_the_headers_size(kind: str) -> None:
    with Image.open(BytesIO(logo(saved(kind=kind)))) as drawn:
        assert drawn.format == "PNG"
        assert drawn.size == (432, 108)
        assert drawn.width <= LOGO_SIZE[0]


def test_a_small_logo_is_not_blown_up() -> None:
    with Image.open(BytesIO(logo(saved((60, 20))))) as drawn:
        assert drawn.size == (60, 20)


def test_what_else_the_file_carried_is_gone() -> None:
    comment = b"<script>alert(1)</script>"
    assert comment not in logo(saved(kind="JPEG", comment=comment))
    assert b"secret place" not in logo(saved(kind="JPEG", exif=b"Exif\0\0secret place"))


def test_see_through_stays_see_through() -> None:
    body = BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(body, "PNG")
    with Image.open(BytesIO(logo(body.getvalue()))) as drawn:
        assert drawn.getpixel((5, 5)) == (0, 0, 0, 0)


def test_a_large_file_is_refused_with_the_mend() -> None:
    with pytest.raises(TooLarge, match="512 kB"):
        logo(saved() + bytes(LARGEST_FILE))


@pytest.mark.parametrize("side", [4001, 10_000, 60_000])
def test_a_small_file_of_very_many_pixels_is_refused_before_it_is_decoded(side: int) -> None:
    head = chunk(b"IHDR", side.to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0]))
    bomb = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    with pytest.raises(TooLarge, match="4,000 pixels"):
        logo(bomb)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not a picture",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        saved(kind="GIF"),
        saved()[:200],
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    ],
    ids=["empty", "text", "svg", "gif", "cut off", "hollow"],
)
def test_anything_else_is_refused_with_the_mend(body: bytes) -> None:
    with pytest.raises(Invalid, match="PNG, JPEG or WebP"):
        logo(body)
