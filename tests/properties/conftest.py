"""Properties are about what is computed, never about how fast this machine happens to be."""

from hypothesis import settings

settings.register_profile("goteo", deadline=None)
settings.load_profile("goteo")
