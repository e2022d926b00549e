"""In Catalan: live in round 1, which an admin extended after an outage."""

from goteo.demo import people
from goteo.demo.story import (
    PORTUGAL,
    Ending,
    GiftTold,
    Outcome,
    ReturnTold,
    RewardTold,
    Story,
    essential,
    further,
)

DESCRIPTION = """\
Un llibre de matemàtiques de segon d'ESO costa trenta-quatre euros, dura un curs i no es pot
corregir. Som **set professores i professors de l'Horta Sud** que fa cinc anys que fem els nostres
apunts, els passem per correu i ens trobem sis versions del mateix tema. Volem fer-ne un de sol, bo,
que siga de tothom.

## Com serà

Deu capítols, cadascun amb una pregunta de veritat: quanta aigua cap al Túria quan plou com aquell
octubre, si compensa el bo transport, com es reparteix un regne entre tres germans. Exercicis amb
solució raonada, lectura fàcil en tot el text i figures que es poden canviar.

## Què paguem

Amb el mínim, la revisió de dos didactes de la universitat, la il·lustradora i la prova en quatre
instituts durant un trimestre. Amb l'òptim, la traducció al castellà i a l'anglés, i dues-centes
còpies en paper per a les biblioteques.

## Què en quedarà

El llibre i les seues fonts: qui trobe una errada l'apuntarà, i cada estiu n'eixirà una edició nova.
"""

_G = GiftTold
STORY = Story(
    creator=people.EMPAR,
    language="ca",
    title="Un llibre de mates que es pot corregir",
    pitch="Segon d'ESO en deu preguntes de veritat, lliure, revisat i provat en quatre instituts.",
    description=DESCRIPTION,
    location="Catarroja, València",
    category="education",
    payee_kind="association",
    payee_name="Associació Apunts Oberts de l'Horta",
    contact_phone="+34 961 000 157",
    budget=(
        essential("task", "Revisió didàctica de deu capítols", 1500),
        essential("task", "Il·lustració i figures", 1300, "Cent vint figures"),
        essential("material", "Prova en quatre instituts", 400),
        further("task", "Traducció al castellà i a l'anglés", 1600),
        further("infrastructure", "Dues-centes còpies per a biblioteques", 1100),
    ),
    rewards=(
        RewardTold("El llibre en paper", "La primera edició, amb les teues errades a favor.", 28,
                   8, 150),
        RewardTold("Una pregunta teua", "La posem en un capítol, si hi cap.", 80, 7, 10),
    ),
    returns=(
        ReturnTold(
            "educational_material",
            "El llibre i les solucions",
            "Per llegir, imprimir i canviar, amb les fonts de text i figures.",
            "CC-BY-SA-4.0",
            8,
        ),
        ReturnTold(
            "dataset",
            "Banc de cinc-cents exercicis",
            "Amb nivell, temps i solució, en un format que llegeixen les aules virtuals.",
            "CC-BY-4.0",
            9,
        ),
    ),
    gifts=(
        _G(0, people.LAIA, 28, reward=1),
        _G(1, people.GEMMA, 80, reward=2),
        _G(4, people.SHY[0], 20),
        _G(7, people.PERE, 28, reward=1, outcome=Outcome.CANCELLED),
        _G(12, people.ATENEU, 600),
        _G(17, people.JOAN, 28, reward=1),
        _G(19, people.SHY[2], 50, outcome=Outcome.GIVEN_UP),
        _G(24, people.JOAO, 45, card=PORTUGAL),
        _G(29, people.BIEL, 350),
    ),
    ending=Ending.EXTENDED,
    in_words="La plataforma va estar aturada sis hores el dia 28 de la campanya; aquests dos dies "
    "són per a qui es va quedar a la porta.",
    ends_on=30,
    today=31,
)  # fmt: skip
