"""The platform's settings with one address more: an empty view, to compare with."""

from goteo.settings import *  # noqa: F403

ROOT_URLCONF = "goteo.bench.urls"
