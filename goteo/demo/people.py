"""The people of the demo. Their addresses are of example.org, which nobody can own."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import User
from activity.clock import database_now

# Known to everyone who reads this, so it opens nothing but a platform on one's own machine.
PASSWORD = "gota-a-gota"  # noqa: S105
JOINED_BEFORE = timedelta(days=120)


@dataclass(frozen=True)
class Person:
    """`account` False is a guest; `shows_name` is what they tick when they give."""

    name: str
    email: str
    language: str
    account: bool = True
    shows_name: bool = True
    admin: bool = False


def account_of(person: Person) -> User | None:
    """The account of `person`, made on the first call; None for a guest."""
    if not person.account:
        return None
    return User.objects.filter(email=person.email).first() or _register(person)


@transaction.atomic
def _register(person: Person) -> User:
    make = User.objects.create_superuser if person.admin else User.objects.create_user
    user = make(
        person.email,
        None,
        name=person.name,
        language=person.language,
        joined_at=database_now() - JOINED_BEFORE,
    )
    user.password = _hashed_password()
    user.save(update_fields=["password"])
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@lru_cache
def _hashed_password() -> str:
    """Once for all of them: a good hash is slow, and what it hides is printed anyway."""
    return make_password(PASSWORD)


def _guest(name: str, email: str, language: str, *, shows_name: bool = True) -> Person:
    return Person(name, email, language, account=False, shows_name=shows_name)


def _shy(email: str, language: str) -> Person:
    """A guest who gives without a name."""
    return _guest("", email, language, shows_name=False)


REMEI = Person("Remei Costa", "remei@example.org", "ca", admin=True)

# --- creators ------------------------------------------------------------------------------
MARTA = Person("Marta Puigdemunt", "marta@example.org", "ca")
NUALA = Person("Nuala Crowley", "nuala@example.org", "en")
ISMAEL = Person("Ismael Herranz", "ismael@example.org", "es")
ROCIO = Person("Rocío Beltrán", "rocio@example.org", "es")
FIONN = Person("Fionn Hegarty", "fionn@example.org", "en")
QUIM = Person("Quim Bonmatí", "quim@example.org", "ca")
YOLANDA = Person("Yolanda Maldonado", "yolanda@example.org", "es")
BEGONA = Person("Begoña Artal", "begona@example.org", "es")
CATALINA = Person("Catalina Oliver", "catalina@example.org", "ca")
XIAN = Person("Xián Outeiriño", "xian@example.org", "es")
BORJA = Person("Borja Lindes", "borja@example.org", "es")
MOIRA = Person("Moira Sinclair", "moira@example.org", "en")
AURORA = Person("Aurora Fueyo", "aurora@example.org", "es")
EMPAR = Person("Empar Alapont", "empar@example.org", "ca")
TERESA = Person("Teresa Falcão", "teresa@example.org", "en")
PASCUAL = Person("Pascual Soriano", "pascual@example.org", "es")

# --- backers with an account ---------------------------------------------------------------
BIEL = Person("Biel Roca", "biel@example.org", "ca")
AINHOA = Person("Ainhoa Larrea", "ainhoa@example.org", "es")
JOAN = Person("Joan Tarrés", "joan@example.org", "ca")
CLARE = Person("Clare Donovan", "clare@example.org", "en")
TOMAS = Person("Tomás Olmedo", "tomas@example.org", "es", shows_name=False)
LAIA = Person("Laia Serrat", "laia@example.org", "ca")

# --- guests --------------------------------------------------------------------------------
GEMMA = _guest("Gemma Vilar", "gemma.vilar@example.org", "ca")
PERE = _guest("Pere i Assumpta", "pere.assumpta@example.org", "ca")
ATENEU = _guest("Ateneu La Bòbila", "ateneu.labobila@example.org", "ca")
OSCAR = _guest("Óscar Nieto", "oscar.nieto@example.org", "es")
AMPA = _guest("AFA Ciudad de Valencia", "afa.ciudad@example.org", "es")
PILAR = _guest("Pilar Zamora", "pilar.zamora@example.org", "es")
LUCIA = _guest("Lucía F.", "lucia.f@example.org", "es")
SIOBHAN = _guest("Siobhán Murphy", "siobhan.murphy@example.org", "en")
GROWERS = _guest("Ilen Valley Growers", "ilen.growers@example.org", "en")
HENRIK = _guest("Henrik Lund", "henrik.lund@example.org", "en")
GIULIA = _guest("Giulia Ferri", "giulia.ferri@example.org", "en")
ADELE = _guest("Adèle Moreau", "adele.moreau@example.org", "en")
JOAO = _guest("João Pinto", "joao.pinto@example.org", "es")
UTE = _guest("Ute Brandt", "ute.brandt@example.org", "en")
SHY = tuple(
    _shy(f"{name}@example.org", language)
    for name, language in (
        ("m.casals", "ca"),
        ("jrf1971", "es"),
        ("anna.b", "ca"),
        ("de.la.fuente", "es"),
        ("kate.oh", "en"),
        ("veinat12", "ca"),
        ("p.lozano", "es"),
        ("ringfort", "en"),
        ("nuri.s", "ca"),
        ("carmen.gil", "es"),
    )
)
