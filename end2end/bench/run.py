"""`make bench`: measures the portal beside its yardsticks and prints the table of docs/performance.md.

Needs release builds (`cargo build --release -p server --bins --examples`), the browser half in `dist`, and
Debian's wrk, postgresql, chromium and nodejs. Chosen by environment variables:

BENCH_PEOPLE   how many people, each with eight app passwords (1 000 000)
BENCH_ROUNDS   how often both sides are measured in turn (5)
BENCH_SECONDS  how long each time (6)
BENCH_PARTS    which parts (timing,start,pages,size,checks)
"""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import pages
import size
from goals import Table
from load import SignIns, checks, prove
from portal import ASSETS, CONSTANT_TIME, LOAD_PEOPLE, PROOFUP, ROOT, YARDSTICK, Portal, Yardstick
from postgres import Postgres
from processes import resident_mb, settle

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "1000000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "6"))
PARTS = os.environ.get("BENCH_PARTS", "timing,start,pages,size,checks").split(",")
STARTS = 5


def say(text: str) -> None:
    print(text, flush=True)


def machine() -> None:
    model = next(line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                 if line.startswith("model name"))
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    release = platform.freedesktop_os_release()["PRETTY_NAME"]
    say(f"machine: {os.cpu_count()} x {model}, {memory:.0f} GB, {release}, load {os.getloadavg()[0]:.1f} before")
    say(f"command: BENCH_PEOPLE={PEOPLE} BENCH_ROUNDS={ROUNDS} BENCH_SECONDS={SECONDS} make bench, at {commit.strip()}")


def timing(table: Table) -> None:
    """A-169: comparisons of secrets, each with its limit."""
    printed = subprocess.run([CONSTANT_TIME], capture_output=True, text=True).stdout
    figures = [line.split() for line in printed.splitlines()]
    assert [name for name, *_ in figures] == ["code", "mac", "token", "control"], printed
    for name, t, limit in figures:
        table.add(f"A-169 {name}", float(t), "dudect, wrong at the first place or at the last", f"beyond {limit} it tells")


def starts(portal: Portal, table: Table) -> None:
    """P-11, and the first half of P-10."""
    times = []
    for _ in range(STARTS):
        times.append(portal.start() * 1e3)
        settle([portal.pid])
        memory = resident_mb(portal.pid)
        portal.stop()
    table.add("P-10", memory, f"{PEOPLE:,} people on SQLite")
    table.add("P-11", median(times), f"{min(times):.0f} to {max(times):.0f} ms")


def check_rounds(sqlite: Portal, postgres: Portal, server: Postgres, yardstick: Yardstick, table: Table) -> None:
    """P-6 to P-8, and the second half of P-10."""
    prove(sqlite, PEOPLE)
    prove(postgres, PEOPLE)
    found: dict[str, list] = {"bare": [], "sqlite": [], "postgres": [], "sign-ins": []}
    statuses: dict[int, int] = {}
    for turn in range(ROUNDS):
        for portal in (sqlite, postgres):
            found["bare"].append(checks(yardstick.port, "x" * 43, PEOPLE, SECONDS, turn))
            found[portal.name].append(checks(portal.port, portal.token, PEOPLE, SECONDS, turn + 1))
            settle([portal.pid, server.pid])
            say(f"    round {turn + 1} {portal.name}: {found[portal.name][-1]} beside {found['bare'][-1]}")
        with SignIns(sqlite, PEOPLE) as flood:
            found["sign-ins"].append(checks(sqlite.port, sqlite.token, PEOPLE, SECONDS, turn + 1000))
        settle([sqlite.pid])
        statuses = {status: statuses.get(status, 0) + count for status, count in flood.statuses.items()}
        say(f"    round {turn + 1} with sign-ins ({flood.statuses}): {found['sign-ins'][-1]}")
    # "Wrong" (200 or 422), "later" (429, 503) are right answers to a flood; anything else is none.
    assert statuses and set(statuses) <= {200, 422, 429, 503}, statuses
    memory = resident_mb(sqlite.pid)
    recorded(sqlite, postgres, server)

    bare = {"sqlite": found["bare"][0::2], "postgres": found["bare"][1::2], "sign-ins": found["bare"][0::2]}

    def compare(name: str, what: str) -> float:
        return median(getattr(a, what) / getattr(b, what) for a, b in zip(found[name], bare[name]))

    def shown(runs: list, what: str) -> str:
        value = median(getattr(run, what) for run in runs)
        return f"{value:,.0f}/s" if what == "per_second" else f"{value:.2f} ms"

    for key, name, what in (("P-6", "sqlite", "per_second"), ("P-7", "postgres", "per_second"),
                            ("P-8", "sqlite", "p99_ms"), ("P-8 PostgreSQL", "postgres", "p99_ms"),
                            ("P-8 sign-ins", "sign-ins", "p99_ms")):
        table.add(key, compare(name, what), shown(found[name], what), shown(bare[name], what))
    table.add("P-10 load", memory, f"{sum(run.per_second for run in found['sqlite']) * SECONDS:,.0f} checks and more")


def recorded(sqlite: Portal, postgres: Portal, server: Postgres) -> None:
    """Nothing was put off and every refused check is in the audit record, on both databases."""
    question = "SELECT count(*) FROM audit WHERE event = 'mail_check_fail'"
    # A stranger's check names nobody and is not recorded; `prove` asked one.
    for portal, rows in ((sqlite, sqlite_answer(sqlite, question)), (postgres, int(server.ask(question)))):
        counted = portal.counters()
        say(f"    {portal.name}: {counted['yes']:,} yes, {counted['no']:,} no, {counted['later']:,} later; {rows:,} recorded")
        assert counted["later"] == 0 and abs(counted["yes"] - counted["no"]) <= max(100, counted["no"] // 100), counted
        assert rows == counted["no"] - 1, (rows, counted)


def sqlite_answer(portal: Portal, question: str) -> int:
    connection = sqlite3.connect(f"file:{portal.directory / 'proofup.db'}?mode=ro", uri=True)
    try:
        return connection.execute(question).fetchone()[0]
    finally:
        connection.close()


def measure(directory: Path, table: Table, closing: list) -> None:
    """Everything that needs portals with people in them; what has to be stopped is in `closing`."""
    sqlite = Portal(directory, "sqlite", 'path = "{directory}/proofup.db"')
    say(f"    SQLite filled in {sqlite.fill(PEOPLE):.0f} s")
    if "start" in PARTS:
        starts(sqlite, table)
    yardstick = Yardstick()
    closing.append(yardstick)
    sqlite.start()
    closing.append(sqlite)
    if "pages" in PARTS:
        pages.measure(sqlite, yardstick, ROUNDS, SECONDS, table)
    if not {"size", "checks"}.isdisjoint(PARTS):
        server = Postgres(directory)
        closing.insert(0, server)
        postgres = Portal(directory, "postgres", f'kind = "postgres"\nurl = "{server.url}"')
        say(f"    PostgreSQL filled in {postgres.fill(PEOPLE):.0f} s")
        postgres.start()
        closing.append(postgres)
        settle([sqlite.pid, postgres.pid, server.pid])
        if "checks" in PARTS:
            check_rounds(sqlite, postgres, server, yardstick, table)
        if "size" in PARTS:
            sizes(directory, sqlite, postgres, server, table)


def sizes(directory: Path, sqlite: Portal, postgres: Portal, server: Postgres, table: Table) -> None:
    """P-9, on either database."""
    few = Portal(directory, "few", 'path = "{directory}/proofup.db"')
    few_postgres = Portal(directory, "few-postgres", f'kind = "postgres"\nurl = "{server.create("few")}"')
    for small, large, store in ((few, sqlite, ""), (few_postgres, postgres, " PostgreSQL")):
        small.fill(size.SMALL)
        small.start()
        try:
            settle([small.pid, large.pid, server.pid])
            size.compare(small, large, PEOPLE, store, table)
        finally:
            small.stop()


def main() -> int:
    for needed in (PROOFUP, LOAD_PEOPLE, YARDSTICK, CONSTANT_TIME, ASSETS / "index.html"):
        if not needed.exists():
            raise SystemExit(f"{needed} is missing: build it first")
    machine()
    table, directory = Table(), Path(tempfile.mkdtemp(prefix="proofup-bench-"))
    closing = []
    try:
        if "timing" in PARTS:
            timing(table)
        if PARTS != ["timing"]:
            measure(directory, table, closing)
    finally:
        for part in reversed(closing):
            part.stop()
        shutil.rmtree(directory, ignore_errors=True)
    say(f"\n{table}\n\nload {os.getloadavg()[0]:.1f} after")
    if table.missed:
        say(f"NOT MET: {', '.join(table.missed)}")
    return 1 if table.missed else 0


if __name__ == "__main__":
    sys.exit(main())
