"""A backer at the card page of the offline Stripe: its form read and sent, as a browser would."""

import http.client
import re
from html import unescape
from urllib.parse import urlencode, urljoin, urlsplit

FORM = re.compile(r'<form method="post" action="([^"]+)"')
HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}
SECONDS = 30


class CardPageFailed(Exception):
    """The card page answered with something else than the way back."""


def fill_in(address: str, *, card: str, email: str, name: str) -> None:
    """Types the card and sends the form. A page without a form was completed by an earlier run."""
    status, _back, page = _ask("GET", address)
    form = FORM.search(page)
    if status == 200 and form is None:
        return
    if form is None:
        raise CardPageFailed(f"The card page answered {status}.")
    typed = {"email": email, "number": card, "expiry": "12/34", "cvc": "123", "name": name}
    status, back, _page = _ask("POST", urljoin(address, unescape(form[1])), urlencode(typed))
    asked = "/authenticate/" in back
    if status != 303 or (asked and not _says_yes(urljoin(address, back))):
        raise CardPageFailed(f"The card page did not take the card {card[-4:]} ({status}).")


def _says_yes(bank: str) -> bool:
    """At the page of the bank. Whether it leads on, and not back to the card page."""
    status, back, _page = _ask("POST", bank, urlencode({"answer": "complete"}))
    return status == 303 and "/c/pay/" not in back


def _ask(method: str, address: str, body: str | None = None) -> tuple[int, str, str]:
    """The status, where it leads, and the page."""
    parts = urlsplit(address)
    secure = parts.scheme == "https"
    connect = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = connect(parts.netloc, timeout=SECONDS)
    try:
        connection.request(method, parts._replace(scheme="", netloc="").geturl(), body, HEADERS)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location", ""), answer.read().decode()
    finally:
        connection.close()
