"""The figures to reach, and the table that says how far we are.

"Must" is the line below which the work is not done, "aim" is where it is going. A stored yardstick was
measured once, on a machine of the same kind, because the program itself is not at hand.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Goal:
    measure: str
    must: float
    aim: float
    unit: str = ""
    more_is_better: bool = False

    def mark(self, value: float) -> str:
        def reaches(line: float) -> bool:
            return value >= line if self.more_is_better else value <= line
        return "aim reached" if reaches(self.aim) else "met" if reaches(self.must) else "NOT MET"


GOALS = {
    "P-1": Goal("first load of the app-passwords page with five entries", 130, 66, " kB"),
    "P-1 WASM": Goal("of that, WebAssembly", 90, 50, " kB"),
    "P-2": Goal("first paint / best peer's (Slow 4G, processor four times slower)", 0.7, 0.4),
    "P-3": Goal("first button alive / best peer's", 1.2, 0.8),
    "P-4": Goal("requests on first load", 10, 6),
    "P-4 blocking": Goal("total blocking time", 50, 0, " ms"),
    "P-5": Goal("app-passwords page, requests a second / bare axum", 0.06, 0.15, more_is_better=True),
    "P-5 p50": Goal("the same page, p50 on one keep-alive connection", 2, 0.5, " ms"),
    "P-5 sign-in": Goal("sign-in page, requests a second / bare axum", 0.06, 0.15, more_is_better=True),
    "P-6": Goal("app-password check on SQLite / bare axum", 0.20, 0.50, more_is_better=True),
    "P-7": Goal("app-password check on PostgreSQL / bare axum", 0.10, 0.30, more_is_better=True),
    "P-8": Goal("check p99 at 32 connections / bare axum's, SQLite", 3, 1.5),
    "P-8 PostgreSQL": Goal("the same, PostgreSQL", 3, 1.5),
    "P-8 sign-ins": Goal("the same while sign-ins saturate Argon2id, SQLite", 5, 2),
    "P-9 check": Goal("cost of a check at the number of people measured / at one thousand, SQLite", 1.5, 1.1),
    "P-9 sign-in": Goal("the same of the sign-in page", 1.5, 1.1),
    "P-9 own page": Goal("the same of a person's page: their app passwords", 1.5, 1.1),
    "P-9 person": Goal("the same of a person's page at the helpdesk", 1.5, 1.1),
    "P-9 search": Goal("the same of the helpdesk's search", 1.5, 1.1),
    "P-10": Goal("resident memory at start", 35, 15, " MB"),
    "P-10 load": Goal("resident memory after the load of P-6", 150, 60, " MB"),
    "A-169 code": Goal("does the time of a comparison tell how much of a code was right, absolute t", 4.5, 4.5),
    "A-169 mac": Goal("the same of an app password's MAC", 4.5, 4.5),
    "A-169 token": Goal("the same of a bearer token", 4.5, 4.5),
    "A-169 control": Goal("the same of a comparison that stops early, which must be caught", 4.5, 50, more_is_better=True),
    "P-11": Goal("from start of the process to first page, existing database", 300, 100, " ms"),
}
GOALS.update({f"{key} PostgreSQL": Goal(f"{goal.measure.removesuffix(', SQLite')}, PostgreSQL", goal.must, goal.aim)
              for key, goal in GOALS.items() if key.startswith("P-9")})

# Seconds that the best peer took when it was measured: rendered on the server, with htmx and Bootstrap. What is
# compared is its stand-in of the same run (peer.mjs); these stand beside it.
PEER_PAINT, PEER_ALIVE = 0.84, 0.83


class Table:
    """Rows in the order in which they were found."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, ...]] = []
        self.missed: list[str] = []

    def add(self, key: str, value: float, product: str, yardstick: str = "") -> None:
        goal = GOALS[key]
        mark = goal.mark(value)
        if mark == "NOT MET":
            self.missed.append(key)
        number = key.partition(" ")[0]
        shown = f"{value:.3g}" if value < 100 else f"{value:.0f}"
        self._rows.append((number, goal.measure, product, yardstick, shown + goal.unit, f"{goal.must:g}{goal.unit}",
                           f"{goal.aim:g}{goal.unit}", mark))

    def __str__(self) -> str:
        head = ("#", "measure", "product", "yardstick", "figure", "must", "aim", "")
        rows = [head, *self._rows]
        widths = [max(len(row[place]) for row in rows) for place in range(len(head))]
        lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows]
        lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
        return "\n".join(lines)
