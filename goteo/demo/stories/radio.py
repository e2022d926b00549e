"""In Spanish: a draft that still lacks a phone number and the date of a return."""

from goteo.demo import people, pictures
from goteo.demo.story import Ending, ReturnTold, RewardTold, Story, essential, further

DESCRIPTION = """\
En el barrio de Almanjáyar hay dieciséis colectivos que quieren hablar y ningún sitio donde grabar.
Nosotras tenemos un local de cuarenta metros en la calle Merced Alta, una mesa de cuatro canales que
suena a lata y la antena que dejó Radio Ladera cuando cerró, en 2011.

**Queremos un estudio que sea de quien lo use.** Se reserva en un calendario público, lo cuida una
asamblea mensual y quien aprende a llevar la mesa se lo enseña a la siguiente persona.

## Para qué pedimos

Con el mínimo aislamos la sala, arreglamos la mesa y compramos seis micrófonos. Con el óptimo
ponemos una segunda cabina para que el instituto grabe por las mañanas sin parar la emisión.

## Qué compartimos

Un manual para montar un estudio así con menos de tres mil euros y el reglamento de la asamblea, que
ya hemos corregido cuatro veces a base de discutir.
"""

STORY = Story(
    creator=people.YOLANDA,
    language="es",
    title="Radio Ladera: un estudio compartido en Almanjáyar",
    pitch="Un estudio de radio que se reserva, se cuida y se aprende entre dieciséis colectivos.",
    description=DESCRIPTION,
    location="Almanjáyar, Granada",
    category="communication",
    picture=pictures.radio,
    picture_alt="Una antena de radio en una loma oscura emite ondas sobre un pueblo blanco.",
    payee_kind="association",
    payee_name="Asociación Radio Ladera",
    contact_phone="",
    budget=(
        essential("infrastructure", "Aislamiento de la sala", 1150),
        essential("material", "Seis micrófonos y cables", 720),
        essential("task", "Arreglo de la mesa y la antena", 480),
        further("infrastructure", "Segunda cabina", 1300),
    ),
    rewards=(
        RewardTold("Una sintonía tuya", "Veinte segundos con tu voz, en antena un mes.", 20, 5),
        RewardTold("Una mañana en el estudio", "Grabas lo que quieras con ayuda.", 50, 5, 30),
    ),
    returns=(
        ReturnTold(
            "manual",
            "Un estudio por menos de tres mil euros",
            "Planos, compras y errores, paso a paso.",
            "CC-BY-SA-4.0",
            7,
        ),
        ReturnTold(
            "governance_template",
            "Reglamento de la asamblea",
            "Reservas, llaves, conflictos y limpieza.",
            "CC0-1.0",
            None,
        ),
    ),
    ending=Ending.DRAFT,
)
