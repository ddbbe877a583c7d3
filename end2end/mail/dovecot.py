"""Debian's Dovecot in a throw-away directory, with the very files of docs/mail/dovecot.

The files are put in place as docs/mail/dovecot.md tells an administrator to: copied, with their own path,
address and token. Around them stands only what a machine brings along: ports, a certificate, a mail
directory, users. Runs as root or as anybody. Everything listens on free loopback ports and is gone
afterwards, also when the calling program is killed.

From a shell or another test runner:

    python3 end2end/mail/dovecot.py --portal http://127.0.0.1:8080 --token-file data/demo/token

prints one line of JSON with the ports and serves until its standard input is closed.
"""

from __future__ import annotations

import argparse
import ctypes
import grp
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from relay import Relay

RECIPE = Path(__file__).resolve().parents[2] / "docs" / "mail" / "dovecot"
RECIPE_URL = "http://127.0.0.1:8080"
RECIPE_HOME = "/etc/dovecot/"
POSTFIX_SOCKET = "/var/spool/postfix/private/auth"
PORTS = ("imap", "imaps", "submission", "submissions")
STARTED_WITHIN = 20.0
STOPPED_WITHIN = 10.0
MAIL_UID = 5000
PR_SET_PDEATHSIG = 1
# Loaded before any thread runs, because a freshly forked child must not wait for another thread's lock.
_LIBC = ctypes.CDLL(None)

MACHINE = """
protocols = imap submission
listen = 127.0.0.1
base_dir = {dir}/run
state_dir = {dir}/state
log_path = {dir}/dovecot.log
instance_name = proofup-test
ssl_cert = <{dir}/cert.pem
ssl_key = <{dir}/key.pem
hostname = localhost
submission_host = localhost
submission_relay_host = 127.0.0.1
submission_relay_port = {relay}
mail_location = maildir:~/Maildir
first_valid_uid = 1
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={dir}/mail/%d/%n
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service submission-login {{
  inet_listener submission {{
    port = {submission}
  }}
  inet_listener submissions {{
    port = {submissions}
    ssl = yes
  }}
}}
# Every test signs in from the same address: without this, one test's wrong passwords slow the next one down.
auth_failure_delay = 0
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""

# Dovecot expects root to hand each process to another user; one ordinary user has to be all of them.
UNPRIVILEGED = """
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
}}
service submission-login {{
  chroot =
}}
"""


class Dovecot:
    """A running Dovecot that asks `portal` with `token`; `settings` are added after everything else."""

    def __init__(self, portal: str, token: str, settings: str = "") -> None:
        self.portal, self.token, self.settings = portal, token, settings
        self.host = "localhost"

    def __enter__(self) -> Dovecot:
        self.dir = Path(tempfile.mkdtemp(prefix="dovecot-", dir="/tmp"))
        self.relay = Relay()
        self.process = None
        try:
            self._prepare()
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends every process of this Dovecot and removes its files."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOPPED_WITHIN)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.relay.close()
        shutil.rmtree(self.dir, ignore_errors=True)

    def log(self) -> str:
        path = self.dir / "dovecot.log"
        return path.read_text(errors="replace") if path.exists() else ""

    @property
    def certificate(self) -> Path:
        return self.dir / "cert.pem"

    @property
    def postfix_socket(self) -> Path:
        return self.dir / "postfix-auth"

    def mailbox(self, address: str) -> Path:
        """Where the mail of this address would be kept."""
        name, _, domain = address.partition("@")
        return self.dir / "mail" / domain / name / "Maildir"

    def set_token(self, token: str) -> None:
        """Writes the token file as the documentation says: mode 0600, owned by Dovecot's own user."""
        path = self.dir / "proofup.token"
        path.touch(mode=0o600)
        path.write_text(token + "\n")
        if os.geteuid() == 0:
            shutil.chown(path, "dovecot", "dovecot")

    def _prepare(self) -> None:
        self.dir.chmod(0o755)
        (self.dir / "mail").mkdir()
        root = os.geteuid() == 0
        uid, gid = (MAIL_UID, MAIL_UID) if root else (os.geteuid(), os.getegid())
        if root:
            os.chown(self.dir / "mail", uid, gid)
        self.set_token(self.token)
        make_certificate(self.dir)
        place = {RECIPE_HOME: f"{self.dir}/", RECIPE_URL: self.portal.rstrip("/")}
        self._copy("proofup.lua", {})
        self._copy("proofup.conf", place)
        user, group = pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name
        self._copy("postfix-sasl.conf", {
            POSTFIX_SOCKET: str(self.postfix_socket),
            "user = postfix": f"user = {user}",
            "group = postfix": f"group = {group}",
        })
        self.ports = _free_ports()
        machine = MACHINE.format(dir=self.dir, relay=self.relay.port, uid=uid, gid=gid, **self.ports)
        # First, because the recipe refers to these users and a reference takes the value set so far.
        users = "" if root else UNPRIVILEGED.format(user=user, group=group)
        includes = f"!include {self.dir}/proofup.conf\n!include {self.dir}/postfix-sasl.conf\n"
        (self.dir / "dovecot.conf").write_text(users + includes + machine + self.settings)

    def _copy(self, name: str, replacements: dict[str, str]) -> None:
        """Copies a file of the recipe; a value that is no longer in it means that recipe and harness drifted apart."""
        text = (RECIPE / name).read_text()
        for old, new in replacements.items():
            if old not in text:
                raise AssertionError(f"{name} no longer contains {old}")
            text = text.replace(old, new)
        (self.dir / name).write_text(text)

    def _start(self) -> None:
        with (self.dir / "dovecot.log").open("wb") as log:
            self.process = subprocess.Popen(
                ["dovecot", "-F", "-c", self.dir / "dovecot.conf"], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=end_with_parent,
                env={**os.environ, "PATH": os.environ.get("PATH", "") + ":/usr/sbin"})
        deadline = time.monotonic() + STARTED_WITHIN
        for name in ("imap", "submission"):
            while not self._greets(self.ports[name]):
                if self.process.poll() is not None:
                    raise RuntimeError(f"Dovecot ended\n{self.log()}")
                if time.monotonic() > deadline:
                    raise RuntimeError(f"Dovecot did not start within {STARTED_WITHIN} s\n{self.log()}")
                time.sleep(0.05)

    @staticmethod
    def _greets(port: int) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
                return connection.recv(64)[:3] in (b"* O", b"220")
        except OSError:
            return False


def make_certificate(directory: Path) -> None:
    """Writes key.pem and a self-signed cert.pem for this machine's own names."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
         "-keyout", directory / "key.pem", "-out", directory / "cert.pem"],
        check=True, capture_output=True)


def _free_ports() -> dict[str, int]:
    """Held open together, so that no two are the same."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in PORTS]
    try:
        return {name: s.getsockname()[1] for name, s in zip(PORTS, sockets)}
    finally:
        for s in sockets:
            s.close()


def end_with_parent() -> None:
    """In a child: asks the kernel to end it when this program dies without a chance to clean up."""
    _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def main() -> None:
    arguments = argparse.ArgumentParser(description="Run Dovecot with the Proofup recipe on free loopback ports.")
    arguments.add_argument("--portal", required=True, help="address of the portal")
    arguments.add_argument("--token-file", required=True, type=Path, help="file with the bearer token")
    given = arguments.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with Dovecot(given.portal, given.token_file.read_text().strip()) as dovecot:
        ready = {"host": dovecot.host, **dovecot.ports, "certificate": str(dovecot.certificate)}
        print(json.dumps(ready), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
