"""Sending webhooks over HTTP: every way a server may end its answer, and connections kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from stripe_sandbox.posting import Post

HEAD = b"HTTP/1.1 200 OK\r\n"
SENT = {"Content-Type": "application/json"}


class Server:
    """Answers each request with the next of its answers; an empty one closes the connection."""

    def __init__(self, *answers: bytes) -> None:
        self.answers = list(answers)
        self.connections = 0
        self.heard: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
                self.heard.append(await reader.readexactly(length))
                answer = self.answers.pop(0)
                writer.write(answer)
                if not answer or b"close" in answer:
                    break
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()


def run_apart(work: Coroutine[Any, Any, object]) -> object:
    """Run it in a thread: tests with a browser leave an event loop running in this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()


def during(server: Server, act: Callable[[Post, str], Awaitable[object]]) -> None:
    """Do something with a Post while the server is there."""

    async def run() -> None:
        listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
        port = listening.sockets[0].getsockname()[1]
        post = Post(timeout=5)
        try:
            await act(post, f"http://127.0.0.1:{port}/webhooks?a=1")
        finally:
            post.close()
            listening.close()

    run_apart(run())


@pytest.mark.parametrize(
    ("answer", "status", "connections"),
    [
        (HEAD + b"Content-Length: 2\r\n\r\nok", 200, 1),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", 200, 1),
        (b"HTTP/1.1 204 No Content\r\n\r\n", 204, 1),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + HEAD + b"Content-Length: 0\r\n\r\n", 200, 1),
        (HEAD + b"Connection: close\r\nContent-Length: 2\r\n\r\nok", 200, 2),
        (b"HTTP/1.0 500 Broken\r\nContent-Length: 0\r\n\r\n", 500, 2),
        (HEAD + b"Connection: close\r\n\r\nuntil the end", 200, 2),
    ],
)
def test_a_connection_is_kept_when_the_answer_allows_it(
    answer: bytes, status: int, connections: int
) -> None:
    server = Server(answer, answer)

    async def act(post: Post, url: str) -> None:
        for _ in range(2):
            assert await post.send(url, SENT, b"{}") == status

    during(server, act)
    assert (server.heard, server.connections) == ([b"{}", b"{}"], connections)


def test_a_kept_connection_that_was_closed_meanwhile_is_replaced() -> None:
    ok = HEAD + b"Content-Length: 0\r\n\r\n"
    server = Server(ok, b"", ok)

    async def act(post: Post, url: str) -> None:
        assert await post.send(url, SENT, b"1") == 200
        assert await post.send(url, SENT, b"2") == 200

    during(server, act)
    assert server.heard == [b"1", b"2", b"2"]


def test_no_answer_is_an_error() -> None:
    async def act(post: Post, url: str) -> None:
        with pytest.raises(EOFError):
            await post.send(url, SENT, b"{}")

    during(Server(b""), act)


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "nowhere"])
def test_what_is_not_a_web_address_is_an_error(url: str) -> None:
    with pytest.raises(ValueError, match="not a web address"):
        run_apart(Post(timeout=5).send(url, SENT, b"{}"))


def test_a_server_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ConnectionRefusedError):
        run_apart(Post(timeout=5).send("http://127.0.0.1:9/", SENT, b"{}"))
