"""Who appears in these tests."""

import pytest
from django.test import Client

from accounts.models import User
from tests import cast


@pytest.fixture
def alba(db: None) -> User:
    return cast.alba()


@pytest.fixture
def as_alba(alba: User, client: Client) -> Client:
    """A browser in which Alba has signed in."""
    client.force_login(alba)
    return client
