"""What a person sees: the first load in a browser, and rendered pages by the second."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from statistics import median

from goals import PEER_ALIVE, PEER_PAINT, Table
from load import wrk
from portal import Portal, Yardstick
from visitor import SESSION, page, session

HERE = Path(__file__).resolve().parent
RUNS = 9


def first_load(portal: Portal, cookie: str, table: Table) -> None:
    """P-1 to P-4."""
    done = subprocess.run(["node", HERE / "browser.mjs", f"http://localhost:{portal.port}", cookie, str(RUNS)],
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"browser.mjs\n{done.stdout}{done.stderr}")
    found = json.loads(done.stdout)
    files = found["plain"]["files"]
    for file in files:
        print(f"    {file['bytes']:7} bytes  {file['encoding']:8}  {file['path']}")
    html = sum(file["bytes"] for file in files if file["type"].startswith("text/html"))
    wasm = sum(file["bytes"] for file in files if file["type"] == "application/wasm")
    everything = sum(file["bytes"] for file in files)
    assert html and wasm and all(file["encoding"] == "br" for file in files if file["bytes"] > 1000 and
                                 not file["type"].startswith("text/html")), files
    table.add("P-1", everything / 1e3,
              f"HTML {html / 1e3:.1f} kB uncompressed on purpose ({found['plain']['html_brotli'] / 1e3:.1f} with brotli)",
              "best peer 66 kB (stored)")
    table.add("P-1 WASM", wasm / 1e3, "brotli 11")
    peer = found["peer"]["files"]
    print(f"    the peer's stand-in: {len(peer)} requests, {sum(file['bytes'] for file in peer) / 1e3:.1f} kB")
    assert len(peer) == 11 and 60e3 < sum(file["bytes"] for file in peer) < 70e3, peer
    for key, what, stored in (("P-2", "paint", PEER_PAINT), ("P-3", "alive", PEER_ALIVE)):
        ours, theirs = ([run[what] / 1e3 for run in found[side]] for side in ("slow", "slow_peer"))
        table.add(key, median(a / b for a, b in zip(ours, theirs)), f"{median(ours):.2f} s",
                  f"{median(theirs):.2f} s (stand-in; the peer itself, stored: {stored} s)")
    table.add("P-4", len(files), "", "best peer 11 (stored)")
    table.add("P-4 blocking", median(run["blocked"] for run in found["slow"]),
              f"{median(run['tasks'] for run in found['slow']):g} tasks over 50 ms")


def rendered(portal: Portal, yardstick: Yardstick, cookie: str, rounds: int, seconds: int, table: Table) -> None:
    """P-5."""
    assert page(portal, "/app-passwords", cookie).count("/delete\"") >= 5
    header = f"Cookie: {SESSION}={cookie}"
    runs: dict[str, list] = {"bare": [], "app-passwords": [], "sign-in": [], "alone": [], "bare alone": []}
    before = portal.counters()
    for _ in range(rounds):
        runs["bare"].append(wrk(yardstick.port, "/", seconds))
        runs["app-passwords"].append(wrk(portal.port, "/app-passwords", seconds, headers=(header,)))
        runs["sign-in"].append(wrk(portal.port, "/sign-in", seconds))
        runs["bare alone"].append(wrk(yardstick.port, "/", max(1, seconds // 2), connections=1))
        runs["alone"].append(wrk(portal.port, "/app-passwords", max(1, seconds // 2), connections=1, headers=(header,)))
    after = portal.counters()
    others = {name: after[name] - before[name] for name in ("1xx", "3xx", "4xx", "5xx")}
    assert not any(others.values()), others

    def speed(name: str) -> float:
        return median(run.per_second for run in runs[name])

    def ratio(name: str) -> float:
        return median(run.per_second / bare.per_second for run, bare in zip(runs[name], runs["bare"]))

    bare = f"{speed('bare'):,.0f}/s"
    table.add("P-5", ratio("app-passwords"), f"{speed('app-passwords'):,.0f}/s", bare)
    table.add("P-5 p50", median(run.p50_ms for run in runs["alone"]),
              "", f"{median(run.p50_ms for run in runs['bare alone']):.3f} ms")
    table.add("P-5 sign-in", ratio("sign-in"), f"{speed('sign-in'):,.0f}/s", bare)


def measure(portal: Portal, yardstick: Yardstick, rounds: int, seconds: int, table: Table) -> None:
    cookie = session(portal, portal.reader)
    if os.environ.get("BENCH_BROWSER", "1") == "1":
        first_load(portal, cookie, table)
    rendered(portal, yardstick, cookie, rounds, seconds, table)
