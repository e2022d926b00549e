"""The pictures of a backup: one archive, and the sha256 of each file in it.

They are read and written through the storage, so that a folder and a bucket are the same.
"""

import hashlib
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.core.files import File
from django.core.files.storage import Storage, default_storage

from goteo.backups.errors import BackupFailed

# Above this a picture passes through a file of its own instead of memory.
IN_MEMORY = 16 * 1024 * 1024


def names(storage: Storage = default_storage, folder: str = "") -> Iterator[str]:
    """Every file there, in order."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (f"{prefix}{name}" for name in sorted(files) if name)
    for name in sorted(folders):
        yield from names(storage, f"{prefix}{name}")


def pack(archive: Path) -> dict[str, str]:
    """Writes all pictures into `archive`; gives the sha256 of each."""
    hashes = {}
    with tarfile.open(archive, "w") as tar:
        for name in names():
            with (
                tempfile.SpooledTemporaryFile(IN_MEMORY) as copy,
                default_storage.open(name) as file,
            ):
                digest = hashlib.sha256()
                for chunk in file.chunks():
                    digest.update(chunk)
                    copy.write(chunk)
                entry = tarfile.TarInfo(name)
                entry.size, entry.mode = copy.tell(), 0o600
                copy.seek(0)
                tar.addfile(entry, copy)
            hashes[name] = digest.hexdigest()
    return hashes


def unpack(archive: Path, hashes: Mapping[str, str]) -> None:
    """Puts back those that are not there already; raises BackupFailed if one is another."""
    with tarfile.open(archive) as tar:
        for entry in tar:
            if entry.name not in hashes or not entry.isfile():
                raise BackupFailed(f"{archive.name} holds {entry.name}, which was never packed.")
            content = tar.extractfile(entry)
            assert content is not None
            if not default_storage.exists(entry.name):
                default_storage.save(entry.name, File(content))


def differences(hashes: Mapping[str, str]) -> list[str]:
    """One sentence for each picture that is absent or another. More than these may be there."""
    found = []
    for name, expected in hashes.items():
        if not default_storage.exists(name):
            found.append(f"The picture {name} is missing.")
        elif _sha256_of(name) != expected:
            found.append(f"The picture {name} is another one.")
    return found


def _sha256_of(name: str) -> str:
    digest = hashlib.sha256()
    with default_storage.open(name) as file:
        for chunk in file.chunks():
            digest.update(chunk)
    return digest.hexdigest()
