"""A mail server that keeps what it is sent: aiosmtpd, which Debian packages for the system's own Python.

Started by receiver.py with one argument, its settings as JSON; prints its port and serves until its
standard input is closed. What happens is written to a directory, one file per event, whole or not at all.
"""

from __future__ import annotations

import asyncio
import json
import os
import ssl
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult


class Keeper:
    """Notes every recipient and every message, and says to recipients what the file `mood` wants."""

    def __init__(self, directory: Path) -> None:
        self._directory, self._count = directory, 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self._note("ehlo", name=hostname, tls=encrypted(server))
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        self._note("rcpt", address=address)
        mood = (self._directory / "mood").read_text().strip()
        if mood:
            return mood
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        mood = (self._directory / "mood-data").read_text().strip()
        if mood:
            return mood
        user = session.auth_data.decode() if session.auth_data else ""
        self._note("message", tls=encrypted(server), user=user, sender=envelope.mail_from,
                   recipients=envelope.rcpt_tos, content=envelope.original_content.decode("latin-1"))
        return "250 2.0.0 OK"

    def _note(self, kind: str, **what: object) -> None:
        self._count += 1
        path = self._directory / f"{self._count:06}.json"
        path.with_suffix(".part").write_text(json.dumps({"kind": kind, **what}))
        os.rename(path.with_suffix(".part"), path)


def encrypted(server: SMTP) -> bool:
    return server.transport.get_extra_info("ssl_object") is not None


async def serve(settings: dict) -> None:
    user, password = settings["user"], settings["password"]

    def authenticate(server, session, envelope, mechanism, data):
        given = (data.login.decode(), data.password.decode())
        # Not handled: the library is to say the answer.
        return AuthResult(success=given == (user, password), handled=False, auth_data=data.login)

    context = None
    if settings["certificate"]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(settings["certificate"], settings["key"])
    implicit = settings["tls"] == "implicit"
    keeper = Keeper(Path(settings["directory"]))

    def session() -> SMTP:
        return SMTP(keeper, hostname="localhost", enable_SMTPUTF8=False, authenticator=authenticate,
                    tls_context=context if settings["tls"] == "starttls" else None,
                    require_starttls=settings["tls"] == "starttls",
                    auth_required=bool(user), auth_require_tls=settings["tls"] == "starttls")

    listener = await asyncio.get_running_loop().create_server(
        session, "127.0.0.1", 0, ssl=context if implicit else None)
    print(listener.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    listener.close()


if __name__ == "__main__":
    asyncio.run(serve(json.loads(sys.argv[1])))
