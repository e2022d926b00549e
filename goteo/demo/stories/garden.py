"""In Catalan: an admin asked for changes; the picture is still to come."""

from goteo.demo import people
from goteo.demo.story import Ending, ReturnTold, RewardTold, Story, essential, further

DESCRIPTION = """\
El pati de l'escola de Son Gotleu té mil cent metres de ciment i dos arbres. A les onze del matí, al
juny, hi hem mesurat quaranta-set graus. **Volem aixecar-ne una tercera part i plantar-hi un hort**
que cuidin els infants de dia i el veïnat quan l'escola tanca.

## Com ho farem

L'arquitecta Apol·lònia Reus ha dibuixat sis bancals amb fusta local, una bassa petita i un porxo de
canya. Els pares i les mares faran la feina de pic i pala tres caps de setmana, amb un mestre
d'obres. Cada curs tindrà un bancal i un quadern: què s'hi ha sembrat, qui l'ha regat, què ha
sortit malament.

## Els doblers

El mínim paga l'aixecament del ciment, la terra i el reg de degoteig. Amb l'òptim arribam al porxo i
a la bassa, i una família del barri cobrarà per cuidar l'hort tot l'estiu.

## El que en quedarà

Els plànols, les feines de cada mes i les mesures de temperatura d'abans i de després, perquè
qualsevol escola ho pugui demanar amb números a la mà.
"""

STORY = Story(
    creator=people.CATALINA,
    language="ca",
    title="Aixecam el ciment: un hort al pati de Son Gotleu",
    pitch="Tres-cents metres de pati tornen a ser terra, amb un hort de tota l'escola i del barri.",
    description=DESCRIPTION,
    location="Son Gotleu, Palma",
    category="education",
    payee_kind="association",
    payee_name="Associació de Famílies Es Pati Viu",
    contact_phone="+34 971 000 148",
    budget=(
        essential("task", "Aixecar i retirar el ciment", 2600, "340 metres quadrats"),
        essential("material", "Terra, compost i llavors", 980),
        essential("infrastructure", "Reg de degoteig amb dipòsit", 720),
        further("material", "Porxo de canya i bassa", 1450),
        further("task", "Cura de l'hort a l'estiu", 900),
    ),
    rewards=(
        RewardTold("Un dibuix de l'hort", "Fet per la classe de segon.", 15, 7),
        RewardTold("Dinar al pati", "Amb el que hagi crescut, el primer diumenge de juny.", 40, 8),
    ),
    returns=(
        ReturnTold(
            "manual",
            "Del ciment a l'hort",
            "Permisos, plànols, pressupost real i el que no tornaríem a fer.",
            "CC-BY-4.0",
            9,
        ),
        ReturnTold(
            "dataset",
            "Temperatures del pati",
            "Cada deu minuts, un any abans i un any després.",
            "CC0-1.0",
            12,
        ),
    ),
    ending=Ending.CHANGES_REQUESTED,
    in_words="M'agrada molt. Falta dir qui és el propietari del pati i si l'Ajuntament ja hi ha "
    "dit que sí: sense permís no el podem publicar.",
)
