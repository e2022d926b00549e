"""Serving over HTTP in one process, with a way to close a connection without an answer."""

from __future__ import annotations

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from stripe_sandbox.options import Options


class Protocol(HttpToolsProtocol):
    """Uvicorn's own protocol, which also lets a fault reach the connection."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["stripe_sandbox.transport"] = self.transport  # type: ignore[typeddict-unknown-key]


def serve(application: Starlette, options: Options) -> None:
    """Serve until stopped."""
    uvicorn.run(
        application,
        host=options.host,
        port=options.port,
        http=Protocol,
        loop="asyncio",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
