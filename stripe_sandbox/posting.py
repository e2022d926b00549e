"""Sending a webhook: one POST over a connection that is kept for the next one.

Written out here because a whole HTTP client spends several times as long on each of thousands of
small requests, and time spent on webhooks is missing for answers.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from urllib.parse import SplitResult, urlsplit

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]
LONGEST_HEAD, LONGEST_BODY = 100, 1_000_000


class Post:
    """Open connections by origin; those not in use wait here."""

    def __init__(self, timeout: float) -> None:
        self.timeout = timeout
        self.idle: dict[tuple[str, str], list[Connection]] = defaultdict(list)

    async def send(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """The status answered; OSError, TimeoutError or ValueError when there was none."""
        parts = urlsplit(url)
        async with asyncio.timeout(self.timeout):
            waiting = self.idle[parts.scheme, parts.netloc]
            while waiting:
                try:
                    return await self._exchange(waiting.pop(), parts, headers, body)
                except (OSError, EOFError):
                    continue  # closed by the other side while it waited
            return await self._exchange(await _connect(parts), parts, headers, body)

    def close(self) -> None:
        for waiting in self.idle.values():
            for _, writer in waiting:
                writer.close()

    async def _exchange(
        self, connection: Connection, parts: SplitResult, headers: Mapping[str, str], body: bytes
    ) -> int:
        reader, writer = connection
        kept = False
        try:
            writer.write(_request(parts, headers, body))
            await writer.drain()
            status, keep = await _answer(reader)
            if keep:
                self.idle[parts.scheme, parts.netloc].append(connection)
                kept = True
            return status
        finally:
            if not kept:
                writer.close()


async def _connect(parts: SplitResult) -> Connection:
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"not a web address: {parts.geturl()}")
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    return await asyncio.open_connection(parts.hostname, port, ssl=_trust() if secure else None)


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _request(parts: SplitResult, headers: Mapping[str, str], body: bytes) -> bytes:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = parts.netloc.rpartition("@")[2]
    lines = [f"POST {target} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bool]:
    """Status, and whether the connection may be used again once the body has been read."""
    while True:
        version, status = (await _line(reader)).split(b" ", 2)[:2]
        headers: dict[bytes, bytes] = {}
        for _ in range(LONGEST_HEAD):
            line = await _line(reader)
            if not line:
                break
            name, _, value = line.partition(b":")
            headers[name.strip().lower()] = value.strip().lower()
        if not status.startswith(b"1"):
            break
    whole = await _skip_body(reader, int(status), headers)
    keep = whole and version == b"HTTP/1.1" and headers.get(b"connection") != b"close"
    return int(status), keep


async def _line(reader: asyncio.StreamReader) -> bytes:
    line = await reader.readline()
    if not line.endswith(b"\n"):
        raise EOFError("The connection was closed in the middle of an answer.")
    return line.rstrip(b"\r\n")


async def _skip_body(
    reader: asyncio.StreamReader, status: int, headers: Mapping[bytes, bytes]
) -> bool:
    """Read what follows the head; False when its end is only the end of the connection."""
    if status in (204, 304):
        return True
    if headers.get(b"transfer-encoding") == b"chunked":
        while size := int((await _line(reader)).partition(b";")[0], 16):
            await reader.readexactly(size + 2)
        while await _line(reader):
            pass
        return True
    length = headers.get(b"content-length")
    if length is None or int(length) > LONGEST_BODY:
        return False
    await reader.readexactly(int(length))
    return True
