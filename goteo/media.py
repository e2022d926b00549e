"""Where pictures lie: in a folder, or in a bucket that speaks S3 when MEDIA_S3_BUCKET names one."""

from urllib.parse import urlsplit


def bucket(
    name: str,
    *,
    endpoint: str,
    region: str,
    access_key: str,
    secret_key: str,
    public_url: str,
) -> dict[str, object]:
    """The storage for Django's STORAGES.

    `endpoint` empty means Amazon's own. `public_url` is where browsers fetch the pictures: the
    bucket or a cache in front of it. Reading must be open there; nothing private is kept in it.
    """
    public = urlsplit(public_url)
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": name,
            "endpoint_url": endpoint or None,
            "region_name": region,
            "access_key": access_key,
            "secret_key": secret_key,
            "signature_version": "s3v4",
            # A bucket in the host's name needs DNS for each, which stores of one's own often lack.
            "addressing_style": "path" if endpoint else "auto",
            "default_acl": None,
            "querystring_auth": False,
            # Names are random and never written twice.
            "file_overwrite": False,
            "object_parameters": {"CacheControl": "public, max-age=31536000, immutable"},
            "custom_domain": f"{public.netloc}{public.path}".rstrip("/"),
            "url_protocol": f"{public.scheme}:",
        },
    }


def origin(public_url: str) -> str:
    """The part of the address that a content security policy compares."""
    public = urlsplit(public_url)
    return f"{public.scheme}://{public.netloc}"
