"""In Spanish: on hold while the platform asks something; its promises wait."""

from goteo.demo import people
from goteo.demo.story import (
    FRANCE,
    Ending,
    GiftTold,
    ReturnTold,
    RewardTold,
    Story,
    essential,
    further,
)

DESCRIPTION = """\
En el Rabal se tiran al mes unas doscientas tostadoras, lámparas y aspiradoras que solo tienen un
cable suelto. **Somos cinco personas de la cooperativa La Clavija** y llevamos dos inviernos
arreglándolas los sábados en el patio de un bar, con las herramientas en el maletero.

## Qué queremos montar

Un taller de barrio abierto tres tardes por semana, en el bajo de la calle Sobrarbe que nos cede el
centro de mayores. Quien trae un aparato se sienta al lado y aprende; quien ya sabe, enseña. La
reparación no se cobra: se paga la pieza y, quien puede, una cuota de cuatro euros al mes.

## Para qué es el dinero

Con el mínimo adecuamos el bajo, con ventilación para soldar, y compramos tres bancos y un armario
de repuestos. Con el óptimo imprimimos en 3D las piezas de plástico que nadie vende ya, y grabamos
cada avería que se repite.

## Qué queda

Las fichas de las averías más corrientes, las piezas dibujadas y las cuentas del taller, por si
otro barrio quiere copiarlo.
"""

_G = GiftTold
STORY = Story(
    creator=people.BEGONA,
    language="es",
    title="La Clavija: un taller para arreglar lo que se tira",
    pitch="Un bajo en el Rabal donde se repara, se enseña a reparar y se guarda cada avería.",
    description=DESCRIPTION,
    location="Arrabal, Zaragoza",
    category="economy",
    payee_kind="cooperative",
    payee_name="La Clavija S. Coop. de iniciativa social",
    contact_phone="+34 976 000 163",
    budget=(
        essential("infrastructure", "Ventilación y luz del bajo", 1850),
        essential("material", "Tres bancos y herramientas", 1240),
        essential("task", "Coordinación, seis meses", 900, "Cuatro horas por semana"),
        further("material", "Impresora 3D y filamento", 780),
        further("task", "Grabación de treinta averías", 600),
    ),
    rewards=(
        RewardTold("Tu aparato, el primero", "Turno la semana de la inauguración.", 25, 4, 40),
        RewardTold("Curso de soldar", "Dos sábados, con tu propia lámpara al final.", 70, 5, 12),
    ),
    returns=(
        ReturnTold(
            "manual",
            "Fichas de sesenta averías",
            "Qué se oye, qué se mide, qué pieza hace falta y cuándo no merece la pena.",
            "CC-BY-SA-4.0",
            9,
        ),
        ReturnTold(
            "hardware_design",
            "Piezas de plástico que ya no se venden",
            "Dibujos que se pueden cambiar e imprimir.",
            "CERN-OHL-S-2.0",
            11,
        ),
    ),
    gifts=(
        _G(0, people.AINHOA, 70, reward=2),
        _G(1, people.OSCAR, 25, reward=1),
        _G(3, people.SHY[3], 15),
        _G(5, people.PILAR, 25, reward=1),
        _G(8, people.ADELE, 60, card=FRANCE),
        _G(10, people.TOMAS, 240),
    ),
    ending=Ending.ON_HOLD,
    in_words="El centro de mayores dice que la cesión del bajo aún no está firmada. Esperamos a "
    "verla antes de seguir.",
    ends_on=12,
    today=14,
)
