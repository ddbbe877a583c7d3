"""The Dovecot recipe of docs/mail, run against Debian's Dovecot with a stand-in for the portal.

    python3 -m unittest discover -v -s end2end/mail

Nothing here waits for a fixed time: a test that has to wait asks again until a deadline.
"""

from __future__ import annotations

import imaplib
import smtplib
import time
import unittest

import client
from client import Verdict
from dovecot import Dovecot
from fake_portal import CHECK_PATH, FakePortal

ANN = "ann@example.org"
TOKEN = "c2VjcmV0-token_for.the~check+route/=="
APP_PASSWORD = "abcdefghijklmnop"
ACCOUNT_PASSWORD = "correct horse battery staple"
BOTH = {"imap", "smtp"}
# docs/mail/dovecot.md promises this much to people, and the portal shows it.
REVOKED_WITHIN = 60.0


def everywhere(dovecot: Dovecot, user: str, password: str) -> set[Verdict]:
    """What IMAP, Dovecot's submission service and Postfix's socket make of one password."""
    return {
        client.imap(dovecot, user, password),
        client.submission(dovecot, user, password),
        client.postfix(dovecot, user, password, "192.0.2.7"),
    }


class MailTest(unittest.TestCase):
    """One portal and one Dovecot per class; every test starts with a portal that knows Ann's app password."""

    settings = ""
    dovecot: Dovecot
    portal: FakePortal

    @classmethod
    def setUpClass(cls) -> None:
        cls.portal = cls.enterClassContext(FakePortal(TOKEN))
        cls.dovecot = cls.enterClassContext(Dovecot(cls.portal.url, TOKEN, cls.settings))

    def setUp(self) -> None:
        self.portal.forced = None
        self.portal.seen.clear()
        self.portal.allow(ANN, APP_PASSWORD, BOTH)

    def questions(self, field: str) -> list[str]:
        return [seen.question[field] for seen in self.portal.seen]


class Verdicts(MailTest):
    def test_an_app_password_opens_the_mailbox(self) -> None:
        self.assertEqual(everywhere(self.dovecot, ANN, APP_PASSWORD), {Verdict.ACCEPTED})
        self.assertEqual(client.imap_login(self.dovecot, ANN, APP_PASSWORD), Verdict.ACCEPTED)
        self.assertEqual(client.imap(self.dovecot, ANN, APP_PASSWORD, starttls=True), Verdict.ACCEPTED)
        self.assertEqual(client.submission(self.dovecot, ANN, APP_PASSWORD, mechanism="LOGIN"), Verdict.ACCEPTED)

    def test_any_other_password_is_refused(self) -> None:
        for password in ("abcdefghijklmnoq", ACCOUNT_PASSWORD, ""):
            with self.subTest(password):
                self.assertEqual(everywhere(self.dovecot, ANN, password), {Verdict.REFUSED})

    def test_somebody_elses_app_password_is_refused(self) -> None:
        self.assertEqual(everywhere(self.dovecot, "bob@example.org", APP_PASSWORD), {Verdict.REFUSED})

    def test_a_deleted_app_password_is_refused_at_the_next_sign_in(self) -> None:
        self.assertEqual(everywhere(self.dovecot, ANN, APP_PASSWORD), {Verdict.ACCEPTED})
        self.portal.revoke(ANN, APP_PASSWORD)
        self.assertEqual(everywhere(self.dovecot, ANN, APP_PASSWORD), {Verdict.REFUSED})

    def test_a_password_for_imap_alone_does_not_send(self) -> None:
        self.portal.allow(ANN, "imapimapimapimap", {"imap"})
        self.assertEqual(client.imap(self.dovecot, ANN, "imapimapimapimap"), Verdict.ACCEPTED)
        self.assertEqual(client.submission(self.dovecot, ANN, "imapimapimapimap"), Verdict.REFUSED)
        self.assertEqual(client.postfix(self.dovecot, ANN, "imapimapimapimap", "192.0.2.7"), Verdict.REFUSED)

    def test_an_alias_opens_the_mailbox_that_the_portal_names(self) -> None:
        self.portal.allow("sales@example.org", APP_PASSWORD, BOTH, mailbox="carol@example.org")
        self.assertEqual(client.imap(self.dovecot, "sales@example.org", APP_PASSWORD), Verdict.ACCEPTED)
        self.assertTrue(self.dovecot.mailbox("carol@example.org").is_dir())
        self.assertFalse(self.dovecot.mailbox("sales@example.org").exists())

    def test_no_password_is_taken_before_tls(self) -> None:
        # From another address than the server's own: a program on the same machine needs no TLS in Dovecot's eyes.
        elsewhere = "127.0.0.9"
        with client.ImapFrom(self.dovecot, elsewhere) as imap:
            self.assertIn("LOGINDISABLED", imap.capabilities)
            with self.assertRaisesRegex(imaplib.IMAP4.error, "PRIVACYREQUIRED"):
                imap.login(ANN, APP_PASSWORD)
        with smtplib.SMTP(self.dovecot.host, self.dovecot.ports["submission"], timeout=client.TIMEOUT,
                          source_address=(elsewhere, 0)) as smtp:
            smtp.ehlo("mail-program.invalid")
            self.assertFalse(smtp.has_extn("auth"))
            smtp.starttls(context=client.trust(self.dovecot))
            smtp.ehlo("mail-program.invalid")
            self.assertEqual(smtp.esmtp_features["auth"].split(), ["PLAIN", "LOGIN"])
        self.assertEqual(self.portal.seen, [])


class TryLater(MailTest):
    """Only a clear "no" may make a mail program ask for a password; and nothing unclear is ever a yes."""

    def test_while_the_portal_is_down(self) -> None:
        self.assertEqual(everywhere(self.dovecot, ANN, APP_PASSWORD), {Verdict.ACCEPTED})
        self.portal.stop()
        try:
            self.assertEqual(everywhere(self.dovecot, ANN, APP_PASSWORD), {Verdict.LATER})
            self.assertEqual(everywhere(self.dovecot, ANN, "abcdefghijklmnoq"), {Verdict.LATER})
        finally:
            self.portal.start()
        self.assertEqual(everywhere(self.dovecot, ANN, APP_PASSWORD), {Verdict.ACCEPTED})

    def test_a_restart_of_the_portal_goes_unnoticed(self) -> None:
        """Dovecot keeps its connection; one that the portal closed in the meantime is opened again."""
        self.assertEqual(client.imap(self.dovecot, ANN, APP_PASSWORD), Verdict.ACCEPTED)
        self.portal.stop()
        self.portal.start()
        self.assertEqual(client.imap(self.dovecot, ANN, APP_PASSWORD), Verdict.ACCEPTED)

    def test_when_the_portal_gives_no_verdict(self) -> None:
        yes = '{"ok":true,"user":"ann@example.org"}'
        for status in (204, 400, 401, 403, 404, 429, 500, 503):
            with self.subTest(status=status):
                self.portal.forced = (status, yes if status != 204 else "")
                self.assertEqual(client.imap(self.dovecot, ANN, APP_PASSWORD), Verdict.LATER)
        for body in ("", "{}", "ok", "false", '{"ok":true}', '{"ok":"true","user":"ann@example.org"}',
                     '{"ok":true,"user":""}', '{"ok":true,"user":null}', f"[{yes}]", yes + yes, yes[:-1],
                     '{"ok":true,"user":"../../bob@example.org"}', '{"ok":true,"user":"bob/x@example.org"}',
                     '{"ok":true,"user":"ann@example.org","ok":false}', '{"ok":false,"user":"ann@example.org"}'):
            with self.subTest(body=body):
                self.portal.forced = (200, body)
                self.assertEqual(client.imap(self.dovecot, ANN, APP_PASSWORD), Verdict.LATER)
        self.portal.forced = (503, "")
        self.assertEqual(everywhere(self.dovecot, ANN, APP_PASSWORD), {Verdict.LATER})

    def test_the_answer_may_be_laid_out_differently(self) -> None:
        for body in ('{ "user" : "ann@example.org",\n  "ok" : true }\n', ' {"ok": true, "user": "ann@example.org"}'):
            with self.subTest(body=body):
                self.portal.forced = (200, body)
                self.assertEqual(client.imap(self.dovecot, ANN, APP_PASSWORD), Verdict.ACCEPTED)
        self.portal.forced = (200, '{ "ok" : false }\n')
        self.assertEqual(client.imap(self.dovecot, ANN, APP_PASSWORD), Verdict.REFUSED)

    def test_a_token_that_the_portal_does_not_know(self) -> None:
        self.addCleanup(self.dovecot.set_token, TOKEN)
        self.dovecot.set_token("another-token")
        self.assertEqual(everywhere(self.dovecot, ANN, APP_PASSWORD), {Verdict.LATER})
        self.dovecot.set_token("")
        self.portal.seen.clear()
        self.assertEqual(everywhere(self.dovecot, ANN, APP_PASSWORD), {Verdict.LATER})
        self.assertEqual(self.portal.seen, [], "without a token nothing is asked")
        self.dovecot.set_token(TOKEN)
        self.assertEqual(everywhere(self.dovecot, ANN, APP_PASSWORD), {Verdict.ACCEPTED}, "no restart needed")


class Questions(MailTest):
    def test_the_question_is_the_one_of_the_contract(self) -> None:
        client.imap(self.dovecot, ANN, APP_PASSWORD, source="127.0.0.9")
        [seen] = self.portal.seen
        self.assertEqual(seen.path, CHECK_PATH)
        self.assertEqual(seen.authorization, f"Bearer {TOKEN}")
        self.assertEqual(seen.content_type, "application/json")
        self.assertEqual(seen.question, {
            "user": ANN, "password": APP_PASSWORD, "service": "imap", "client_ip": "127.0.0.9"})

    def test_service_and_address_arrive(self) -> None:
        client.imap(self.dovecot, ANN, APP_PASSWORD, source="127.0.0.21")
        client.submission(self.dovecot, ANN, APP_PASSWORD, source="127.0.0.22")
        client.postfix(self.dovecot, ANN, APP_PASSWORD, "2001:db8::23")
        self.assertEqual(self.questions("service"), ["imap", "smtp", "smtp"])
        self.assertEqual(self.questions("client_ip"), ["127.0.0.21", "127.0.0.22", "2001:db8::23"])

    def test_every_password_arrives_byte_for_byte(self) -> None:
        passwords = ['"', "\\", '\\"', '","service":"imap","x":"', '{"ok":true}', " two  spaces ", "100% %w %u",
                     "na\u00efve \u043f\u0430\u0440\u043e\u043b\u044c \u5bc6\u7801 \U0001f511", "\x02\x08\x0c\x1b\x7f",
                     "\u2028\ufeff\u00a0", "abcd-efgh-ijkl-mnop", "x" * 256]
        for password in passwords:
            with self.subTest(password):
                self.portal.allow(ANN, password, BOTH)
                self.portal.seen.clear()
                self.assertEqual(everywhere(self.dovecot, ANN, password), {Verdict.ACCEPTED})
                self.assertEqual(self.questions("password"), [password] * 3)

    def test_the_login_command_quotes_correctly(self) -> None:
        password = 'a "quoted\\" word'
        self.portal.allow(ANN, password, BOTH)
        self.assertEqual(client.imap_login(self.dovecot, ANN, password), Verdict.ACCEPTED)

    def test_what_can_be_no_password_is_refused_without_asking(self) -> None:
        latin1 = b"caf\xe9".decode("utf-8", "surrogateescape")
        for password in (latin1, "tab\there", "line\nbreak"):
            with self.subTest(password):
                self.assertEqual(client.imap(self.dovecot, ANN, password), Verdict.REFUSED)
        self.assertEqual(self.portal.seen, [])

    def test_the_log_keeps_the_secrets(self) -> None:
        client.imap(self.dovecot, ANN, APP_PASSWORD)
        client.imap(self.dovecot, ANN, ACCOUNT_PASSWORD)
        self.portal.forced = (503, "")
        client.imap(self.dovecot, ANN, APP_PASSWORD)
        log = self.dovecot.log()
        self.assertIn("the portal answered 503", log)
        for secret in (TOKEN, APP_PASSWORD, ACCOUNT_PASSWORD):
            self.assertNotIn(secret, log)


class Cached(MailTest):
    """A site that switches Dovecot's cache on all the same; docs/mail/dovecot.md says what that costs."""

    settings = "auth_cache_size = 1 M\nauth_cache_ttl = 2 s\nauth_cache_negative_ttl = 0\n"

    def warm(self, user: str, password: str, services: set[str] = BOTH) -> None:
        """Signs in until an answer demonstrably came from the cache."""
        self.portal.allow(user, password, services)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            self.assertEqual(client.imap(self.dovecot, user, password), Verdict.ACCEPTED)
            asked = len(self.portal.seen)
            self.assertEqual(client.imap(self.dovecot, user, password), Verdict.ACCEPTED)
            if len(self.portal.seen) == asked:
                return
        self.fail("nothing was answered from the cache")

    def test_a_deleted_app_password_is_refused_within_the_documented_seconds(self) -> None:
        self.warm(ANN, "deleteddeletedde")
        self.portal.revoke(ANN, "deleteddeletedde")
        deadline = time.monotonic() + REVOKED_WITHIN
        while client.imap(self.dovecot, ANN, "deleteddeletedde") is not Verdict.REFUSED:
            self.assertLess(time.monotonic(), deadline, "still accepted after the documented seconds")
        self.assertEqual(client.submission(self.dovecot, ANN, "deleteddeletedde"), Verdict.REFUSED)

    def test_the_cache_does_not_confuse_services(self) -> None:
        self.warm(ANN, "onlyimaponlyimap", {"imap"})
        self.assertEqual(client.submission(self.dovecot, ANN, "onlyimaponlyimap"), Verdict.REFUSED)
        self.assertEqual(client.postfix(self.dovecot, ANN, "onlyimaponlyimap", "192.0.2.7"), Verdict.REFUSED)

    def test_the_cache_does_not_confuse_passwords_or_people(self) -> None:
        self.warm(ANN, "annsannsannsanns")
        self.assertEqual(client.imap(self.dovecot, ANN, "otherotherothero"), Verdict.REFUSED)
        self.assertEqual(client.imap(self.dovecot, "bob@example.org", "annsannsannsanns"), Verdict.REFUSED)

    def test_why_the_recipe_has_no_cache(self) -> None:
        """Dovecot serves even an expired "yes" while the portal gives no verdict: deleted, yet accepted."""
        self.warm(ANN, "expiredexpiredex")
        self.portal.revoke(ANN, "expiredexpiredex")
        deadline = time.monotonic() + REVOKED_WITHIN
        while client.imap(self.dovecot, ANN, "expiredexpiredex") is not Verdict.REFUSED:
            self.assertLess(time.monotonic(), deadline)
        self.portal.forced = (429, "")
        self.assertEqual(client.imap(self.dovecot, ANN, "expiredexpiredex"), Verdict.ACCEPTED)


if __name__ == "__main__":
    unittest.main()
