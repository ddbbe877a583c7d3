"""The mail server that the portal hands its notices to, and authorities for its certificate.

It is Debian's aiosmtpd in a process of its own, run by the system's Python, because the Python of the tests
may be another one that does not have it.
"""

from __future__ import annotations

import email
import email.policy
import json
import shutil
import subprocess
import tempfile
import time
from email.message import EmailMessage
from pathlib import Path

from dovecot import end_with_parent

SYSTEM_PYTHON = "/usr/bin/python3"
SERVER = Path(__file__).with_name("receiver_server.py")
STARTED_WITHIN = 30.0
STOPPED_WITHIN = 10.0
USER, PASSWORD = "portal", "a password of the portal's own"


class Receiver:
    """Runs on a free loopback port for as long as the `with` block lasts.

    `tls` is `starttls`, `implicit` or `none`; the certificate is for `names`, from an authority of its own.
    """

    def __init__(self, tls: str, names: str = "DNS:localhost,IP:127.0.0.1", sign_in: bool = True) -> None:
        self.tls, self.names, self.sign_in = tls, names, sign_in

    def __enter__(self) -> Receiver:
        self.dir = Path(tempfile.mkdtemp(prefix="receiver-"))
        self._notes = self.dir / "notes"
        self._notes.mkdir()
        self.say()
        self._make_certificate()
        settings = {
            "tls": self.tls, "directory": str(self._notes),
            "certificate": str(self.dir / "cert.pem") if self.tls != "none" else "", "key": str(self.dir / "key.pem"),
            "user": USER if self.sign_in else "", "password": PASSWORD,
        }
        with (self.dir / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [SYSTEM_PYTHON, "-B", SERVER, json.dumps(settings)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=log, preexec_fn=end_with_parent, text=True)
        try:
            port = self._process.stdout.readline()
            if not port.strip():
                raise RuntimeError(f"the receiver did not start\n{self.log()}")
            self.port = int(port)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()
        try:
            self._process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        shutil.rmtree(self.dir, ignore_errors=True)

    @property
    def authorities(self) -> Path:
        return self.dir / "authority.pem"

    def log(self) -> str:
        return (self.dir / "log").read_text(errors="replace")

    def say(self, recipient: str = "", data: str = "") -> None:
        """What is answered to recipients and to messages from now on; with nothing they are accepted."""
        for name, answer in (("mood", recipient), ("mood-data", data)):
            part = self._notes / f"{name}.part"
            part.write_text(answer)
            part.rename(self._notes / name)

    def notes(self, kind: str) -> list[dict]:
        """Everything of this kind that has happened, in order."""
        notes = [json.loads(path.read_text()) for path in sorted(self._notes.glob("*.json"))]
        return [note for note in notes if note["kind"] == kind]

    def wait_for(self, kind: str, count: int, seconds: float = 30.0) -> list[dict]:
        """Waits until so much of this kind has happened."""
        deadline = time.monotonic() + seconds
        while len(self.notes(kind)) < count:
            if time.monotonic() > deadline:
                raise AssertionError(f"{len(self.notes(kind))} × {kind} instead of {count}\n{self.log()}")
            time.sleep(0.05)
        return self.notes(kind)

    def _make_certificate(self) -> None:
        """An authority, and a certificate that it has signed."""
        def openssl(*arguments: object) -> None:
            subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, cwd=self.dir)

        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
        openssl("req", "-x509", *key, "-days", "2", "-subj", "/CN=An authority of the test",
                "-addext", "keyUsage=critical,keyCertSign", "-keyout", "authority.key", "-out", "authority.pem")
        openssl("req", "-new", *key, "-subj", "/CN=receiver", "-keyout", "key.pem", "-out", "request.pem")
        (self.dir / "names").write_text(f"basicConstraints=critical,CA:FALSE\nsubjectAltName={self.names}\n")
        openssl("x509", "-req", "-in", "request.pem", "-CA", "authority.pem", "-CAkey", "authority.key",
                "-CAcreateserial", "-days", "2", "-extfile", "names", "-out", "cert.pem")


def parsed(note: dict) -> EmailMessage:
    """A message as a mail program reads it."""
    return email.message_from_bytes(note["content"].encode("latin-1"), policy=email.policy.default)
