"""Pictures that people send: looked at, refused or drawn anew, never kept as they came.

What is stored is our own WebP of the pixels. Names, places and hidden text that cameras and
programs write into files do not get through, nor does a file that is two things at once.
"""

import uuid
from io import BytesIO

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from activity.errors import Refused

KINDS = ("JPEG", "PNG", "WEBP", "AVIF")
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_WIDTH = 1600
# A strip taller than this could not be written as WebP, and no page would show it.
MOST_HEIGHT = 4 * MOST_WIDTH
QUALITY = 82


class PictureRefused(Refused):
    """The file cannot become a picture of ours; the sentence says why and what to do."""

    code = "not_a_picture"
    sentence = _("This is not a picture that we can read. Choose a JPEG, PNG, WebP or AVIF file.")


def take_picture(upload: File) -> ContentFile:
    """The picture in `upload` as a WebP file of ours, upright, at most MOST_WIDTH px wide.

    Raises PictureRefused: too heavy, too many pixels, broken, or not one of KINDS. The name of
    the upload and the type it claims are not asked; only what is inside counts."""
    if upload.size > MOST_BYTES:
        raise PictureRefused(
            _("The picture is heavier than 10 MB. Choose a smaller one."), code="too_heavy"
        )
    upload.seek(0)
    content = upload.read()
    _verify(content)
    try:
        with _open(content) as image:
            webp = _drawn_anew(image)
    except Exception as error:
        raise _broken() from error  # Decoders fail in every way there is on a broken file.
    return ContentFile(webp, name=f"{uuid.uuid4().hex}.webp")


def _verify(content: bytes) -> None:
    try:
        with _open(content) as image:
            pixels = image.width * image.height
            if pixels <= MOST_PIXELS:
                image.verify()
    except UnidentifiedImageError as error:
        raise PictureRefused from error
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except Exception as error:
        raise _broken() from error
    if pixels > MOST_PIXELS:
        raise _too_many_pixels()


def _open(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content), formats=KINDS)


def _drawn_anew(image: Image.Image) -> bytes:
    # Lets the JPEG decoder leave out detail that would be thrown away: less memory, less time.
    image.draft("RGB", (MOST_WIDTH, MOST_WIDTH))
    colours = image.info.get("icc_profile") if image.mode in ("RGB", "RGBA") else None
    upright = ImageOps.exif_transpose(image)
    upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    upright.thumbnail((MOST_WIDTH, MOST_HEIGHT), Image.Resampling.LANCZOS)
    written = BytesIO()
    upright.save(
        written, "WEBP", quality=QUALITY, method=4, exif=b"", xmp=b"", icc_profile=colours or b""
    )
    return written.getvalue()


def _broken() -> PictureRefused:
    return PictureRefused(
        _("This picture is broken. Save it again with another program, or choose another."),
        code="broken",
    )


def _too_many_pixels() -> PictureRefused:
    return PictureRefused(
        _("The picture has more than 40 million pixels. Choose a smaller one."),
        code="too_many_pixels",
    )
