"""Takes the pictures of docs/pictures from the running local platform with its demo data."""

import argparse
import sys
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from goteo.local import chromium, ports
from goteo.local.platform_parts import ROOT
from goteo.local.state import State
from goteo.local.supervisor import PREFERRED

FOLDER = ROOT / "docs" / "pictures"
WIDTH = 1280
# Each file with the page it shows and how far down; the project is one of the demo's.
PAGES = {
    "home.png": ("/en/", 1230),
    "project.png": ("/en/projects/open-repair-manuals-for-small-farm-machines/", 860),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/screenshot", description=__doc__)
    parser.add_argument("--address", default=_local_address(), help="where the platform answers")
    address: str = parser.parse_args().address
    program = chromium.find()
    if program is None:
        print("There is no Chromium to take pictures with.", file=sys.stderr)
        return 1
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        failed = [name for name in PAGES if not _take(browser, address, name)]
        browser.close()
    return 1 if failed else 0


def _local_address() -> str:
    known = State(ROOT / ".local").read("ports.json")
    return f"http://{ports.HOST}:{known.get('web', PREFERRED['web'])}"


def _take(browser: Browser, address: str, name: str) -> bool:
    path, height = PAGES[name]
    size: ViewportSize = {"width": WIDTH, "height": height}
    page = browser.new_page(viewport=size, color_scheme="light", reduced_motion="reduce")
    answer = page.goto(address + path, wait_until="networkidle")
    if answer is None or not answer.ok:
        print(f"{address}{path} does not answer; start bin/run, with its demo.", file=sys.stderr)
        return False
    page.screenshot(path=FOLDER / name)
    print(f"Wrote {Path('docs/pictures') / name}.")
    return True


if __name__ == "__main__":
    sys.exit(main())
