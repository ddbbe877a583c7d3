"""Load: wrk for requests without end, a few threads for sign-ins, and a proof that the answers are right."""

from __future__ import annotations

import http.client
import json
import os
import random
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from portal import CHECK, EACH, Portal

HERE = Path(__file__).resolve().parent
CONNECTIONS = 32
SIGN_INS = 12


@dataclass
class Found:
    """What a run of wrk found."""

    per_second: float
    p50_ms: float
    p99_ms: float


def wrk(port: int, path: str, seconds: int, script: str = "report.lua", arguments: tuple[object, ...] = (),
        connections: int = CONNECTIONS, headers: tuple[str, ...] = ()) -> Found:
    """One run; every answer must be a good one."""
    threads = min(2, connections)
    command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(HERE / script)]
    for header in headers:
        command += ["-H", header]
    command += [f"http://127.0.0.1:{port}{path}", "--", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "LUA_PATH": f"{HERE}/?.lua"})
    lines = [line for line in done.stdout.splitlines() if line.startswith("FOUND ")]
    if done.returncode != 0 or not lines:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    found = json.loads(lines[0].removeprefix("FOUND "))
    if found["refused"] or found["broken"] or not found["requests"]:
        raise AssertionError(f"{path}: {found}")
    return Found(found["requests"] / found["microseconds"] * 1e6, found["p50"] / 1e3, found["p99"] / 1e3)


def checks(port: int, token: str, people: int, seconds: int, seed: int) -> Found:
    return wrk(port, CHECK, seconds, "check.lua", (people, EACH, token, seed))


def app_password(person: int, slot: int) -> str:
    """The same as in server/examples/load_people and check.lua."""
    x, letters = person * 16 + slot, ""
    for _ in range(4):
        x ^= x << 13 & 0xFFFFFFFF
        x ^= x >> 17
        x ^= x << 5 & 0xFFFFFFFF
        letters += "".join(chr(97 + (x >> place & 15)) for place in (12, 8, 4, 0))
    return letters


def prove(portal: Portal, people: int, samples: int = 200) -> None:
    """Right and wrong app passwords and a stranger get the answers that they must get."""
    connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=30)
    chance = random.Random(people)

    def ask(user: str, password: str) -> object:
        question = {"user": user, "password": password, "service": "imap", "client_ip": "192.0.2.7"}
        connection.request("POST", CHECK, json.dumps(question), {
            "Content-Type": "application/json", "Authorization": f"Bearer {portal.token}"})
        answer = connection.getresponse()
        assert answer.status == 200, answer.status
        return json.loads(answer.read())

    for _ in range(samples):
        person, slot = chance.randint(1, people), chance.randint(1, EACH)
        user, right = f"p{person:07d}@example.org", app_password(person, slot)
        assert ask(user, right) == {"ok": True, "user": user}, user
        assert ask(user, right[:-1] + "z") == {"ok": False}, user
    assert ask("nobody@example.org", "abcdabcdabcdabcd") == {"ok": False}
    connection.close()


class SignIns:
    """Wrong account passwords at the sign-in page, from ever new addresses for ever new people, as many at
    once as keep every place for a slow hash taken."""

    def __init__(self, portal: Portal, people: int) -> None:
        self._portal, self._people = portal, people
        self._ending = threading.Event()
        self.statuses: dict[int, int] = {}
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._work, args=(n,), daemon=True) for n in range(SIGN_INS)]

    def __enter__(self) -> SignIns:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        for thread in self._threads:
            thread.join(60)

    def _work(self, number: int) -> None:
        chance = random.Random(number)
        connection = http.client.HTTPConnection("127.0.0.1", self._portal.port, timeout=60)
        while not self._ending.is_set():
            body = urlencode({"user": f"p{chance.randint(1, self._people):07d}@example.org",
                              "password": "no-such-password-at-all", "next": ""})
            address = ".".join(str(chance.randint(1, 250)) for _ in range(3))
            connection.request("POST", "/sign-in", body, {
                "Host": f"localhost:{self._portal.port}", "Origin": f"http://localhost:{self._portal.port}",
                "Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": f"11.{address}"})
            answer = connection.getresponse()
            answer.read()
            with self._lock:
                self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1
        connection.close()
