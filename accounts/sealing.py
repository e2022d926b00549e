"""Secrets that have to be read again lie sealed in the database: a copy of it opens nothing."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes


class Unreadable(Exception):
    """What was sealed cannot be opened: another SECRET_KEY sealed it, or it was changed since."""


def seal(text: str, purpose: str) -> str:
    """`text` sealed for `purpose`; what is sealed for one purpose does not open for another."""
    return _keys(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """The text that `seal` was given. Raises `Unreadable`."""
    try:
        return _keys(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable(f"A sealed {purpose} was sealed with another SECRET_KEY.") from None


def _keys(purpose: str) -> MultiFernet:
    """The present key first; those before it still open what they sealed."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_key(secret, purpose)) for secret in secrets])


def _key(secret: str | bytes, purpose: str) -> bytes:
    derivation = HKDF(hashes.SHA256(), length=32, salt=None, info=f"goteo {purpose}".encode())
    return urlsafe_b64encode(derivation.derive(force_bytes(secret)))
