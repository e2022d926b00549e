"""What the sandbox can be told at start, and nothing that changes afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stripe_sandbox.pricing import PER_DISPUTE


@dataclass(frozen=True)
class Options:
    """Settings given on the command line; `public_url` is how browsers reach the sandbox."""

    data_dir: Path
    host: str = "127.0.0.1"
    port: int = 12111
    public_url: str = ""
    merchant_name: str = "Sandbox merchant"
    seed: int | None = None
    webhook_url: str = ""
    webhook_secret: str = ""
    fast_webhooks: bool = False
    capture_delay: float = 0.0
    dispute_fee: int = PER_DISPUTE
    refund_delay: float = 60.0
    verifying: float = 0.0
    thin_url: str = ""
    thin_secret: str = ""
    rate_limit: int = 0
    rate_limit_all: int = 0
    record: Path | None = None

    @property
    def base_url(self) -> str:
        """Address that goes into the links of hosted pages, without a final slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")
