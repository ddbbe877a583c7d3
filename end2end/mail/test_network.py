"""Between Dovecot and a portal that is not on the same machine: trust, and silence."""

from __future__ import annotations

import socket
import ssl
import tempfile
import time
import unittest
from pathlib import Path

import client
from client import Verdict
from dovecot import Dovecot, make_certificate
from fake_portal import FakePortal

ANN = "ann@example.org"
TOKEN = "token"
APP_PASSWORD = "abcdefghijklmnop"
BOTH = {"imap", "smtp"}
# docs/mail/dovecot.md says 8 seconds; Dovecot adds half a second to every failure, and this machine may be busy.
SILENCE_WITHIN = 15.0


class OverTls(unittest.TestCase):
    """A portal on another machine is asked over https, and only with a certificate that Dovecot trusts."""

    def test_only_a_trusted_portal_is_asked(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            make_certificate(Path(directory))
            Path(directory).chmod(0o755)
            certificate = Path(directory, "cert.pem")
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(certificate, Path(directory, "key.pem"))
            with FakePortal(TOKEN, tls) as portal:
                portal.allow(ANN, APP_PASSWORD, BOTH)
                with Dovecot(portal.url, TOKEN, f"ssl_client_ca_file = {certificate}\n") as trusting:
                    self.assertEqual(client.imap(trusting, ANN, APP_PASSWORD), Verdict.ACCEPTED)
                portal.seen.clear()
                with Dovecot(portal.url, TOKEN, "ssl_client_ca_dir = /etc/ssl/certs\n") as strict:
                    self.assertEqual(client.imap(strict, ANN, APP_PASSWORD), Verdict.LATER)
                self.assertEqual(portal.seen, [])


class Silent(unittest.TestCase):
    """A portal that takes the connection and never answers must not hold up sign-ins for long."""

    def test_a_mail_program_is_told_to_try_later(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            with Dovecot(f"http://127.0.0.1:{silent.getsockname()[1]}", TOKEN) as dovecot:
                started = time.monotonic()
                self.assertEqual(client.imap(dovecot, ANN, APP_PASSWORD), Verdict.LATER)
                self.assertLess(time.monotonic() - started, SILENCE_WITHIN)


if __name__ == "__main__":
    unittest.main()
