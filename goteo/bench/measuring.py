"""Sending requests and taking their times. Times are seconds of this process's clock."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import cycle, islice
from urllib.parse import urlencode

PATIENCE_SECONDS = 60
WARMING_UP = 8


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] | None = None


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


@dataclass(frozen=True)
class Measured:
    """`seconds`: of each request, sorted. `elapsed`: from the first sent to the last answered."""

    name: str
    seconds: list[float]
    elapsed: float
    connections: int

    @property
    def median(self) -> float:
        return self.share(0.5)

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.elapsed

    def share(self, part: float) -> float:
        """The time within which that part of the requests was answered."""
        return self.seconds[min(int(len(self.seconds) * part), len(self.seconds) - 1)]


class WrongAnswer(Exception):
    """What was measured is not what was meant."""


class Caller:
    """One connection, kept open as a browser or a proxy keeps it."""

    def __init__(self, host: str) -> None:
        self.connection = HTTPConnection(host, timeout=PATIENCE_SECONDS)

    def send(self, request: Request) -> Answer:
        headers, body, method = dict(request.headers), None, "GET"
        if request.form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body, method = urlencode(request.form), "POST"
        began = time.perf_counter()
        self.connection.request(method, request.path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        took = time.perf_counter() - began
        return Answer(answer.status, _lowered(answer.getheaders()), content, took)

    def close(self) -> None:
        self.connection.close()


def ask(host: str, request: Request) -> Answer:
    caller = Caller(host)
    try:
        return caller.send(request)
    finally:
        caller.close()


def measure(
    name: str,
    host: str,
    requests: Sequence[Request],
    *,
    status: int,
    connections: int,
    times: int | None = None,
) -> Measured:
    """Sends `times` requests, over and over from the first (None: each once), a few before that
    to warm up if they may be repeated. Raises WrongAnswer for another status."""
    if times is not None:
        for request in islice(cycle(requests), min(WARMING_UP, times)):
            ask(host, request)
    wanted = list(requests if times is None else islice(cycle(requests), times))
    shares = [wanted[start::connections] for start in range(min(connections, len(wanted)))]
    began = time.perf_counter()
    with ThreadPoolExecutor(len(shares)) as pool:
        done = list(pool.map(lambda share: _send_all(host, share, status), shares))
    elapsed = time.perf_counter() - began
    return Measured(name, sorted(each for some in done for each in some), elapsed, len(shares))


def wait_for(happened: Callable[[], bool], *, within: float, every: float = 0.02) -> float | None:
    """Seconds until it happened; None if it did not."""
    began = time.perf_counter()
    while (waited := time.perf_counter() - began) < within:
        if happened():
            return waited
        time.sleep(every)
    return None


def _send_all(host: str, requests: Sequence[Request], status: int) -> list[float]:
    caller = Caller(host)
    seconds = []
    try:
        for request in requests:
            answer = caller.send(request)
            if answer.status != status:
                raise WrongAnswer(f"{request.path} answered {answer.status}, not {status}.")
            seconds.append(answer.seconds)
    except (OSError, HTTPException) as error:
        raise WrongAnswer(f"No answer: {error!r}") from error
    finally:
        caller.close()
    return seconds


def _lowered(headers: list[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}
