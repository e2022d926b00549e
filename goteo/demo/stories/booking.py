"""In Spanish: rejected, because what it gives to everyone is next to nothing."""

from goteo.demo import people
from goteo.demo.story import Ending, ReturnTold, RewardTold, Story, essential, further

DESCRIPTION = """\
Quien tiene un puesto en el mercado pierde clientela porque nadie sabe a qué hora habrá cola.
Nuestra aplicación deja reservar turno en la pescadería y pagar por adelantado desde el sofá. **Ya
tenemos el diseño y un acuerdo con dos puestos de Atarazanas.**

## El negocio

Cada puesto pagará dieciocho euros al mes y un tres por ciento de cada venta. En el segundo año
esperamos llegar a cuarenta mercados y vender la empresa, o abrir franquicias en otros países.

## Para qué es el dinero

El mínimo paga la programación de la primera versión y la compra de veinte tabletas. Con el óptimo
hacemos una campaña en redes y contratamos a una comercial durante cuatro meses para visitar los
mercados de Sevilla y de Granada.

## Qué damos a cambio

El programa es nuestro y no se publica, porque de eso vivimos. Para todo el mundo habrá un documento
de cuatro páginas que explica las ventajas de reservar turno.
"""

STORY = Story(
    creator=people.BORJA,
    language="es",
    title="Turno Ya: reserva en tu mercado sin hacer cola",
    pitch="Una aplicación de pago para pedir turno en el mercado y pagar antes de llegar.",
    description=DESCRIPTION,
    location="Málaga",
    category="technology",
    payee_kind="company",
    payee_name="Turno Ya Soluciones S. L.",
    contact_phone="+34 952 000 171",
    budget=(
        essential("task", "Programación de la aplicación", 14000),
        essential("material", "Veinte tabletas", 4200),
        essential("infrastructure", "Servidores, un año", 1100),
        further("task", "Comercial, cuatro meses", 7600),
    ),
    rewards=(
        RewardTold("Tres meses gratis", "Sin cuota si tienes un puesto.", 50, 6, 100),
        RewardTold("Socio fundador", "Tu logotipo en la pantalla de inicio.", 500, 6, 10),
    ),
    returns=(
        ReturnTold(
            "publication",
            "Ventajas de reservar turno",
            "Cuatro páginas en PDF.",
            "CC-BY-4.0",
            5,
        ),
    ),
    ending=Ending.REJECTED,
    in_words="Es una empresa con un plan de negocio, y lo que quedaría para todo el mundo es un "
    "folleto. Si algún día abrís el programa, volvemos a leerlo con gusto.",
)
