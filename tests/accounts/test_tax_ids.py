"""Tax identifiers: which are read, as people type them, and what is wrong with the others."""

import pytest

from accounts.rules.tax_ids import TaxIdError, Trouble, read_tax_id


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("G12345674", "association"),
        ("F12345674", "cooperative"),
        ("A12345674", "company"),
        ("B12345674", "company"),
        ("J12345674", "company"),
        ("N1234567D", "company"),
        ("P1234567D", "institution"),
        ("Q1234567D", "institution"),
        ("G12345674", "institution"),  # A public foundation.
        ("B12345674", "institution"),  # A company that a town council owns.
    ],
)
def test_an_identifier_that_fits_its_kind_is_read(typed: str, kind: str) -> None:
    assert read_tax_id(typed, kind) == typed


@pytest.mark.parametrize(
    "typed",
    ["g12345674", " G-12345674 ", "G 12.345.674", "ESG12345674", "es g12345674", "G/12345674"],
)
def test_an_identifier_has_one_spelling_however_it_is_typed(typed: str) -> None:
    assert read_tax_id(typed, "association") == "G12345674"


@pytest.mark.parametrize(
    ("typed", "kind", "trouble"),
    [
        ("", "association", Trouble.EMPTY),
        (" - . ", "association", Trouble.EMPTY),
        ("12345678Z", "company", Trouble.OF_A_PERSON),
        ("X1234567L", "association", Trouble.OF_A_PERSON),
        ("G12345675", "association", Trouble.WRONG_CHECK),
        ("Q1234567A", "institution", Trouble.WRONG_CHECK),
        ("F12345675", "cooperative", Trouble.WRONG_CHECK),
        ("B12345675", "company", Trouble.WRONG_CHECK),
        ("12345674", "association", Trouble.NOT_ONE),
        ("G1234567", "association", Trouble.NOT_ONE),
        ("G123456746", "association", Trouble.NOT_ONE),
        ("O1234567L", "company", Trouble.NOT_ONE),
        ("12345678A", "company", Trouble.NOT_ONE),
        ("FR40303265045", "company", Trouble.NOT_ONE),
        ("G1234567\x00", "association", Trouble.NOT_ONE),
        ("our number", "association", Trouble.NOT_ONE),
        ("G٥٨٥٧٩٨٠٦", "association", Trouble.NOT_ONE),
        ("F12345674", "association", Trouble.OTHER_KIND),
        ("F12345674", "company", Trouble.OTHER_KIND),
        ("G12345674", "cooperative", Trouble.OTHER_KIND),
        ("B12345674", "cooperative", Trouble.OTHER_KIND),
        ("P1234567D", "association", Trouble.OTHER_KIND),
        ("Q1234567D", "company", Trouble.OTHER_KIND),
    ],
)
def test_what_is_wrong_is_told_apart(typed: str, kind: str, trouble: Trouble) -> None:
    with pytest.raises(TaxIdError) as caught:
        read_tax_id(typed, kind)

    assert caught.value.trouble == trouble
