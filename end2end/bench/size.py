"""P-9: what the number of people costs. The same requests to an organisation of a thousand and to a large one,
in turns, one at a time on one connection each, so that a ratio is of medians of what one request takes.
"""

from __future__ import annotations

import http.client
import json
import random
import time
from dataclasses import dataclass
from statistics import median
from typing import Callable

from goals import Table
from load import app_password
from portal import CHECK, EACH, Portal
from visitor import SESSION, session

SMALL = 1_000
# One of the staff may look at 200 people in an hour.
TURNS = 150
WARM = 20


@dataclass
class Question:
    """A request, with what its answer has to hold."""

    path: str
    holds: str
    headers: dict[str, str]
    body: str | None = None


class Side:
    """One organisation, and what is asked of it."""

    def __init__(self, portal: Portal, people: int) -> None:
        self._people, self._portal = people, portal
        self._connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=30)
        self._chance = random.Random(people)
        self._own, self._staff = ({"Cookie": f"{SESSION}={session(portal, who)}"}
                                  for who in (portal.reader, portal.staff))
        self._found: list[tuple[str, str]] = []

    def check(self) -> Question:
        person, slot = self._chance.randint(1, self._people), self._chance.randint(1, EACH)
        user = f"p{person:07d}@example.org"
        body = {"user": user, "password": app_password(person, slot), "service": "imap", "client_ip": "192.0.2.7"}
        return Question(CHECK, user, {"Content-Type": "application/json",
                                      "Authorization": f"Bearer {self._portal.token}"}, json.dumps(body))

    def sign_in(self) -> Question:
        return Question("/sign-in", 'name="password"', {})

    def own_page(self) -> Question:
        return Question("/app-passwords", "Old computer", self._own)

    def search(self) -> Question:
        """In turns one person by the user name, and a word that everybody's name begins with."""
        person = self._chance.randint(1, self._people)
        if self._chance.random() < 0.5:
            return Question("/helpdesk?q=person", "/helpdesk/people/", self._staff)
        user = f"p{person:07d}@example.org"
        return Question(f"/helpdesk?q={user}", user, self._staff)

    def person(self) -> Question:
        path, user = self._found.pop()
        return Question(path, user, self._staff)

    def find(self, count: int) -> None:
        """Looks up as many people as will be looked at."""
        for person in self._chance.sample(range(1, self._people + 1), count):
            user = f"p{person:07d}@example.org"
            html = self.ask(Question(f"/helpdesk?q={user}", user, self._staff))[1]
            self._found.append((html.partition('href="/helpdesk/people/')[2].partition('"')[0], user))
        self._found = [(f"/helpdesk/people/{found}", user) for found, user in self._found]

    def ask(self, question: Question) -> tuple[float, str]:
        """Milliseconds, and the answer."""
        method = "GET" if question.body is None else "POST"
        begun = time.perf_counter()
        self._connection.request(method, question.path, question.body,
                                 {"Host": f"localhost:{self._portal.port}", **question.headers})
        answer = self._connection.getresponse()
        text = answer.read().decode()
        spent = (time.perf_counter() - begun) * 1e3
        assert answer.status == 200 and question.holds in text, (question.path, answer.status)
        return spent, text


def compare(small: Portal, large: Portal, people: int, store: str, table: Table) -> None:
    """Adds the rows of one database to the table."""
    sides = [Side(small, SMALL), Side(large, people)]
    for side in sides:
        side.find(TURNS + WARM)
    asked: dict[str, Callable[[Side], Question]] = {
        "P-9 check": Side.check, "P-9 sign-in": Side.sign_in, "P-9 own page": Side.own_page,
        "P-9 search": Side.search, "P-9 person": Side.person,
    }
    for key, question in asked.items():
        spent: list[list[float]] = [[], []]
        for turn in range(TURNS + WARM):
            for side, times in zip(sides, spent):
                milliseconds, _ = side.ask(question(side))
                if turn >= WARM:
                    times.append(milliseconds)
        few, many = (median(times) for times in spent)
        table.add(key + store, many / few, f"{many:.2f} ms, {people:,} people", f"{few:.2f} ms, {SMALL:,} people")
