"""`manage.py check_templates`: every template of ours compiles, used by a test or not."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template

KINDS = {".html", ".txt", ".md", ".xml", ".svg", ".json"}


class Command(BaseCommand):
    help = "Compiles every template and names those that do not compile."

    def handle(self, *args: Any, **options: Any) -> None:
        names = list(template_names())
        broken = [sentence for name in names if (sentence := why_broken(name))]
        if broken:
            raise CommandError("\n".join(broken))
        self.stdout.write(f"{len(names)} templates compile.")


def template_names() -> list[str]:
    folders = [settings.BASE_DIR / "templates", *settings.BASE_DIR.glob("*/templates")]
    return sorted(
        str(file.relative_to(folder))
        for folder in folders
        for file in folder.rglob("*")
        if file.suffix in KINDS
    )


def why_broken(name: str) -> str | None:
    try:
        get_template(name)
    except (TemplateSyntaxError, TemplateDoesNotExist) as error:
        return f"{name}: {error}"
    return None
