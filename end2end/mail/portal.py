"""The real portal with its demo organisation, in a throw-away directory, and a person who uses it.

The program is `PROOFUP_BIN`, or the release binary of this checkout.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from browser import Browser, Page
from dovecot import end_with_parent

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("PROOFUP_BIN", ROOT / "target" / "release" / "proofup"))
STARTED_WITHIN = 60.0
STOPPED_WITHIN = 30.0


class Portal:
    """`proofup demo` on a free loopback port for as long as the `with` block lasts."""

    def __enter__(self) -> Portal:
        if not BINARY.is_file():
            raise AssertionError(f"{BINARY} is not there: build it first, or name it in PROOFUP_BIN")
        self.dir = Path(tempfile.mkdtemp(prefix="proofup-"))
        self.data = self.dir / "data"
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self._process: subprocess.Popen | None = None
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.dir, ignore_errors=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def token(self) -> str:
        return (self.data / "token").read_text().strip()

    def person(self, user: str) -> dict[str, str]:
        """What the demo wrote down about one of its people."""
        people = json.loads((self.data / "people.json").read_text())
        [person] = [person for person in people if person["user"] == user]
        return person

    def start(self) -> None:
        with (self.dir / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [BINARY, "demo", "--data", self.data, "--listen", f"127.0.0.1:{self.port}"],
                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=end_with_parent)
        deadline = time.monotonic() + STARTED_WITHIN
        while not self._ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the portal did not start\n{(self.dir / 'log').read_text(errors='replace')}")
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

    def ask(self, question: dict[str, str]) -> tuple[int, object]:
        """One question on the machine interface, without a mail server in between."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("POST", "/api/v1/app-passwords/check", json.dumps(question), {
                "Content-Type": "application/json", "Authorization": f"Bearer {self.token}"})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def _ready(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


class Person:
    """Somebody with an authenticator app, signed in with scripts off."""

    def __init__(self, portal: Portal, user: str) -> None:
        self._browser = Browser(portal.port)
        known = portal.person(user)
        page = self._browser.submit(self._browser.get("/sign-in"), "/sign-in", user=user, password=known["password"])
        page = self._browser.submit(page, "/sign-in/verify", code=current_code(known["totp_secret"]))
        _expect(page, "/profile")

    def create_app_password(self, name: str) -> str:
        """Makes one and returns what the page lets a person copy."""
        page = self._browser.submit(self._browser.get("/app-passwords/create"), "/app-passwords/create", name=name)
        _expect(page, "/app-passwords/created")
        value = page.text_of("app-password")
        _expect(self._browser.submit(page, "/app-passwords/created"), "/app-passwords")
        return value

    def delete_app_password(self, name: str) -> None:
        for path in self.app_passwords().links:
            if path.startswith("/app-passwords/") and path.endswith("/delete"):
                page = self._browser.get(path)
                if name in page.heading:
                    _expect(self._browser.submit(page, path), "/app-passwords/deleted")
                    return
        raise AssertionError(f"no app password is called {name}")

    def app_passwords(self) -> Page:
        page = self._browser.get("/app-passwords")
        _expect(page, "/app-passwords")
        return page


def current_code(secret: str) -> str:
    """From an authenticator that shares no code with the portal."""
    code = subprocess.run(["oathtool", "--totp", "-b", "-"], input=secret, check=True, capture_output=True, text=True)
    return code.stdout.strip()


def _expect(page: Page, path: str) -> None:
    if (page.status, page.path.partition("?")[0]) != (200, path):
        raise AssertionError(f"expected {path}, got {page}")
