"""The portal under measurement: `proofup serve` with a configuration, keys and a token of its own.

Only what a measurement needs differs from the defaults: the ports, the origin, and a trusted proxy on this
machine, so that the flood of sign-ins can come from many addresses.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import signal
import subprocess
import time
from pathlib import Path

from processes import end_with_parent, free_port

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
PROOFUP = Path(os.environ.get("PROOFUP_BIN", TARGET / "proofup"))
LOAD_PEOPLE = TARGET / "examples" / "load_people"
YARDSTICK = TARGET / "examples" / "yardstick"
CONSTANT_TIME = TARGET / "examples" / "constant_time"
ASSETS = Path(os.environ.get("PROOFUP_ASSETS", ROOT / "dist"))
CHECK = "/api/v1/app-passwords/check"
EACH = 8


class Portal:
    """One portal with its database; runs between `start` and `stop`."""

    def __init__(self, directory: Path, name: str, store: str) -> None:
        self.name = name
        self.directory = directory / name
        self.directory.mkdir()
        self.port, self.admin = free_port(), free_port()
        self.token = secrets.token_urlsafe(32)
        self.reader: dict[str, str] = {}
        self.staff: dict[str, str] = {}
        self._process: subprocess.Popen | None = None
        (self.directory / "token").write_text(self.token)
        self.config = self.directory / "proofup.toml"
        self.config.write_text(f"""
[server]
listen = "127.0.0.1:{self.port}"
admin_listen = "127.0.0.1:{self.admin}"
public_origin = "http://localhost:{self.port}"
trusted_proxies = ["127.0.0.1"]
assets = "{ASSETS}"

[store]
{store.format(directory=self.directory)}

[keys]
file = "{self.directory / "keys"}"

[organisation]
name = "Example Organisation"

[api]
tokens_file = "{self.directory / "token"}"
""")
        _run([PROOFUP, "keys", "generate", self.directory / "keys"])

    def fill(self, people: int) -> float:
        """Loads the people; how long that took."""
        begun = time.monotonic()
        printed = _run([LOAD_PEOPLE, "--config", self.config, "--people", str(people), "--each", str(EACH)])
        who = json.loads(printed)
        self.reader, self.staff = who["reader"], who["staff"]
        return time.monotonic() - begun

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> float:
        """Seconds from the start of the process to its first page."""
        with (self.directory / "log").open("ab") as log:
            begun = time.monotonic()
            self._process = subprocess.Popen([PROOFUP, "serve", "--config", self.config], cwd=ROOT,
                                             stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                             preexec_fn=end_with_parent)
        while not self._has_page():
            if self._process.poll() is not None or time.monotonic() - begun > 60:
                raise RuntimeError(f"{self.name} did not start\n{self.log()}")
            time.sleep(0.001)
        return time.monotonic() - begun

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            code = self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        self._process = None
        if code != 0:
            raise RuntimeError(f"{self.name} ended with {code}\n{self.log()}")

    def log(self) -> str:
        return (self.directory / "log").read_text(errors="replace")[-4000:]

    def counters(self) -> dict[str, int]:
        """What the portal itself counted: answers by class, checks by answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.admin, timeout=30)
        connection.request("GET", "/metrics")
        lines = connection.getresponse().read().decode().splitlines()
        connection.close()
        pairs = (line.rsplit(" ", 1) for line in lines if line and not line.startswith("#"))
        return {name.partition('="')[2].rstrip('"}') or name: int(value) for name, value in pairs}

    def _has_page(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/sign-in")
            answer = connection.getresponse()
            return answer.status == 200 and b"</html>" in answer.read()
        except OSError:
            return False
        finally:
            connection.close()


class Yardstick:
    """Bare axum."""

    def __init__(self) -> None:
        self.port = free_port()
        self._process = subprocess.Popen([YARDSTICK, f"127.0.0.1:{self.port}"], preexec_fn=end_with_parent)
        deadline = time.monotonic() + 10
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                connection.request("GET", "/")
                assert connection.getresponse().read() == b"Hello, World!"
                return
            except ConnectionRefusedError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.01)
            finally:
                connection.close()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)


def _run(command: list[object]) -> str:
    done = subprocess.run([str(word) for word in command], cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout
