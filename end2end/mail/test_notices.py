"""Notices by mail: from the portal through a real mail server, as a mail program reads them.

The portal runs as in production, with a configuration file; the notice is that of a new password, which
an administrator's shell sets.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import time
import unittest
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser

from portal import BINARY
from production import ANN, BOB, HOSTILE, Production
from receiver import PASSWORD, USER, Receiver, parsed

FROM = "portal@example.org"
# The portal looks several times a second; this is long enough for it to have looked and done nothing.
A_WHILE = 3.0


def settings(receiver: Receiver, host: str = "localhost", tls: str = "", more: str = "") -> str:
    """The lines for this receiver."""
    lines = (f'kind = "smtp"\nhost = "{host}"\nport = {receiver.port}\ntls = "{tls or receiver.tls}"\n'
             f'from = "{FROM}"\nauthorities = "{receiver.authorities}"\n{more}')
    if receiver.sign_in:
        # Beside the receiver's own files, so that the lines are known before the portal has a directory.
        secret = receiver.dir / "password"
        secret.write_text(f"{PASSWORD}\n")
        lines += f'user = "{USER}"\npassword_file = "{secret}"\n'
    return lines


class Words(HTMLParser):
    """The text of a page, and whatever in it could be loaded or pressed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.active = "", set(), []
        self.feed(html)
        self.text = re.sub(r"\s+", " ", self.text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.active += [name for name, _ in attributes if name not in {"lang", "charset", "style"}]

    def handle_data(self, data: str) -> None:
        self.text += data


class OverTls(unittest.TestCase):
    def check(self, tls: str) -> None:
        with Receiver(tls) as receiver, Production(settings(receiver)) as portal:
            portal.tell(ANN)
            portal.tell(BOB)
            ann, bob = receiver.wait_for("message", 2)
            portal.wait_until_nothing_waits()
            if ann["recipients"] != [ANN]:
                ann, bob = bob, ann
            for note, to in ((ann, ANN), (bob, BOB)):
                self.assertEqual((note["tls"], note["user"]), (True, USER))
                self.assertEqual((note["sender"], note["recipients"]), (FROM, [to]))
                self.check_headers(note, to)
            self.check_words(ann, "Your password was changed", "en", "Hello Ann Example,",
                             "This mail has no links on purpose.")
            self.check_words(bob, "Uw wachtwoord is gewijzigd", "nl", f"Dag {HOSTILE},",
                             "In dit bericht staan met opzet geen koppelingen.")
            self.assertEqual({note["name"] for note in receiver.notes("ehlo")}, {"account.example.org"})
            self.assertEqual(portal.metric('proofup_notices_total{outcome="sent"}'), 2)
            for secret in (ANN, BOB, "Bob", PASSWORD, "password was changed"):
                self.assertNotIn(secret, portal.log())

    def check_headers(self, note: dict, to: str) -> None:
        message = parsed(note)
        self.assertEqual(message.defects, [])
        self.assertEqual(sorted(message.keys()), sorted(
            ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]))
        [sender] = message["From"].addresses
        self.assertEqual((sender.display_name, sender.addr_spec), ("Example Örganisation", FROM))
        self.assertEqual([address.addr_spec for address in message["To"].addresses], [to])
        self.assertEqual(message["Auto-Submitted"], "auto-generated")
        self.assertRegex(message["Message-ID"], r"^<[0-9a-f]{32}@account\.example\.org>$")
        self.assertLess(abs(time.time() - parsedate_to_datetime(message["Date"]).timestamp()), 120)
        self.assertTrue(note["content"].isascii())
        self.assertLessEqual(max(map(len, note["content"].split("\r\n"))), 200)

    def check_words(self, note: dict, subject: str, language: str, greeting: str, closing: str) -> None:
        message = parsed(note)
        self.assertEqual(message["Subject"], subject)
        self.assertEqual(message.get_content_type(), "multipart/alternative")
        plain, html = message.iter_parts()
        self.assertEqual([plain.get_content_type(), html.get_content_type()], ["text/plain", "text/html"])
        text, page = plain.get_content(), html.get_content()
        words = Words(page)
        for part in (greeting, closing, "Example Örganisation"):
            self.assertIn(part, text)
            self.assertIn(part, words.text)
        self.assertIn(f'<html lang="{language}">', page)
        self.assertEqual(words.active, [])
        self.assertEqual(words.tags, {"html", "head", "meta", "title", "body", "p", "br", "strong"})
        for content in (text, page):
            self.assertNotIn("http", content)

    def test_starttls(self) -> None:
        self.check("starttls")

    def test_implicit(self) -> None:
        self.check("implicit")


class Refused(unittest.TestCase):
    """Whatever is wrong with the line, nothing is said on it and the notice waits."""

    def check(self, receiver: Receiver, lines: str, why: str) -> None:
        with Production(lines) as portal:
            portal.tell(ANN)
            portal.wait_for_log("notices were not taken")
            self.assertIn(why, portal.log())
            self.assertNotIn(ANN, portal.log())
            self.assertNotIn(PASSWORD, portal.log())
            self.assertEqual(portal.waiting(), [(1,)])
            self.assertEqual(receiver.notes("message") + receiver.notes("rcpt"), [])
            self.assertEqual([note for note in receiver.notes("ehlo") if note["tls"]], [])

    def test_a_certificate_for_another_name(self) -> None:
        for tls in ("starttls", "implicit"):
            with self.subTest(tls), Receiver(tls, names="DNS:elsewhere.example.org") as receiver:
                self.check(receiver, settings(receiver), "certificate not valid for name")

    def test_a_certificate_from_an_unknown_authority(self) -> None:
        with Receiver("implicit") as receiver, Receiver("implicit") as other:
            shutil.copy(other.authorities, receiver.authorities)
            self.check(receiver, settings(receiver), "invalid peer certificate")

    def test_a_server_without_starttls(self) -> None:
        with Receiver("none", sign_in=False) as receiver:
            self.check(receiver, settings(receiver, tls="starttls"), "STARTTLS is not supported")

    def test_a_wrong_password_is_no_end_of_the_notice(self) -> None:
        with Receiver("starttls") as receiver:
            lines = settings(receiver)
            (receiver.dir / "password").write_text("another password\n")
            with Production(lines) as portal:
                portal.tell(ANN)
                portal.wait_for_log("signing in: the mail server answered 535")
                self.assertEqual(portal.waiting(), [(1,)])
                self.assertEqual(receiver.notes("rcpt"), [])


class Tries(unittest.TestCase):
    def test_not_now_is_tried_again_and_arrives_once(self) -> None:
        with Receiver("starttls") as receiver, Production(settings(receiver)) as portal:
            receiver.say(recipient="451 4.3.0 Not now")
            portal.tell(ANN)
            receiver.wait_for("rcpt", 1)
            portal.wait_for_log("the recipient: the mail server answered 451")
            receiver.say(data="452 4.2.2 Not now either")
            portal.sql("UPDATE outbox SET due = 0")
            receiver.wait_for("rcpt", 2)
            portal.wait_for_log("the message: the mail server answered 452")
            receiver.say()
            [(due,)] = portal.sql("SELECT due FROM outbox")
            self.assertGreater(due, time.time() * 1_000, "it waits")
            portal.sql("UPDATE outbox SET due = 0")
            [note] = receiver.wait_for("message", 1)
            portal.wait_until_nothing_waits()
            time.sleep(A_WHILE)
            self.assertEqual(receiver.notes("message"), [note])
            self.assertEqual(len(receiver.notes("rcpt")), 3)

    def test_what_is_refused_for_good_is_not_repeated(self) -> None:
        for where in ("recipient", "data"):
            with self.subTest(where), Receiver("implicit") as receiver, Production(settings(receiver)) as portal:
                receiver.say(**{where: "550 5.1.1 No such person ann@example.org"})
                portal.tell(ANN)
                portal.wait_for_log("the mail server answered 550")
                portal.wait_until_nothing_waits()
                receiver.say()
                time.sleep(A_WHILE)
                self.assertEqual(len(receiver.notes("rcpt")), 1)
                self.assertEqual(receiver.notes("message"), [])
                self.assertEqual(portal.metric('proofup_notices_total{outcome="failed"}'), 1)
                self.assertNotIn(ANN, portal.log())

    def test_the_same_message_tried_twice_is_the_same_to_the_byte(self) -> None:
        with Receiver("none", sign_in=False) as receiver, Production(settings(receiver)) as portal:
            portal.stop()
            portal.tell(ANN)
            [row] = portal.sql("SELECT id, user_id, body FROM outbox")
            for count in (1, 2):
                portal.start()
                receiver.wait_for("message", count)
                portal.wait_until_nothing_waits()
                portal.stop()
                # As after a crash between handing over and noting it.
                with sqlite3.connect(portal.dir / "proofup.db") as store:
                    store.execute("INSERT INTO outbox (id, user_id, body) VALUES (?, ?, ?)", row)
            one, two = receiver.notes("message")
            self.assertEqual(one, two)


class Configured(unittest.TestCase):
    def test_what_cannot_work_is_named(self) -> None:
        with Receiver("none", sign_in=False) as receiver, Production('kind = "none"\n') as portal:
            def said(lines: str, command: str) -> str:
                portal.configure(lines)
                done = subprocess.run([BINARY, command, "--config", portal.dir / "proofup.toml"],
                                      capture_output=True, text=True)
                self.assertNotEqual(done.returncode, 0)
                return done.stderr
            portal.stop()
            for command in ("check-config", "serve"):
                self.assertIn("mail.tls: ", said(settings(receiver, host="mail.example.org"), command))
                self.assertIn("mail.host: ", said('kind = "smtp"\n', command))
            missing = settings(receiver, tls="implicit").replace("authority.pem", "nowhere.pem")
            self.assertIn("mail.authorities, ", said(missing, "serve"))


if __name__ == "__main__":
    unittest.main()
