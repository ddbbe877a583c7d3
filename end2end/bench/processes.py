"""Child processes that end with the one that started them, and what the kernel knows about them."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1
TICKS = os.sysconf("SC_CLK_TCK")
_libc = ctypes.CDLL(None, use_errno=True)


def end_with_parent() -> None:
    """Runs in the child: no server outlives a measurement that was broken off."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def resident_mb(pid: int) -> float:
    """Memory that the process holds, in units of 10^6 bytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise AssertionError(f"process {pid} has no memory")


def family(pid: int) -> list[int]:
    """The process and its children's children."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def processor_seconds(pid: int) -> float:
    total = 0
    for member in family(pid):
        try:
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def settle(pids: list[int], most: float = 60.0) -> None:
    """Waits until the processes do next to nothing for longer than the portal's writing pause."""
    deadline = time.monotonic() + most
    while time.monotonic() < deadline:
        before = sum(map(processor_seconds, pids))
        time.sleep(2.5)
        if sum(map(processor_seconds, pids)) - before < 0.1:
            return
    raise AssertionError(f"the servers are still busy after {most:.0f} seconds")
