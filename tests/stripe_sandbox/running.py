"""A sandbox running as its own process, and a person without JavaScript at its hosted page.

For use by any test: `with RunningSandbox(port, folder) as sandbox: ...`.
"""

from __future__ import annotations

import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urljoin

import httpx

REPOSITORY = Path(__file__).resolve().parents[2]
SECRET = "whsec_for_the_tests"
# Everything here is plain HTTP; reading the certificates of all the world would only take time.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class RunningSandbox:
    """A sandbox process on a port; its state stays in `data_dir` across kill and restart."""

    def __init__(
        self,
        port: int,
        data_dir: Path,
        webhook_url: str | None = None,
        webhook_secret: str | None = None,
        *,
        merchant_name: str = "Goteo",
        record: Path | None = None,
        more: Sequence[str] = (),
    ) -> None:
        self.port, self.data_dir = port, data_dir
        self.url = f"http://127.0.0.1:{port}"
        self.webhook_secret = webhook_secret or SECRET
        self.http = httpx.Client(base_url=self.url, timeout=30, verify=NO_CERTIFICATES)
        self.process: subprocess.Popen[bytes] | None = None
        self.command = [sys.executable, "-m", "stripe_sandbox", "--fast-webhooks"]
        self.command += ["--port", str(port), "--data-dir", str(data_dir)]
        self.command += ["--merchant-name", merchant_name]
        if webhook_url:
            self.command += ["--webhook-url", webhook_url, "--webhook-secret", self.webhook_secret]
        if record:
            self.command += ["--record", str(record)]
        self.command += more

    def __enter__(self) -> RunningSandbox:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.process = subprocess.Popen(self.command, cwd=REPOSITORY)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"The sandbox ended at once with {self.process.returncode}.")
            try:
                self.http.get("/_sandbox/health")
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError("The sandbox did not answer within 30 seconds.")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=15)
            self.process = None

    def kill(self) -> None:
        """End it without a chance to tidy up."""
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=15)
        self.process = None

    def restart(self) -> None:
        """Start again on the same data, after kill() or instead of stop() and start()."""
        self.stop()
        self.start()

    def reset(self, **json: Any) -> None:
        """Forget every object, fault and disturbance, and set the clock right again."""
        self.control("reset", **json)

    def control(self, path: str, method: str = "POST", **json: Any) -> Any:
        """Call a control endpoint, such as control("clock", advance=3600)."""
        answer = self.http.request(method, f"/_sandbox/{path}", json=json)
        answer.raise_for_status()
        return answer.json()

    def look(self, path: str) -> Any:
        """Read a control endpoint, such as look("deliveries")."""
        return self.control(path, "GET")

    def settle_webhooks(self, seconds: float = 20.0) -> None:
        """Wait until every delivery was acknowledged or given up."""
        deadline = time.monotonic() + seconds
        while self.look("health")["deliveries_pending"]:
            if time.monotonic() > deadline:
                raise RuntimeError("Some deliveries are still pending.")
            time.sleep(0.05)


def complete_checkout(
    session_url: str,
    card: str = "4242424242424242",
    *,
    email: str = "ada@example.org",
    name: str = "Ada Person",
    expiry: str = "12/34",
    cvc: str = "123",
    authenticate: bool = True,
    client: httpx.Client | None = None,
) -> httpx.Response:
    """Fill in the hosted form and send it, as a browser without JavaScript would.

    Goes through the bank's page when there is one (`authenticate` says how that ends). Returns the
    last answer: a redirect to the merchant's address (not followed), or the page with its problem.
    """
    browser = client or httpx.Client(timeout=30, verify=NO_CERTIFICATES)
    form = {"email": email, "number": card, "expiry": expiry, "cvc": cvc, "name": name}
    shown = browser.get(session_url)
    action = re.search(r'<form method="post" action="([^"]+)"', shown.text)
    if action is None:
        return shown
    answer = browser.post(urljoin(session_url, unescape(action[1])), data=form)
    bank = urljoin(session_url, answer.headers.get("location", ""))
    if answer.status_code == 303 and "/authenticate/" in bank:
        said = "complete" if authenticate else "fail"
        answer = browser.post(bank, data={"answer": said})
        back = urljoin(bank, answer.headers.get("location", ""))
        if "/c/pay/" in back:
            answer = browser.get(back)
    return answer
