"""A check server that stands in for the portal while the mail side alone is under test.

It answers `POST /api/v1/app-passwords/check` as the contract says and keeps every request it saw, so a test
can look at what really crossed the wire. It knows nothing about two-step verification: a test tells it which
password opens which mailbox for which services, and takes that back again.
"""

from __future__ import annotations

import json
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

CHECK_PATH = "/api/v1/app-passwords/check"


class Seen(NamedTuple):
    """One request as it arrived."""

    path: str
    authorization: str
    content_type: str
    question: dict


@dataclass
class FakePortal:
    """Serves on a free loopback port from `start` to `stop`; may be started again on the same port."""

    token: str
    tls: ssl.SSLContext | None = None
    seen: list[Seen] = field(default_factory=list)
    # When set, every request gets this status and body instead of a verdict.
    forced: tuple[int, str] | None = None
    port: int = 0

    def __post_init__(self) -> None:
        self._open: dict[tuple[str, str], tuple[set[str], str]] = {}
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def allow(self, user: str, password: str, services: set[str], mailbox: str | None = None) -> None:
        """Lets `password` open the mailbox, which is `user` itself unless it is an alias."""
        self._open[(user, password)] = (services, mailbox or user)

    def revoke(self, user: str, password: str) -> None:
        del self._open[(user, password)]

    def verdict(self, question: dict) -> dict:
        services, mailbox = self._open.get((question["user"], question["password"]), (set(), ""))
        return {"ok": True, "user": mailbox} if question["service"] in services else {"ok": False}

    def start(self) -> None:
        self._server = _Server(("127.0.0.1", self.port), _handler(self))
        self.port = self._server.server_address[1]
        if self.tls:
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def stop(self) -> None:
        """Stops listening and drops the connections a mail server keeps open."""
        if self._server is None:
            return
        self._server.shutdown()
        self._server.drop_connections()
        self._server.server_close()
        self._thread.join()
        self._server = None

    def __enter__(self) -> FakePortal:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self._connections: set = set()

    def process_request(self, request, client_address) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def drop_connections(self) -> None:
        for connection in list(self._connections):
            self.shutdown_request(connection)

    def handle_error(self, request, client_address) -> None:
        """A dropped connection, or a mail server that distrusts our certificate, is part of the tests."""


def _handler(portal: FakePortal) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        # Keeps connections, and answers the `Expect: 100-continue` that Dovecot sends.
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            authorization = self.headers.get("Authorization", "")
            question = json.loads(body.decode("utf-8"))
            portal.seen.append(Seen(self.path, authorization, self.headers.get("Content-Type", ""), question))
            if portal.forced is not None:
                self.answer(*portal.forced)
            elif self.path != CHECK_PATH:
                self.answer(404, "")
            elif authorization != f"Bearer {portal.token}":
                self.answer(401, "")
            else:
                self.answer(200, json.dumps(portal.verdict(question), ensure_ascii=False))

        def answer(self, status: int, body: str) -> None:
            payload = body.encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, *_: object) -> None:
            """Quiet: a test says what it expects, and Dovecot's own log is shown on failure."""

    return Handler
