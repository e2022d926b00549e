"""Pictures in a bucket: uploaded as always, fetched by browsers from its public address."""

import os
from collections.abc import Iterator
from typing import Any

import boto3
import httpx
import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from moto.server import ThreadedMotoServer

from goteo import media
from projects import drafting
from projects.models import Project
from projects.pictures import take_picture
from tests import builders
from tests.stripe_sandbox.running import NO_CERTIFICATES

BUCKET = "goteo-media"


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """The address of what speaks S3 on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def in_bucket(store: str, settings: Any) -> Any:
    """Pictures go to an empty bucket that anybody may read; gives a client that sees all."""
    keys: dict[str, Any] = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    client = boto3.client("s3", endpoint_url=store, region_name="us-east-1", **keys)
    client.create_bucket(Bucket=BUCKET, ACL="public-read")
    settings.STORAGES = settings.STORAGES | {
        "default": media.bucket(
            BUCKET,
            endpoint=store,
            region="us-east-1",
            access_key="key",
            secret_key="secret",
            public_url=f"{store}/{BUCKET}/",
        )
    }
    yield client
    for found in client.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        client.delete_object(Bucket=BUCKET, Key=found["Key"])
    client.delete_bucket(Bucket=BUCKET)


@pytest.fixture
def project(db: None, in_bucket: Any) -> Project:
    """Alba's, with a picture that she sent as JPEG."""
    draft = builders.a_draft()
    upload = SimpleUploadedFile("spring.jpg", builders.tiny_picture("JPEG", (64, 36)))
    changes = {"image": take_picture(upload), "image_alt": "A spring"}
    drafting.save_section(draft, "story", changes, actor=draft.owner)
    return draft


def test_a_picture_is_read_back_as_it_was_stored(project: Project) -> None:
    kept = Project.objects.get(pk=project.pk).image

    assert kept.storage.exists(str(kept.name))
    assert (kept.width, kept.height) == (64, 36)
    with kept.open() as file:
        assert file.read(4) == b"RIFF"


def test_the_bucket_says_that_it_never_changes(project: Project, in_bucket: Any) -> None:
    (found,) = in_bucket.list_objects_v2(Bucket=BUCKET)["Contents"]
    head = in_bucket.head_object(Bucket=BUCKET, Key=found["Key"])

    assert found["Key"] == project.image.name
    assert head["CacheControl"] == "public, max-age=31536000, immutable"
    assert head["ContentType"] == "image/webp"


def test_browsers_fetch_it_without_a_signature(project: Project, store: str) -> None:
    assert project.image.url == f"{store}/{BUCKET}/{project.image.name}"
    answer = httpx.get(project.image.url, verify=NO_CERTIFICATES)
    assert (answer.status_code, answer.content[:4]) == (200, b"RIFF")


def test_two_pictures_never_share_a_name(in_bucket: Any) -> None:
    kept = storages["default"]
    names = {kept.save("same.webp", SimpleUploadedFile("same.webp", b"x")) for _ in range(2)}

    assert len(names) == 2


def test_nothing_stays_on_this_machine(project: Project, settings: Any) -> None:
    assert not os.path.exists(settings.MEDIA_ROOT / project.image.name)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://media.goteo.example", "https://media.goteo.example"),
        ("https://s3.example:9000/goteo-media/", "https://s3.example:9000"),
    ],
)
def test_pages_may_show_pictures_of_that_origin_only(address: str, origin: str) -> None:
    assert media.origin(address) == origin
