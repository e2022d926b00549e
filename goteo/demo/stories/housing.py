"""In Spanish: one round, funded and collected."""

from goteo.demo import people, pictures
from goteo.demo.story import (
    PORTUGAL,
    UNITED_STATES,
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
Cuando llega la carta del juzgado hay diez días para contestar, y casi nadie sabe qué decir. En la
asamblea de vivienda del Polígono Sur atendemos a unas cuarenta familias al mes, y **siempre
explicamos lo mismo con los mismos papeles arrugados**. Queremos hacerlo bien una vez y que le sirva
a cualquiera.

## Qué vamos a preparar

Seis cuadernos de doce páginas: la carta del juzgado, la subida del alquiler, la fianza que no
vuelve, el corte de luz, el contrato por habitaciones y la hipoteca. Cada uno con ejemplos reales
sin nombres, una lista de qué llevar y a dónde, y modelos de escrito para rellenar.

Los textos los escriben dos abogadas de oficio, los corrige gente que ya pasó por ello y los
ilustra Candela, vecina de la calle Arquitecto José Galnares.

## Para qué es el dinero

El mínimo paga la redacción, la revisión jurídica y la maquetación en lectura fácil. Con lo que pase
del mínimo imprimimos ochocientas copias para centros de salud, institutos y bibliotecas, y
grabamos cada cuaderno en audio, en castellano y en árabe dariya.

## Qué queda

Los cuadernos y los archivos para maquetarlos, para que otra ciudad cambie las direcciones y los
teléfonos y tenga los suyos en una tarde. Los revisaremos cada enero, o antes si cambia la ley.
"""

_G = GiftTold
GIFTS = (
    _G(0, people.AINHOA, 25, reward=2),
    _G(0, people.SHY[3], 10),
    _G(1, people.YOLANDA, 40),
    _G(2, people.PILAR, 12, reward=1),
    _G(2, people.OSCAR, 25, reward=2),
    _G(3, people.SHY[1], 30),
    _G(4, people.ISMAEL, 60, reward=3),
    _G(5, people.LUCIA, 12, reward=1),
    _G(6, people.TOMAS, 150),
    _G(8, people.SHY[9], 20),
    _G(9, people.JOAO, 25, reward=2, card=PORTUGAL),
    _G(11, people.LAIA, 60, reward=3),
    _G(12, people.SHY[6], 250),
    _G(14, people.AINHOA, 12, reward=1),
    _G(16, people.BIEL, 25, reward=2),
    _G(18, people.SHY[3], 15),
    _G(19, people.CLARE, 60, reward=3, card=UNITED_STATES),
    _G(21, people.PILAR, 20),
    _G(23, people.ATENEU, 300),
    _G(25, people.OSCAR, 12, reward=1),
    _G(26, people.SHY[9], 180),
    _G(27, people.QUIM, 60, reward=3),
)

STORY = Story(
    creator=people.ROCIO,
    language="es",
    title="Seis cuadernos para no perder la casa",
    pitch="Material libre y de lectura fácil sobre el derecho a la vivienda, con modelos de carta.",
    description=DESCRIPTION,
    location="Polígono Sur, Sevilla",
    category="rights",
    picture=pictures.houses,
    picture_alt="Casas blancas al anochecer con las ventanas encendidas y, en el cielo, una llave.",
    payee_kind="association",
    payee_name="Asamblea de Vivienda Tres Barrios",
    contact_phone="+34 954 000 156",
    budget=(
        essential("task", "Redacción y revisión jurídica", 640, "Dos abogadas, seis cuadernos"),
        essential("task", "Lectura fácil y maquetación", 420),
        essential("infrastructure", "Web y descargas, cuatro años", 140),
        further("material", "Ochocientas copias impresas", 560),
        further("task", "Grabación en dos lenguas", 380),
    ),
    rewards=(
        RewardTold("Los seis en papel", "Cuando salgan de la imprenta, por correo.", 12, 3),
        RewardTold("Cuadernos y cartel", "Con un cartel de Candela, a dos tintas.", 25, 3, 100),
        RewardTold("Una caja para tu barrio", "Treinta juegos para repartir donde quieras.", 60, 4),
    ),
    returns=(
        ReturnTold(
            "educational_material",
            "Seis cuadernos en lectura fácil",
            "Para leer, imprimir y cambiar; con los archivos de maquetación.",
            "CC-BY-SA-4.0",
            3,
        ),
        ReturnTold(
            "governance_template",
            "Modelos de escrito",
            "Diecisiete escritos para rellenar, revisados en enero de cada año.",
            "CC0-1.0",
            3,
        ),
        ReturnTold(
            "audiovisual",
            "Los cuadernos en audio",
            "En castellano y en árabe dariya.",
            "CC-BY-4.0",
            6,
        ),
    ),
    ending=Ending.LAUNCHED,
    rounds=RoundsPlan.ONE,
    first_round_days=30,
    gifts=GIFTS,
    today=35,
)
