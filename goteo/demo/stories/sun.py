"""In Spanish: approved, and waits for the day of its launch."""

from goteo.demo import people
from goteo.demo.story import Ending, ReturnTold, RewardTold, Story, essential, further

DESCRIPTION = """\
El tejado del lavadero de Vilanova recibe sol desde las nueve hasta las seis, y nadie lo usa desde
1994. Con treinta y dos paneles daría luz a veintiséis casas, al consultorio y a la cámara fría de
la cooperativa de castañas. **Queremos que la planta sea de quien la enchufa**, un voto por casa.

## Qué hemos hecho

Durante un año apuntamos el consumo de cada casa, hora por hora, y firmamos un reparto que tiene en
cuenta quién vive de verdad en la aldea. Hay permiso del ayuntamiento y punto de conexión.

## Para qué pedimos

La mayor parte la ponemos entre las casas, a plazos. Aquí pedimos lo que no puede esperar: el
proyecto eléctrico, el refuerzo del tejado y la entrada de seis familias que no tienen ahorros. Con
el óptimo ponemos una batería para el consultorio.

## Qué compartimos

Los estatutos, la hoja de reparto y el programa que calcula cuánto le toca a cada casa. Nos costó
catorce meses entender los papeles: que al siguiente pueblo le cueste dos semanas.
"""

STORY = Story(
    creator=people.XIAN,
    language="es",
    title="El sol del lavadero: la luz de una aldea, en común",
    pitch="Treinta y dos paneles de veintiséis casas, y los papeles para que otra aldea lo repita.",
    description=DESCRIPTION,
    location="Vilanova, Allariz (Ourense)",
    category="ecology",
    payee_kind="cooperative",
    payee_name="Comunidade Enerxética O Lavadoiro S. Coop. Galega",
    contact_phone="+34 988 000 126",
    budget=(
        essential("task", "Proyecto eléctrico y legalización", 2300),
        essential("infrastructure", "Refuerzo del tejado", 3100),
        essential("material", "Entrada de seis familias", 1800, "300 € cada una"),
        further("infrastructure", "Batería del consultorio", 2700),
        further("task", "Asesoría a otras tres aldeas", 900),
    ),
    rewards=(
        RewardTold("Un kilo de castañas", "De las que guarda la cámara fría, en octubre.", 20, 9),
        RewardTold("Un día en la aldea", "Visita a la planta, comida y siesta.", 60, 8, 30),
        RewardTold("Tu nombre en un panel", "Treinta y dos paneles, treinta y dos nombres.", 150,
                   7, 32),
    ),
    returns=(
        ReturnTold(
            "governance_template",
            "Estatutos y reparto",
            "Los textos firmados, con notas de por qué dicen lo que dicen.",
            "CC0-1.0",
            6,
        ),
        ReturnTold(
            "source_code",
            "Calculadora del reparto",
            "Lee las curvas de consumo y propone cuotas; con pruebas y datos de ejemplo.",
            "EUPL-1.2",
            8,
        ),
    ),
    ending=Ending.SCHEDULED,
    in_words="Muy claro. Se publica el día que pedís.",
    first_round_days=45,
)  # fmt: skip
