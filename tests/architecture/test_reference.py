"""Generated documentation says what the code says."""

from goteo.reference import pages


def test_generated_pages_are_fresh() -> None:
    stale = [path.name for path, text in pages().items() if path.read_text() != text]
    assert not stale, f"Run manage.py write_reference: {stale}"
