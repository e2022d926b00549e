"""The categories that every platform starts with; admins may add others."""

from django.db import migrations

CATEGORIES = [
    ("ecology", "Ecología", "Ecologia", "Ecology"),
    ("open-data", "Datos abiertos", "Dades obertes", "Open data"),
    ("education", "Educación", "Educació", "Education"),
    ("culture", "Cultura", "Cultura", "Culture"),
    ("communication", "Comunicación", "Comunicació", "Communication"),
    ("technology", "Tecnología libre", "Tecnologia lliure", "Free technology"),
    ("health-and-care", "Salud y cuidados", "Salut i cures", "Health and care"),
    ("rights", "Derechos y participación", "Drets i participació", "Rights and participation"),
    ("economy", "Economía solidaria", "Economia solidària", "Solidarity economy"),
    ("heritage", "Patrimonio y memoria", "Patrimoni i memòria", "Heritage and memory"),
]


def add(apps, schema_editor):
    category = apps.get_model("projects", "Category")
    for position, (slug, es, ca, en) in enumerate(CATEGORIES):
        category.objects.get_or_create(
            slug=slug,
            defaults={"name_es": es, "name_ca": ca, "name_en": en, "position": position},
        )


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
