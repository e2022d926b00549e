"""Icons from the sprite `static/icons.svg`."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

SILENT = mark_safe('aria-hidden="true"')


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """`{% icon "check" %}` is decoration; with a label it is read aloud in its place."""
    address = f"{static('icons.svg')}#{name}"
    spoken = format_html('role="img" aria-label="{}"', label) if label else SILENT
    return format_html(
        '<svg class="icon" width="20" height="20" {}><use href="{}"/></svg>', spoken, address
    )
