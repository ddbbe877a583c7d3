"""The outgoing mail server behind Dovecot's submission service.

Dovecot greets its relay before it tells a mail program that it is signed in. Nothing is ever sent here, so
the relay needs no more than a greeting, capabilities and a goodbye.
"""

from __future__ import annotations

import socketserver
import threading


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("220 relay.invalid ESMTP")
        for line in self.rfile:
            verb = line.split(None, 1)[0].upper() if line.strip() else b""
            if verb == b"QUIT":
                self.say("221 2.0.0 Bye")
                return
            self.say("250-relay.invalid\r\n250 8BITMIME" if verb == b"EHLO" else "250 2.0.0 OK")

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


class Relay(socketserver.ThreadingTCPServer):
    """Runs on a free loopback port for as long as the `with` block lasts."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.port: int = self.server_address[1]
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def close(self) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()
