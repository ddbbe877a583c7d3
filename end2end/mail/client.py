"""What a mail program does: sign in, and draw a conclusion from the answer.

Three conclusions matter to a person. Signed in; told that the password is wrong, so that the program asks
for another one; told to try later, so that it waits and asks nothing. Anything else is an error here.
"""

from __future__ import annotations

import base64
import enum
import imaplib
import itertools
import os
import smtplib
import socket
import ssl

from dovecot import Dovecot

TIMEOUT = 30.0
_request = itertools.count(1)


class Verdict(enum.Enum):
    ACCEPTED = "signed in"
    REFUSED = "wrong password"
    LATER = "try again later"


def imap(server: Dovecot, user: str, password: str, source: str = "127.0.0.1", starttls: bool = False) -> Verdict:
    """Signs in over TLS with AUTHENTICATE PLAIN, opens the inbox, and leaves."""
    with _imap_connection(server, source, starttls) as connection:
        try:
            connection.authenticate("PLAIN", lambda _: _plain(user, password))
        except imaplib.IMAP4.error as error:
            return _imap_refusal(str(error))
        connection.select("INBOX")
        return Verdict.ACCEPTED


def imap_login(server: Dovecot, user: str, password: str) -> Verdict:
    """The same with the LOGIN command, as older programs do."""
    with _imap_connection(server, "127.0.0.1", starttls=False) as connection:
        try:
            connection.login(user, password)
        except imaplib.IMAP4.error as error:
            return _imap_refusal(str(error))
        return Verdict.ACCEPTED


def submission(server: Dovecot, user: str, password: str, source: str = "127.0.0.1",
               mechanism: str = "PLAIN") -> Verdict:
    """Signs in as a program that wants to send mail."""
    with smtplib.SMTP_SSL(server.host, server.ports["submissions"], timeout=TIMEOUT, source_address=(source, 0),
                          context=trust(server)) as connection:
        connection.ehlo("mail-program.invalid")
        if mechanism == "PLAIN":
            code, text = connection.docmd("AUTH", "PLAIN " + base64.b64encode(_plain(user, password)).decode())
        else:
            connection.docmd("AUTH", "LOGIN")
            connection.docmd(base64.b64encode(user.encode()).decode())
            code, text = connection.docmd(base64.b64encode(password.encode()).decode())
        verdicts = {235: Verdict.ACCEPTED, 535: Verdict.REFUSED, 454: Verdict.LATER}
        if code not in verdicts:
            raise AssertionError(f"submission answered {code} {text!r}")
        return verdicts[code]


def postfix(server: Dovecot, user: str, password: str, source: str) -> Verdict:
    """Asks the SASL socket in the words that Postfix uses."""
    number = next(_request)
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(TIMEOUT)
        connection.connect(str(server.postfix_socket))
        lines = connection.makefile("rw", encoding="utf-8", newline="\n")
        lines.write(f"VERSION\t1\t1\nCPID\t{os.getpid()}\n")
        lines.flush()
        while lines.readline() != "DONE\n":
            pass
        response = base64.b64encode(_plain(user, password)).decode()
        lines.write(f"AUTH\t{number}\tPLAIN\tservice=smtp\tnologin\trip={source}\tsecured\tresp={response}\n")
        lines.flush()
        answer = lines.readline().rstrip("\n").split("\t")
    if answer[0] == "OK":
        return Verdict.ACCEPTED
    if answer[0] != "FAIL":
        raise AssertionError(f"the SASL socket answered {answer}")
    return Verdict.LATER if "code=temp_fail" in answer else Verdict.REFUSED


def trust(server: Dovecot) -> ssl.SSLContext:
    """Trusts this server's certificate and nothing else."""
    return ssl.create_default_context(cafile=str(server.certificate))


def _imap_connection(server: Dovecot, source: str, starttls: bool) -> imaplib.IMAP4:
    if starttls:
        connection = ImapFrom(server, source)
        connection.starttls(trust(server))
        return connection
    return _TlsFrom(server, source)


class ImapFrom(imaplib.IMAP4):
    """Connects from a chosen loopback address, so that a test can tell the addresses apart."""

    def __init__(self, server: Dovecot, source: str) -> None:
        self._source = source
        super().__init__(server.host, server.ports["imap"], TIMEOUT)

    def _create_socket(self, timeout: float) -> socket.socket:
        return socket.create_connection((self.host, self.port), timeout, source_address=(self._source, 0))


class _TlsFrom(imaplib.IMAP4_SSL):
    def __init__(self, server: Dovecot, source: str) -> None:
        self._source = source
        super().__init__(server.host, server.ports["imaps"], ssl_context=trust(server), timeout=TIMEOUT)

    def _create_socket(self, timeout: float) -> socket.socket:
        plain = socket.create_connection((self.host, self.port), timeout, source_address=(self._source, 0))
        return self.ssl_context.wrap_socket(plain, server_hostname=self.host)


def _plain(user: str, password: str) -> bytes:
    return b"\0" + user.encode() + b"\0" + password.encode("utf-8", "surrogateescape")


def _imap_refusal(error: str) -> Verdict:
    """RFC 5530: AUTHENTICATIONFAILED makes a program ask for a password, UNAVAILABLE makes it wait."""
    if "[AUTHENTICATIONFAILED]" in error:
        return Verdict.REFUSED
    if "[UNAVAILABLE]" in error:
        return Verdict.LATER
    raise AssertionError(f"IMAP answered {error}")
