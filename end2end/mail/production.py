"""The portal as in production: `proofup serve`, a configuration file, and people whom a shell has added."""

from __future__ import annotations

import csv
import re
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from dovecot import end_with_parent
from portal import BINARY, ROOT, STARTED_WITHIN, STOPPED_WITHIN

ANN, BOB = "ann@example.org", "bob@example.org"
# A name as unkind as the directory lets it be.
HOSTILE = 'Bob "<b>" <eve@example.org> & =?utf-8?q?=0D=0ABcc:?= Zoë'


class Production:
    """`proofup serve` on a free loopback port, with these lines under `[mail]`."""

    def __init__(self, mail: str) -> None:
        self._mail = mail

    def __enter__(self) -> Production:
        self._process: subprocess.Popen | None = None
        self.dir = Path(tempfile.mkdtemp(prefix="proofup-"))
        sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
        self.port, self._admin = (s.getsockname()[1] for s in sockets)
        for s in sockets:
            s.close()
        (self.dir / "tokens").write_text("mail-server-token-0123456789-abcdefghijklmnop")
        self.configure(self._mail)
        try:
            self.shell("keys", "generate", str(self.dir / "keys"), config=False)
            self.shell("user", "import", str(self._people()))
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.dir, ignore_errors=True)

    def _people(self) -> Path:
        path = self.dir / "people.csv"
        with path.open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["user", "name", "mail", "language"])
            rows.writerows([[ANN, "Ann Example", ANN, "en"], [BOB, HOSTILE, BOB, "nl"]])
        return path

    def configure(self, mail: str) -> None:
        (self.dir / "proofup.toml").write_text(
            f'[server]\nlisten = "127.0.0.1:{self.port}"\nadmin_listen = "127.0.0.1:{self._admin}"\n'
            f'public_origin = "https://account.example.org"\nassets = "{ROOT / "dist"}"\n'
            f'[organisation]\nname = "Example Örganisation"\ntime_zone = "Europe/Amsterdam"\n'
            f'[store]\npath = "{self.dir / "proofup.db"}"\n[keys]\nfile = "{self.dir / "keys"}"\n'
            f'[api]\ntokens_file = "{self.dir / "tokens"}"\n[mail]\n{mail}')

    def shell(self, *command: str, config: bool = True, typed: str = "") -> subprocess.CompletedProcess:
        """Runs a command as an administrator does."""
        arguments = ["--config", str(self.dir / "proofup.toml")] if config else []
        done = subprocess.run([BINARY, *command, *arguments], input=typed, capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError(f"{command}: {done.stderr}")
        return done

    def tell(self, user: str) -> None:
        """Lets something happen that this person is told of."""
        self.shell("user", "set-password", user, typed="kettle thunder sixty butterfly\n")

    def start(self) -> None:
        with (self.dir / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [BINARY, "serve", "--config", self.dir / "proofup.toml"], stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, preexec_fn=end_with_parent)
        deadline = time.monotonic() + STARTED_WITHIN
        while not self._ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the portal did not start\n{self.log()}")
            time.sleep(0.05)

    def stop(self) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def log(self) -> str:
        return (self.dir / "log").read_text(errors="replace")

    def wait_for_log(self, words: str, seconds: float = 30.0) -> None:
        deadline = time.monotonic() + seconds
        while words not in self.log():
            if time.monotonic() > deadline:
                raise AssertionError(f"{words!r} is not in the log\n{self.log()}")
            time.sleep(0.05)

    def sql(self, statement: str) -> list[tuple]:
        with sqlite3.connect(self.dir / "proofup.db", timeout=10) as store:
            return store.execute(statement).fetchall()

    def waiting(self) -> list[tuple]:
        """The tries of the messages that wait."""
        return self.sql("SELECT tries FROM outbox ORDER BY place")

    def wait_until_nothing_waits(self, seconds: float = 30.0) -> None:
        deadline = time.monotonic() + seconds
        while self.waiting():
            if time.monotonic() > deadline:
                raise AssertionError(f"{self.waiting()} still wait\n{self.log()}")
            time.sleep(0.05)

    def metric(self, name: str) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self._admin}/metrics", timeout=30) as answer:
            [value] = re.findall(rf"^{re.escape(name)} (\d+)$", answer.read().decode(), re.MULTILINE)
        return int(value)

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False
