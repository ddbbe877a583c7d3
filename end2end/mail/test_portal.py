"""The whole way: a person makes an app password in the portal, uses it in a mail program, and deletes it.

Real portal, real Dovecot, the forms as they are without scripts, codes from oathtool.
"""

from __future__ import annotations

import time
import unittest
from collections.abc import Callable

import client
from client import Verdict
from dovecot import Dovecot
from portal import Person, Portal

READY = "ready@example.org"
# docs/mail/dovecot.md promises this much to people, and the portal shows it.
REVOKED_WITHIN = 60.0
# The portal collects these and writes them at most once a minute.
LAST_USE_WITHIN = 90.0


def check_real(portal: str, token: str, user: str, app_password: str, account_password: str,
               revoke: Callable[[], None]) -> None:
    """What must be true of any portal that speaks the contract; `revoke` deletes the app password."""

    def everywhere(dovecot: Dovecot, password: str) -> set[Verdict]:
        return {client.imap(dovecot, user, password), client.submission(dovecot, user, password),
                client.postfix(dovecot, user, password, "192.0.2.7")}

    def expect(got: set[Verdict], wanted: Verdict, what: str) -> None:
        if got != {wanted}:
            raise AssertionError(f"{what}: expected {wanted}, got {got}")

    with Dovecot(portal, token) as dovecot:
        try:
            expect(everywhere(dovecot, app_password), Verdict.ACCEPTED, "app password")
            in_groups = "-".join(app_password[i:i + 4] for i in range(0, len(app_password), 4))
            for typed in (in_groups, in_groups.replace("-", " "), in_groups.upper()):
                expect(everywhere(dovecot, typed), Verdict.ACCEPTED, f"app password typed as {typed}")
            if not dovecot.mailbox(user).is_dir():
                raise AssertionError(f"the mailbox of {user} was not opened")
            other = ("b" if app_password[0] == "a" else "a") + app_password[1:]
            expect(everywhere(dovecot, other), Verdict.REFUSED, "another app password")
            expect(everywhere(dovecot, account_password), Verdict.REFUSED, "account password")
            dovecot.set_token("not-the-token")
            expect(everywhere(dovecot, app_password), Verdict.LATER, "wrong token")
            dovecot.set_token(token)
            expect(everywhere(dovecot, app_password), Verdict.ACCEPTED, "app password, right token again")

            revoke()
            deadline = time.monotonic() + REVOKED_WITHIN
            while everywhere(dovecot, app_password) != {Verdict.REFUSED}:
                if time.monotonic() > deadline:
                    raise AssertionError(f"a deleted app password is accepted after {REVOKED_WITHIN} s")
        except AssertionError as error:
            raise AssertionError(f"{error}\n{dovecot.log()}") from error


class RealPortal(unittest.TestCase):
    portal: Portal
    person: Person

    @classmethod
    def setUpClass(cls) -> None:
        cls.portal = cls.enterClassContext(Portal())
        # Once: a code from the authenticator counts only once, and the next one takes up to 30 seconds.
        cls.person = Person(cls.portal, READY)

    def test_create_use_delete(self) -> None:
        app_password = self.person.create_app_password("Mail on my laptop")
        self.assertRegex(app_password, "^[a-z]{16,32}$")
        check_real(self.portal.url, self.portal.token, READY, app_password, self.portal.person(READY)["password"],
                   lambda: self.person.delete_app_password("Mail on my laptop"))

    def test_the_list_says_when_and_where_it_was_used(self) -> None:
        app_password = self.person.create_app_password("Mail on my phone")
        with Dovecot(self.portal.url, self.portal.token) as dovecot:
            self.assertEqual(client.imap(dovecot, READY, app_password, source="127.0.0.39"), Verdict.ACCEPTED)
        deadline = time.monotonic() + LAST_USE_WITHIN
        while not self.person.app_passwords().says("127.0.0.39"):
            self.assertLess(time.monotonic(), deadline, "the list does not show the sign-in")
            time.sleep(0.5)

    def test_the_answers_are_those_of_the_contract(self) -> None:
        app_password = self.person.create_app_password("Calendar")
        question = {"user": READY, "password": app_password, "service": "imap", "client_ip": "192.0.2.7"}
        self.assertEqual(self.portal.ask(question), (200, {"ok": True, "user": READY}))
        no = (200, {"ok": False})
        self.assertEqual(self.portal.ask({**question, "password": self.portal.person(READY)["password"]}), no)
        self.assertEqual(self.portal.ask({**question, "password": "abcdefghijklmnop"}), no)
        self.assertEqual(self.portal.ask({**question, "user": "nobody@example.org"}), no)

    def test_while_the_portal_is_down(self) -> None:
        app_password = self.person.create_app_password("Mail at home")
        with Dovecot(self.portal.url, self.portal.token) as dovecot:
            self.assertEqual(client.imap(dovecot, READY, app_password), Verdict.ACCEPTED)
            self.portal.stop()
            try:
                self.assertEqual(client.imap(dovecot, READY, app_password), Verdict.LATER)
            finally:
                self.portal.start()
            self.assertEqual(client.imap(dovecot, READY, app_password), Verdict.ACCEPTED)


if __name__ == "__main__":
    unittest.main()
