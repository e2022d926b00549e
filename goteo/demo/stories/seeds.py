"""In Catalan: waits in the admin for its review."""

from goteo.demo import people, pictures
from goteo.demo.story import Ending, ReturnTold, RewardTold, Story, essential, further

DESCRIPTION = """\
Al rebost de can Bonmatí, a Sant Feliu de Boada, hi ha cent quaranta-tres pots. A dins, mongetes del
carai, tomàquets de la pera, cebes de Figueres i un blat que a Torroella ja no sembra ningú. **Són
les llavors que setze famílies de l'Empordà han guardat durant trenta anys**, i la meitat de les
etiquetes només diuen un nom i una data.

## Per què ara

En Quim té setanta-quatre anys i sap de memòria qui li va donar cada pot. Quan ell no hi sigui, les
llavors potser encara germinaran, però ningú no sabrà d'on venen ni com es cuiden.

## Què farem

Durant un any provarem la germinació de totes les varietats a l'escola agrària de Monells,
n'escriurem la fitxa (origen, sembra, collita, cuina i parentiu) i en tornarem a multiplicar les
seixanta que corren més perill. Cada família conservarà el que és seu i deixarà una còpia en una
nevera comuna, a Ullastret.

## Què demanem

El mínim paga les proves, els pots, la nevera i mitja jornada de la Mariona, tècnica de camp, durant
vuit mesos. Amb l'òptim farem deu tallers a les biblioteques de la comarca i enviarem sobres de
llavors a cinquanta horts escolars.

Les fitxes, les fotografies i els resultats seran lliures, en un format que altres bancs de llavors
ja fan servir.
"""

STORY = Story(
    creator=people.QUIM,
    language="ca",
    title="Cent quaranta-tres pots: el banc de llavors de l'Empordà",
    pitch="Provem, descrivim i compartim les llavors que setze famílies han guardat trenta anys.",
    description=DESCRIPTION,
    location="Ullastret, Baix Empordà",
    category="ecology",
    picture=pictures.seeds,
    picture_alt="Sis pots de vidre en dos prestatges de fusta, cada un amb llavors d'un color.",
    payee_kind="cooperative",
    payee_name="Llavors de l'Empordà SCCL",
    contact_phone="+34 972 000 190",
    budget=(
        essential("task", "Tècnica de camp, vuit mesos", 4200, "Mitja jornada"),
        essential("task", "Proves de germinació", 860, "143 varietats, dues tandes"),
        essential("infrastructure", "Nevera i pots", 740),
        further("task", "Deu tallers a biblioteques", 1200),
        further("material", "Sobres per a cinquanta horts escolars", 350),
    ),
    rewards=(
        RewardTold("Cinc sobres de llavors", "Triats per a la teva terra i el teu clima.", 18, 6),
        RewardTold(
            "Un pot amb el teu nom", "Apadrines una varietat i en reps la fitxa.", 45, 7, 143
        ),
        RewardTold("Un dinar a l'era", "Mongetes del carai i vi de Capmany.", 90, 9, 24),
    ),
    returns=(
        ReturnTold(
            "dataset",
            "Fitxes de 143 varietats",
            "Origen, sembra, collita, germinació i fotografies.",
            "CC-BY-4.0",
            13,
        ),
        ReturnTold(
            "shared_fund",
            "Llavors per a qui en demani",
            "Vint sobres de cada varietat multiplicada, amb el compromís de tornar-ne el doble.",
            "CC0-1.0",
            14,
        ),
    ),
    ending=Ending.IN_REVIEW,
)
