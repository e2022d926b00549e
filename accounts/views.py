"""Pages of one's own account that allauth does not have."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms import SettingsForm
from accounts.models import User
from accounts.profile import change_settings
from accounts.second_factor import has_second_factor


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    person = request.user
    assert isinstance(person, User)
    form = SettingsForm(
        request.POST or None, initial={"name": person.name, "language": person.language}
    )
    if request.method == "POST" and form.is_valid():
        change_settings(person, **form.cleaned_data, actor=person)
        with translation.override(person.language):
            messages.success(request, _("Your settings are saved."))
            return redirect(reverse("accounts:settings"))
    status = 422 if form.is_bound else 200
    context = {"form": form, "has_second_factor": has_second_factor(person)}
    return render(request, "account/settings.html", context, status=status)
