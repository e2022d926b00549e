"""In Spanish: its creators stopped round 2 when they had enough; one card could not be charged."""

from goteo.demo import people
from goteo.demo.story import (
    DECLINES_WHEN_CHARGED,
    ITALY,
    Ending,
    GiftTold,
    ReturnTold,
    RewardTold,
    Story,
    essential,
    further,
)

DESCRIPTION = """\
En la sierra de Albarracín hay diecinueve pueblos y ningún cine. El más cercano está a una hora y
media, y el último autobús sale antes de que acabe la película. **En verano llevamos la pantalla a
la plaza**: una sábana cosida por las vecinas de Orihuela del Tremedal, un proyector prestado y
sillas de cada cual.

## Qué cambia este año

El proyector lo devolvemos en mayo, y la furgoneta no pasó la inspección. Queremos tener lo nuestro
y salir diez noches en vez de cuatro, con películas que elige cada pueblo en asamblea y, delante de
cada una, un corto hecho allí con el instituto de Cella.

## Para qué es el dinero

El mínimo compra un proyector usado, el sonido y los derechos de diez noches. En la segunda ronda
pedimos para los talleres de los cortos y para adaptar dos pases a personas sordas.

## Qué queda

Los diez cortos, y una guía para montar un cine de plaza: permisos, derechos, cables y qué hacer
cuando llueve a mitad de la película.
"""

_G = GiftTold
STORY = Story(
    creator=people.PASCUAL,
    language="es",
    title="La sábana: cine de plaza en diecinueve pueblos",
    pitch="Diez noches de cine al aire libre y diez cortos hechos en la sierra, libres para todos.",
    description=DESCRIPTION,
    location="Orihuela del Tremedal, Teruel",
    category="culture",
    payee_kind="association",
    payee_name="Asociación Cultural La Sábana",
    contact_phone="+34 978 000 132",
    budget=(
        essential("material", "Proyector usado y sonido", 640),
        essential("task", "Derechos de diez películas", 280),
        essential("infrastructure", "Seguro y gasóleo", 130),
        further("task", "Talleres de diez cortos", 520),
        further("material", "Dos pases con subtítulos", 160),
    ),
    rewards=(
        RewardTold("Una silla con tu nombre", "Plegable, pintada a mano; viaja con el cine.", 30, 4,
                   60),
        RewardTold("Elige una película", "Para el pueblo que quieras, con su asamblea.", 150, 5, 3),
    ),
    returns=(
        ReturnTold(
            "audiovisual",
            "Diez cortos de la sierra",
            "Con guion, música propia y subtítulos en tres lenguas.",
            "CC-BY-SA-4.0",
            7,
        ),
        ReturnTold(
            "manual",
            "Cómo se monta un cine de plaza",
            "Veinticuatro páginas con cuentas, planos y una lista de lo que se olvida.",
            "CC-BY-4.0",
            8,
        ),
    ),
    gifts=(
        _G(0, people.AINHOA, 30, reward=1),
        _G(4, people.TOMAS, 400),
        _G(9, people.PILAR, 150, reward=2),
        _G(15, people.LUCIA, 30, reward=1, card=DECLINES_WHEN_CHARGED),
        _G(22, people.SHY[1], 250),
        _G(30, people.GIULIA, 30, reward=1, card=ITALY),
        _G(38, people.ISMAEL, 180),
        # Round 2: charged as they are given.
        _G(45, people.ROCIO, 150, reward=2),
        _G(51, people.SHY[3], 60),
        _G(57, people.OSCAR, 30, reward=1),
    ),
    ending=Ending.STOPPED,
    ends_on=60,
    today=63,
)  # fmt: skip
