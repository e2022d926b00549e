"""An offline Stripe: real HTTP, real state, published test cards, no network and no money.

A separate tool that knows nothing of the platform it is used by. See README.md.
"""

API_VERSION = "2026-05-27.dahlia"
