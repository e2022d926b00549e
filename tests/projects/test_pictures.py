"""Pictures that people send, made here as real files: which become ours, and which are refused."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from projects import pictures
from projects.pictures import PictureRefused, take_picture
from tests.builders import tiny_picture

EXIF_ORIENTATION, EXIF_MAKER, EXIF_GPS = 0x0112, 0x010F, 0x8825


def picture(
    kind: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: Any
) -> bytes:
    content = BytesIO()
    Image.new(mode, size, "teal" if mode in ("RGB", "RGBA", "P") else 0).save(
        content, kind, **options
    )
    return content.getvalue()


def taken(content: bytes, name: str = "photo.jpg") -> Image.Image:
    return Image.open(take_picture(SimpleUploadedFile(name, content)))


def refusal_of(content: bytes, name: str = "photo.jpg") -> str:
    with pytest.raises(PictureRefused) as caught:
        take_picture(SimpleUploadedFile(name, content, content_type="image/jpeg"))
    assert str(caught.value.sentence)
    return caught.value.code


@pytest.mark.parametrize("kind", pictures.KINDS)
def test_each_kind_becomes_webp(kind: str) -> None:
    ours = taken(picture(kind))
    assert (ours.format, ours.size) == ("WEBP", (40, 20))


@pytest.mark.parametrize("mode", ["L", "P", "1", "LA", "RGBA", "I;16"])
def test_every_way_to_write_colours_is_understood(mode: str) -> None:
    assert taken(picture("PNG", mode=mode)).mode in ("RGB", "RGBA")


def test_the_colours_of_printers_are_understood() -> None:
    assert taken(picture("JPEG", mode="CMYK")).mode == "RGB"


def test_what_is_transparent_stays_so() -> None:
    content = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(content, "PNG")
    assert taken(content.getvalue()).convert("RGBA").getpixel((4, 4))[3] == 0  # type: ignore[index]


def test_the_name_is_ours_and_never_twice_the_same() -> None:
    names = {
        take_picture(SimpleUploadedFile("../../evil.php", tiny_picture())).name for _ in range(2)
    }
    assert len(names) == 2
    assert all(len(name or "") == 37 and (name or "").endswith(".webp") for name in names)


def test_a_wide_picture_is_made_narrower_in_proportion() -> None:
    assert taken(picture("JPEG", (3200, 1000))).size == (1600, 500)


def test_a_small_picture_is_not_blown_up() -> None:
    assert taken(picture("PNG", (64, 48))).size == (64, 48)


def test_a_very_tall_picture_still_fits_into_webp() -> None:
    assert taken(picture("PNG", (1000, 20_000))).size == (320, 6400)


def test_where_it_was_taken_and_with_what_is_left_behind() -> None:
    exif = Image.Exif()
    exif[EXIF_MAKER] = "Camera of Alba"
    exif.get_ifd(EXIF_GPS)[2] = (41.0, 58.0, 45.0)
    content = picture("JPEG", exif=exif, comment=b"Camera of Alba")
    ours = take_picture(ContentFile(content, name="x.jpg")).read()
    assert b"Camera of Alba" in content
    assert b"Camera of Alba" not in ours
    assert b"EXIF" not in ours
    assert not Image.open(BytesIO(ours)).getexif()


def test_a_picture_lying_on_its_side_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = 6
    assert taken(picture("JPEG", (60, 20), exif=exif)).size == (20, 60)


def test_what_is_hidden_behind_the_picture_is_left_behind() -> None:
    content = picture("PNG") + b"<?php system($_GET['c']); ?><script>alert(1)</script>"
    ours = take_picture(ContentFile(content, name="x.png")).read()
    assert b"script" not in ours
    assert b"php" not in ours


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture at all",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7",
        picture("GIF"),
        picture("BMP"),
        picture("TIFF"),
        picture("ICO"),
    ],
    ids=["empty", "text", "svg", "html", "pdf", "gif", "bmp", "tiff", "ico"],
)
@pytest.mark.parametrize("name", ["photo.jpg", "photo.svg"])
def test_other_files_are_refused_whatever_they_call_themselves(content: bytes, name: str) -> None:
    assert refusal_of(content, name) == "not_a_picture"


@pytest.mark.parametrize("kind", pictures.KINDS)
def test_a_file_cut_in_the_middle_is_refused(kind: str) -> None:
    noise = BytesIO()
    Image.effect_noise((200, 200), 80).convert("RGB").save(noise, kind)
    whole = noise.getvalue()
    assert refusal_of(whole[: len(whole) // 2]) in ("broken", "not_a_picture")


def test_a_picture_with_a_wrong_checksum_is_refused() -> None:
    content = bytearray(picture("PNG"))
    content[content.index(b"IDAT") + 6] ^= 0xFF
    assert refusal_of(bytes(content)) == "broken"


def test_a_bomb_is_refused_by_its_size_before_it_is_opened() -> None:
    assert refusal_of(png_that_claims(30_000, 30_000)) == "too_many_pixels"


def test_just_too_many_pixels_are_refused() -> None:
    assert refusal_of(png_that_claims(8001, 5000)) == "too_many_pixels"


def test_a_heavy_file_is_refused_without_being_read() -> None:
    assert refusal_of(b"\0" * (pictures.MOST_BYTES + 1)) == "too_heavy"


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that say they are an enormous picture."""

    def chunk(name: bytes, body: bytes) -> bytes:
        check = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [
        chunk(b"IHDR", header),
        chunk(b"IDAT", zlib.compress(b"\0" * 100)),
        chunk(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
