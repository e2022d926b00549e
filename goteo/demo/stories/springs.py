"""In Catalan: live in round 1, well below its minimum."""

from goteo.demo import people, pictures
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
Al Montseny hi ha més de tres-centes fonts amb nom, i la majoria només surten als mapes dels avis.
Som **nou persones de Sant Esteve de Palautordera**, una geòloga, dos mestres i uns quants veïns amb
bones cames, i des del 2023 hem visitat vuitanta-sis fonts amb un cubell graduat i un cronòmetre.

## Què hem trobat

Vint-i-tres ja no ragen. D'altres donen la meitat que l'any 1987, quan l'ajuntament en va fer
l'últim recompte. I de gairebé totes ningú no sap si l'aigua es pot beure.

## Què farem amb els diners

Amb el mínim analitzarem l'aigua de seixanta fonts en un laboratori acreditat: nitrats, bacteris i
metalls, a 28 € la mostra. Comprarem també tres maletes de camp perquè les escoles de la vall puguin
repetir les mesures cada primavera.

Amb l'òptim hi tornarem a la tardor, quan el cabal és més baix, i posarem comptadors a dotze fonts.

## Què en quedarà

Totes les dades seran de tothom: cada font amb coordenades, cabal, anàlisi, fotografia i el que en
recorda la gent. Les publicarem cada mes, també les que no ens agradin. Si una font surt
contaminada, avisarem l'ajuntament i ho explicarem al web el mateix dia.
"""

_G = GiftTold
GIFTS = (
    _G(0, people.BIEL, 35, reward=2),
    _G(0, people.PERE, 20, reward=1),
    _G(1, people.SHY[0], 10),
    _G(1, people.CATALINA, 60, reward=3),
    _G(2, people.LAIA, 35, reward=2),
    _G(3, people.SHY[2], 25),
    _G(4, people.JOAN, 120),
    _G(5, people.GEMMA, 20, reward=1),
    _G(6, people.SHY[5], 15),
    _G(7, people.ADELE, 40, reward=2, card=FRANCE),
    _G(9, people.ATENEU, 250),
    _G(10, people.AINHOA, 60, reward=3),
    _G(12, people.SHY[8], 30),
    _G(13, people.ISMAEL, 20),
    _G(15, people.BIEL, 60, reward=3),
    _G(17, people.SHY[6], 45),
    _G(18, people.OSCAR, 60, reward=3),
    _G(20, people.TOMAS, 220),
)

STORY = Story(
    creator=people.MARTA,
    language="ca",
    title="Atles obert de les fonts del Montseny",
    pitch="Mesurem i analitzem seixanta fonts de muntanya i en regalem totes les dades.",
    description=DESCRIPTION,
    location="Sant Esteve de Palautordera",
    category="ecology",
    picture=pictures.springs,
    picture_alt="Un rierol baixa d'una font de pedra entre turons verds, amb un sol baix al fons.",
    payee_kind="association",
    payee_name="Associació Fonts Vives del Baix Montseny",
    contact_phone="+34 938 000 112",
    budget=(
        essential("task", "Anàlisi de seixanta mostres", 1680, "28 € cada una"),
        essential("material", "Tres maletes de camp", 390, "Conductivitat, pH i nitrats"),
        essential("infrastructure", "Web i mapa durant tres anys", 180),
        further("task", "Segona campanya, a la tardor", 980, "Trenta-cinc mostres amb cabal baix"),
        further("material", "Comptadors per a dotze fonts", 660),
    ),
    rewards=(
        RewardTold("Mapa de butxaca", "Les seixanta fonts en un full plegat.", 20, 5),
        RewardTold("Mapa i got de ceràmica", "El got és fet a mà a Riells.", 35, 6, 60),
        RewardTold("Una passejada amb la geòloga", "Un dissabte, cinc fonts i esmorzar.", 60, 4, 4),
    ),
    returns=(
        ReturnTold("dataset", "Cabals i anàlisis de totes les fonts", "CSV i GeoJSON, un registre"
                   " per font i visita, amb el mètode i l'error de cada mesura.", "ODbL-1.0", 8),
        ReturnTold("manual", "Com s'afora una font", "Vint pàgines perquè qualsevol grup ho pugui"
                   " fer a la seva muntanya amb un cubell i un cronòmetre.", "CC-BY-SA-4.0", 6),
    ),
    ending=Ending.LAUNCHED,
    gifts=GIFTS,
    today=22,
)  # fmt: skip
