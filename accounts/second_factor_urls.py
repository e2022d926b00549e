"""Addresses of the second factor, under the names by which django-allauth looks for them."""

from allauth.mfa.base.views import authenticate, index, reauthenticate
from allauth.mfa.recovery_codes.views import download_recovery_codes, view_recovery_codes
from django.urls import path
from django.views.decorators.cache import never_cache

from accounts.second_factor_views import NewRecoveryCodes, Remove, SetUp

urlpatterns = [
    path("", index, name="mfa_index"),
    path("code/", authenticate, name="mfa_authenticate"),
    path("code/again/", reauthenticate, name="mfa_reauthenticate"),
    path("set-up/", SetUp.as_view(), name="mfa_activate_totp"),
    path("remove/", Remove.as_view(), name="mfa_deactivate_totp"),
    path("recovery-codes/", never_cache(view_recovery_codes), name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("recovery-codes/download/", download_recovery_codes, name="mfa_download_recovery_codes"),
]
