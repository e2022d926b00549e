"""The figures of the home page, which the API gives too."""

from pages.queries import Figures, home_figures
from pages.sharing import kept_while_costly


def kept_figures() -> Figures:
    """They go over every donation there is, so they are not counted for each visitor."""
    return kept_while_costly("home-figures", home_figures)
