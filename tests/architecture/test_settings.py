"""`.env.example` and the settings name the same variables, and settings follow from each other."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def read_by_settings() -> set[str]:
    tree = ast.parse((ROOT / "goteo" / "settings.py").read_text())
    return {
        str(call.args[0].value)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and isinstance(call.args[0], ast.Constant)
    }


def named_in_example() -> set[str]:
    return set(
        re.findall(r"^#?([A-Z][A-Z0-9_]*)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    )


def test_the_example_names_every_variable_and_no_other() -> None:
    assert named_in_example() == read_by_settings()


def test_the_example_sets_nothing() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()

    assert [line for line in lines if line and not line.startswith("#")] == []


def test_settings_read_the_environment_through_env_only() -> None:
    assert "os.environ" not in (ROOT / "goteo" / "settings.py").read_text()


def test_a_form_may_lead_to_the_card_page_and_to_the_bank() -> None:
    asked = "from goteo import settings as s; "
    asked += "print(*s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    environment = {**os.environ, "STRIPE_API_BASE": "https://api.stripe.com"}
    run = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout.split()[1:] == ["https://checkout.stripe.com", "https://hooks.stripe.com"]
