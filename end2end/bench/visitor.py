"""A person who signs in with password and authenticator app and then holds a session."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import struct
import time
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from portal import Portal

SESSION = "__Host-s"


def code(secret: str) -> str:
    """RFC 6238 with SHA-1, six digits, thirty seconds."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    start = digest[-1] & 15
    [number] = struct.unpack(">I", digest[start:start + 4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06d}"


def session(portal: Portal, who: dict[str, str]) -> str:
    """The value of a fresh session's cookie."""
    cookies = {}
    _post(portal, "/sign-in", {"user": who["user"], "password": who["password"], "next": ""}, cookies)
    _post(portal, "/sign-in/verify", {"code": code(who["totp_secret"])}, cookies)
    if SESSION not in cookies:
        raise AssertionError("the sign-in gave no session")
    return cookies[SESSION]


def page(portal: Portal, path: str, cookie: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=30)
    connection.request("GET", path, headers={"Host": f"localhost:{portal.port}", "Cookie": f"{SESSION}={cookie}"})
    answer = connection.getresponse()
    assert answer.status == 200, f"{path}: {answer.status} {answer.headers['Location']}"
    html = answer.read().decode()
    connection.close()
    return html


def _post(portal: Portal, path: str, fields: dict[str, str], cookies: dict[str, str]) -> None:
    name = f"localhost:{portal.port}"
    connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=30)
    connection.request("POST", path, urlencode(fields), {
        "Host": name, "Origin": f"http://{name}", "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": "; ".join(f"{key}={value}" for key, value in cookies.items())})
    answer = connection.getresponse()
    assert answer.status == 303, f"{path}: {answer.status}"
    for line in answer.headers.get_all("Set-Cookie", []):
        cookies.update((key, morsel.value) for key, morsel in SimpleCookie(line).items())
    connection.close()
