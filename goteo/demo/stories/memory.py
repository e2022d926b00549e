"""In Spanish: one round that ended last night above its minimum; cards are charged next morning."""

from goteo.demo import people
from goteo.demo.story import (
    GERMANY,
    Ending,
    GiftTold,
    ReturnTold,
    RewardTold,
    Story,
    essential,
    further,
)
from projects.models import RoundsPlan

DESCRIPTION = """\
El pozo Fondón cerró en 1995 y su archivo acabó en cajas. Lo que no está en las cajas lo saben unas
noventa personas: las que lavaban la ropa, las que vendían el pan a crédito en la huelga del 62, las
lampareras, los barrenistas. **Hemos empezado a grabarlas y nos dimos cuenta de que vamos tarde**:
en dos años hemos ido a once entierros.

## Cómo trabajamos

Cada conversación dura lo que dura. La grabamos en casa, la escucha entera quien habló, y esa
persona decide qué se publica, qué espera veinte años y qué se borra. Van treinta y cuatro.

## Para qué es el dinero

El mínimo paga a una documentalista durante cuatro meses para transcribir y describir cincuenta
conversaciones más. Con lo que pase del mínimo hacemos un paseo con voces por el valle, que se oye
desde el teléfono sin instalar nada.

## Qué queda

Las grabaciones, los textos y las fichas, en el archivo municipal de Langreo y en la red, con
permiso de cada familia y en formatos que se podrán abrir dentro de cincuenta años.
"""

_G = GiftTold
STORY = Story(
    creator=people.AURORA,
    language="es",
    title="Voces del pozo: la memoria hablada de un valle minero",
    pitch="Cincuenta conversaciones grabadas en casa, transcritas y devueltas a todo el mundo.",
    description=DESCRIPTION,
    location="Langreo, Asturias",
    category="heritage",
    payee_kind="association",
    payee_name="Asociación Voces del Pozo",
    contact_phone="+34 985 000 118",
    budget=(
        essential("task", "Documentalista, cuatro meses", 620, "A tiempo parcial"),
        essential("material", "Micrófonos y discos", 190),
        essential("infrastructure", "Alojamiento durante diez años", 90),
        further("task", "Paseo con voces por el valle", 700),
    ),
    rewards=(
        RewardTold("Una voz por correo", "Una postal con un fragmento para escuchar.", 15, 4),
        RewardTold("El paseo, acompañado", "Una mañana con tres de las personas que hablan.", 40, 6,
                   25),
    ),
    returns=(
        ReturnTold(
            "audiovisual",
            "Ochenta y cuatro conversaciones",
            "Sonido sin comprimir y transcripción, con lo que cada familia permite.",
            "CC-BY-SA-4.0",
            8,
        ),
        ReturnTold(
            "dataset",
            "Fichas del archivo",
            "Personas, oficios, lugares y fechas, enlazados con el mapa del valle.",
            "CC0-1.0",
            9,
        ),
    ),
    gifts=(
        _G(0, people.YOLANDA, 40, reward=2),
        _G(2, people.SHY[6], 200),
        _G(6, people.JOAO, 15, reward=1),
        _G(11, people.UTE, 90, card=GERMANY),
        _G(16, people.AINHOA, 40, reward=2),
        _G(21, people.ATENEU, 300),
        _G(27, people.SHY[9], 260),
    ),
    ending=Ending.LAUNCHED,
    rounds=RoundsPlan.ONE,
    first_round_days=30,
    today=30,
)  # fmt: skip
