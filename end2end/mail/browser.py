"""A browser without scripts: follows links, fills in forms, keeps cookies.

The portal's cookies are `Secure`, and Python's own cookie jar rightly refuses to send those over plain http;
real browsers make an exception for localhost, and so does this one. It also sends `Origin` with forms, as
browsers do.
"""

from __future__ import annotations

import http.client
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

TIMEOUT = 30.0
HOPS = 5


@dataclass
class Form:
    """What a form would send if nothing were typed."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """One page: where it is, what it says, its links and forms."""

    VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

    def __init__(self, status: int, path: str, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.status, self.path = status, path
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.heading = ""
        self._texts: dict[str, str] = {}
        self._open: list[tuple[str, str | None]] = []
        self.feed(html)

    def text_of(self, element: str) -> str:
        """The text inside the element with this id, as copying it would give."""
        return self._texts[element].strip()

    def says(self, words: str) -> bool:
        return words in self._texts.get("main", "")

    def form(self, action: str) -> Form:
        for form in self.forms:
            if form.action == action:
                return form
        raise AssertionError(f"{self} has no form for {action}: {[form.action for form in self.forms]}")

    def __str__(self) -> str:
        return f"{self.status} {self.path} ({self.heading.strip()})"

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag not in self.VOID:
            self._open.append((tag, given.get("id")))
            if given.get("id"):
                self._texts.setdefault(given["id"], "")
        if tag == "form":
            self.forms.append(Form(given.get("action", self.path)))
        elif tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "input" and self.forms and given.get("name") and given.get("type") == "hidden":
            self.forms[-1].fields[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for tag, element in self._open:
            if element:
                self._texts[element] += data
            if tag == "h1":
                self.heading += data


class Browser:
    """Visits one portal, which it knows by its public name."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._name = f"localhost:{port}"
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> Page:
        return self._visit("GET", path, None)

    def submit(self, page: Page, action: str, **typed: str) -> Page:
        """Sends the form with this action, with what was typed added to its hidden fields."""
        return self._visit("POST", action, urlencode({**page.form(action).fields, **typed}))

    def _visit(self, method: str, path: str, body: str | None) -> Page:
        for _ in range(HOPS):
            status, location, html = self._request(method, path, body)
            if location is None:
                return Page(status, path, html)
            target = urlsplit(urljoin(f"http://{self._name}{path}", location))
            if target.netloc != self._name:
                raise AssertionError(f"{path} leads away to {target.netloc}")
            method, path, body = "GET", target.path + (f"?{target.query}" if target.query else ""), None
        raise AssertionError(f"{path}: more than {HOPS} redirections")

    def _request(self, method: str, path: str, body: str | None) -> tuple[int, str | None, str]:
        headers = {"Host": self._name, "Accept": "text/html", "Accept-Language": "en"}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://{self._name}"
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie", []):
                self._keep(line)
            location = answer.headers["Location"] if answer.status in (301, 302, 303, 307, 308) else None
            return answer.status, location, answer.read().decode()
        finally:
            connection.close()

    def _keep(self, line: str) -> None:
        for name, morsel in SimpleCookie(line).items():
            if morsel["max-age"] == "0" or not morsel.value:
                self._cookies.pop(name, None)
            else:
                self._cookies[name] = morsel.value
