"""The steps of docs/mail/dovecot.md, done on Debian's own configuration and on a running Dovecot.

What matters most is what must *not* be left: Debian's password database would let account passwords in.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import client
from client import Verdict
from dovecot import RECIPE, Dovecot
from fake_portal import FakePortal

ANN = "ann@example.org"
APP_PASSWORD = "abcdefghijklmnop"
GUIDE = RECIPE.parent / "dovecot.md"
# Debian keeps an untouched copy of its configuration here.
STOCK = Path("/usr/share/dovecot")


class OnDebiansConfiguration(unittest.TestCase):
    def test_the_steps_leave_one_password_database(self) -> None:
        guide = GUIDE.read_text()
        [sed] = re.findall(r"^sed -i .*$", guide, re.MULTILINE)
        with tempfile.TemporaryDirectory() as directory:
            shutil.copytree(STOCK / "conf.d", Path(directory, "conf.d"))
            shutil.copy(STOCK / "dovecot.conf", directory)
            self.assertEqual(self.drivers(directory), ["pam"], "what Debian starts with")
            shutil.copy(RECIPE / "proofup.conf", Path(directory, "conf.d", "99-proofup.conf"))
            self.assertEqual(self.drivers(directory), ["pam", "lua"])
            subprocess.run(["sh", "-ec", sed.replace("/etc/dovecot", directory)], check=True)
            self.assertEqual(self.drivers(directory), ["lua"])
            settings = self.doveconf(directory, "-n")
            for line in ("ssl = required", "auth_mechanisms = plain login"):
                self.assertIn(line, settings.splitlines())
            self.assertEqual(self.doveconf(directory, "-h", "auth_cache_size").strip(), "0")
            self.assertEqual(self.doveconf(directory, "-h", "disable_plaintext_auth").strip(), "yes")

    def test_every_file_the_guide_names_is_there(self) -> None:
        named = re.findall(r"\]\(([^)]+)\)", GUIDE.read_text())
        self.assertGreaterEqual(len(named), 5)
        for name in named:
            self.assertTrue((GUIDE.parent / name).is_file(), name)

    def drivers(self, directory: str) -> list[str]:
        return re.findall(r"^  driver = (\S+)$", self.doveconf(directory, "-n", "passdb"), re.MULTILINE)

    def doveconf(self, directory: str, *arguments: str) -> str:
        return subprocess.run(["doveconf", "-c", Path(directory, "dovecot.conf"), *arguments],
                              check=True, capture_output=True, text=True).stdout


class BesidesAnotherPasswordDatabase(unittest.TestCase):
    """One that comes after ours and would take any password is never asked."""

    settings = "passdb leftover {\n  driver = static\n  args = nopassword=y\n}\n"

    def test_the_portal_has_the_last_word(self) -> None:
        with FakePortal("token") as portal, Dovecot(portal.url, "token", self.settings) as dovecot:
            portal.allow(ANN, APP_PASSWORD, {"imap"})
            self.assertEqual(client.imap(dovecot, ANN, APP_PASSWORD), Verdict.ACCEPTED)
            self.assertEqual(client.imap(dovecot, ANN, "the account password"), Verdict.REFUSED)
            portal.forced = (503, "")
            self.assertEqual(client.imap(dovecot, ANN, APP_PASSWORD), Verdict.LATER)


class TryingItOut(unittest.TestCase):
    def test_doveadm_says_what_a_mail_program_would_be_told(self) -> None:
        [command] = re.findall(r"doveadm auth test .*", GUIDE.read_text())
        arguments = command.split()[1:-1]
        with FakePortal("token") as portal, Dovecot(portal.url, "token") as dovecot:
            portal.allow(ANN, APP_PASSWORD, {"imap"})

            def ask(password: str) -> tuple[bool, bool]:
                """Whether doveadm calls it accepted, and whether it speaks of a temporary failure."""
                asked = subprocess.run(["doveadm", "-c", dovecot.dir / "dovecot.conf", *arguments, ANN, password],
                                       capture_output=True, text=True)
                return asked.returncode == 0, "code=temp_fail" in asked.stdout

            self.assertEqual(ask(APP_PASSWORD), (True, False))
            self.assertEqual(portal.seen[-1].question["client_ip"], "192.0.2.1")
            self.assertEqual(ask("the account password"), (False, False))
            portal.forced = (503, "")
            self.assertEqual(ask(APP_PASSWORD), (False, True))


if __name__ == "__main__":
    unittest.main()
