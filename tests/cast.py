"""The people of the tests, always the same: who they are says what they are for.

Plain functions, each giving the same person when called again in one database. All may sign in
with PASSWORD, their address being confirmed.
"""

from allauth.account.models import EmailAddress

from accounts.models import User

PASSWORD = "drop by drop by drop"


def alba() -> User:
    """A creator, from Girona."""
    return person("alba@example.org", "Alba Ferrer", language="ca")


def didac() -> User:
    """Another creator: what is Alba's is none of his business."""
    return person("didac@example.org", "Dídac Pons", language="es")


def biel() -> User:
    """A backer."""
    return person("biel@example.org", "Biel Roca", language="ca")


def carme() -> User:
    """An admin."""
    return person("carme@example.org", "Carme Soler", language="ca", admin=True)


def person(email: str, name: str, *, language: str = "en", admin: bool = False) -> User:
    """Somebody with a confirmed address, made once."""
    known = User.objects.filter(email=email).first()
    if known is not None:
        return known
    make = User.objects.create_superuser if admin else User.objects.create_user
    made = make(email, PASSWORD, name=name, language=language)
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    return made
