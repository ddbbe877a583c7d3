"""A private PostgreSQL server from Debian's package, started as an unprivileged user on a free port.

Settings are the package's own except for memory: a database of some gigabytes gets shared buffers of one,
which is what its manual recommends for a machine of this size.
"""

from __future__ import annotations

import os
import pwd
import subprocess
import time
from pathlib import Path

from processes import end_with_parent, free_port

OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "shared_buffers": "1GB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
}


class Postgres:
    """A cluster with one empty database."""

    def __init__(self, directory: Path) -> None:
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        if not programs:
            raise RuntimeError("PostgreSQL is missing: apt-get install postgresql")
        self._programs = programs[-1]
        self._data = directory / "cluster"
        self._data.mkdir()
        self.port = free_port()
        # PostgreSQL refuses to run as root.
        self._user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        if self._user:
            directory.chmod(0o711)
            os.chown(self._data, self._user.pw_uid, self._user.pw_gid)
        self._run("initdb", "--pgdata", self._data, "--username", "proofup", "--auth", "trust", "--encoding", "UTF8",
                  "--no-locale", "--no-instructions")
        options = [f"-c{name}={value}" for name, value in OPTIONS.items()]
        with (directory / "cluster.log").open("wb") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self._data, "-p", str(self.port), "-k", self._data, *options],
                cwd=self._data, stdout=log, stderr=log, **self._as_user())
        self._run("pg_isready", "--host", "127.0.0.1", "--port", self.port, "--timeout", 30, patience=30)
        self.create("proofup")

    def create(self, name: str) -> str:
        """Another empty database; its address."""
        self._run("createdb", "--host", "127.0.0.1", "--port", self.port, "--username", "proofup", name)
        return f"postgres://proofup@127.0.0.1:{self.port}/{name}"

    @property
    def url(self) -> str:
        return f"postgres://proofup@127.0.0.1:{self.port}/proofup"

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, sql: str) -> str:
        return self._run("psql", "--host", "127.0.0.1", "--port", self.port, "--username", "proofup", "--no-psqlrc",
                         "--tuples-only", "--no-align", "--command", sql, "proofup").strip()

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _as_user(self) -> dict[str, object]:
        def prepare() -> None:
            end_with_parent()
        if self._user is None:
            return {"preexec_fn": prepare}
        return {"preexec_fn": prepare, "user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}

    def _run(self, program: str, *arguments: object, patience: int = 1) -> str:
        """`patience`: how often a program that says "not yet" is asked, a second apart."""
        command = [str(self._programs / program), *map(str, arguments)]
        for attempt in range(patience):
            done = subprocess.run(command, cwd=self._data, capture_output=True, text=True, **self._as_user())
            if done.returncode == 0:
                return done.stdout
            if attempt + 1 < patience:
                time.sleep(1)
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
