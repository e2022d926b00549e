"""The licences a return may carry. Identifiers and attributes: SPDX, OSI, opendefinition.org."""

from django.db import migrations

SPDX = "https://spdx.org/licenses/{}.html"

# spdx id, name, domain, copyleft, OSI, free culture, commercial use, changes
LICENCES = [
    ("AGPL-3.0-or-later", "GNU Affero General Public License 3", "software", "strong", 1, 1, 1, 1),
    ("GPL-3.0-or-later", "GNU General Public License 3", "software", "strong", 1, 1, 1, 1),
    ("LGPL-3.0-or-later", "GNU Lesser General Public License 3", "software", "weak", 1, 1, 1, 1),
    ("EUPL-1.2", "European Union Public Licence 1.2", "software", "strong", 1, 1, 1, 1),
    ("MPL-2.0", "Mozilla Public License 2.0", "software", "weak", 1, 1, 1, 1),
    ("Apache-2.0", "Apache License 2.0", "software", "none", 1, 1, 1, 1),
    ("BSD-3-Clause", "BSD 3-Clause License", "software", "none", 1, 1, 1, 1),
    ("MIT", "MIT License", "software", "none", 1, 1, 1, 1),
    (
        "CERN-OHL-S-2.0",
        "CERN Open Hardware Licence 2, strongly reciprocal",
        "hardware",
        "strong",
        1,
        1,
        1,
        1,
    ),  # noqa: E501
    (
        "CERN-OHL-W-2.0",
        "CERN Open Hardware Licence 2, weakly reciprocal",
        "hardware",
        "weak",
        1,
        1,
        1,
        1,
    ),  # noqa: E501
    ("CERN-OHL-P-2.0", "CERN Open Hardware Licence 2, permissive", "hardware", "none", 1, 1, 1, 1),
    ("TAPR-OHL-1.0", "TAPR Open Hardware License 1.0", "hardware", "strong", 0, 1, 1, 1),
    ("CC-BY-4.0", "Creative Commons Attribution 4.0", "content", "none", 0, 1, 1, 1),
    (
        "CC-BY-SA-4.0",
        "Creative Commons Attribution-ShareAlike 4.0",
        "content",
        "strong",
        0,
        1,
        1,
        1,
    ),  # noqa: E501
    ("CC0-1.0", "Creative Commons Zero 1.0", "content", "none", 0, 1, 1, 1),
    ("GFDL-1.3-or-later", "GNU Free Documentation License 1.3", "content", "strong", 0, 1, 1, 1),
    ("LAL-1.3", "Free Art License 1.3", "content", "strong", 0, 1, 1, 1),
    (
        "CC-BY-NC-4.0",
        "Creative Commons Attribution-NonCommercial 4.0",
        "content",
        "none",
        0,
        0,
        0,
        1,
    ),  # noqa: E501
    (
        "CC-BY-NC-SA-4.0",
        "Creative Commons Attribution-NonCommercial-ShareAlike 4.0",
        "content",
        "strong",
        0,
        0,
        0,
        1,
    ),  # noqa: E501
    (
        "CC-BY-ND-4.0",
        "Creative Commons Attribution-NoDerivatives 4.0",
        "content",
        "none",
        0,
        0,
        1,
        0,
    ),  # noqa: E501
    (
        "CC-BY-NC-ND-4.0",
        "Creative Commons Attribution-NonCommercial-NoDerivatives 4.0",
        "content",
        "none",
        0,
        0,
        0,
        0,
    ),  # noqa: E501
    ("ODbL-1.0", "Open Database License 1.0", "data", "strong", 0, 1, 1, 1),
    ("ODC-By-1.0", "Open Data Commons Attribution License 1.0", "data", "none", 0, 1, 1, 1),
    ("PDDL-1.0", "Public Domain Dedication and License 1.0", "data", "none", 0, 1, 1, 1),
    (
        "CDLA-Permissive-2.0",
        "Community Data License Agreement, permissive 2.0",
        "data",
        "none",
        0,
        1,
        1,
        1,
    ),  # noqa: E501
    (
        "CDLA-Sharing-1.0",
        "Community Data License Agreement, sharing 1.0",
        "data",
        "strong",
        0,
        1,
        1,
        1,
    ),  # noqa: E501
    ("etalab-2.0", "Etalab Open License 2.0", "data", "none", 0, 1, 1, 1),
    ("OGL-UK-3.0", "Open Government Licence 3.0", "data", "none", 0, 1, 1, 1),
    ("OFL-1.1", "SIL Open Font License 1.1", "font", "weak", 1, 1, 1, 1),
]


def add(apps, schema_editor):
    licence = apps.get_model("rewards", "Licence")
    for spdx_id, name, domain, copyleft, osi, free, commercial, changes in LICENCES:
        licence.objects.get_or_create(
            spdx_id=spdx_id,
            defaults={
                "name": name,
                "url": SPDX.format(spdx_id),
                "domain": domain,
                "copyleft": copyleft,
                "is_osi": bool(osi),
                "is_free_culture": bool(free),
                "allows_commercial": bool(commercial),
                "allows_derivatives": bool(changes),
            },
        )


class Migration(migrations.Migration):
    dependencies = [("rewards", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
