"""Finds a Chromium for the browser tests: one that is here, else Debian's, else Playwright's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
ASK_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
)


def find() -> str | None:
    """The path of a Chromium that can be driven, installed if need be and possible."""
    if not (_driver_starts() or (_install("libatomic1") and _driver_starts())):
        print("Playwright does not start; on Debian or Ubuntu it needs libatomic1.", flush=True)
        return None
    chosen = os.environ.get("GOTEO_CHROMIUM")
    if chosen:
        return chosen if _starts(chosen) else None
    return present() or _from_debian() or _from_playwright()


def present() -> str | None:
    found = [shutil.which(name) for name in NAMES]
    return next((path for path in (*found, *MACOS) if path and _starts(path)), None)


def _from_debian() -> str | None:
    return present() if _install("chromium", "fonts-dejavu") else None


def _from_playwright() -> str | None:
    print("Downloading Playwright's Chromium ...", flush=True)
    if not _run(sys.executable, "-m", "playwright", "install", "chromium"):
        return None
    asked = subprocess.run(
        [sys.executable, "-c", ASK_PLAYWRIGHT], capture_output=True, text=True, check=False
    )
    path = asked.stdout.strip()
    return path if path and _starts(path) else None


def _install(*packages: str) -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing {', '.join(packages)} with apt-get ...", flush=True)
    _run("apt-get", "update", "-qq")
    return _run("apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages)


def _driver_starts() -> bool:
    """Whether Playwright's own Node.js runs; its wheel leaves out one library of the system."""
    return _run(sys.executable, "-m", "playwright", "--version")


def _starts(path: str) -> bool:
    # Ubuntu's package is a door to a snap, which is there but does not start in a container.
    return Path(path).exists() and _run(path, "--version")


def _run(*command: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=900,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
