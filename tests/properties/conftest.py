"""Properties are about what is computed, never about how fast this machine happens to be.

What Hypothesis keeps for itself stays out of the repository.
"""

import tempfile
from pathlib import Path

from hypothesis import configuration, settings

configuration.set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "hypothesis")
settings.register_profile("goteo", deadline=None, database=None)
settings.load_profile("goteo")
