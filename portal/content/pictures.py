"""Pictures that people upload: read with suspicion, and kept only as drawn anew."""

import struct
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

from portal.domain.errors import Invalid, TooLarge
from portal.domain.wording import phrase

FORMATS: Final = ("PNG", "JPEG", "WEBP")
LOGO_TYPE: Final = "image/png"
LARGEST_FILE: Final = 512 * 1024
WIDEST: Final = 4000
"""So many pixels a side; a small file can claim many more, and decoding it would take all memory."""
TOO_MANY_PIXELS: Final = phrase("This picture is wider or higher than 4,000 pixels. Scale it down first.")
LOGO_SIZE: Final = (480, 108)
"""Three pixels for each one of the header, as the sharpest screens have."""


def logo(body: bytes) -> bytes:
    """A logo as a PNG of the size the header needs, without anything else the file carried.

    Raises TooLarge or Invalid, each with the mend. Takes its time: call it in a thread.
    """
    if len(body) > LARGEST_FILE:
        raise TooLarge(phrase("This file is larger than 512 kB. Save the logo smaller and choose it again."))
    try:
        with Image.open(BytesIO(body), formats=FORMATS) as picture:
            if max(picture.size) > WIDEST:
                raise TooLarge(TOO_MANY_PIXELS)
            return _drawn(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooLarge(TOO_MANY_PIXELS) from error
    except (OSError, ValueError, SyntaxError, struct.error) as error:
        raise Invalid(phrase("This file is not a picture in PNG, JPEG or WebP. Save the logo as PNG.")) from error


def _drawn(picture: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    upright.thumbnail(LOGO_SIZE, Image.Resampling.LANCZOS)
    drawn = BytesIO()
    clean = Image.new("RGBA", upright.size)
    clean.paste(upright)
    clean.save(drawn, "PNG", optimize=True)
    return drawn.getvalue()
