"""Pages and a POST on served halves: processor time a request, latency at a steady rate, memory, live connection."""

import os
import re
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path
from urllib.parse import urlencode

from websockets.sync.client import connect

from benchmarks.report import median, percentile, table
from tests.halves import LiveHalf

REQUESTS, ROUNDS = 100, 3
RATE, SECONDS = 50, 6
FRAMES, FRAME = 1500, bytes(640)  # 20 ms of 16 kHz 16-bit mono audio
TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


def cpu_ms(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK_MS


def rss_mb(pid):
    return int(re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())[1]) / 1000


class Client:
    """One kept-alive connection of a signed-in user."""

    def __init__(self, half, cookie):
        self.connection = HTTPConnection("127.0.0.1", half.port, timeout=60)
        self.headers = {"Cookie": cookie, "Host": f"127.0.0.1:{half.port}"}

    def ask(self, path, form=None):
        headers = dict(self.headers)
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.token}
        body = None if form is None else urlencode(form)
        method = "GET" if form is None else "POST"
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        except (RemoteDisconnected, BrokenPipeError):  # idle for too long between two measurements
            self.connection.close()
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        text = response.read()
        if response.status >= 400:
            raise RuntimeError(f"{path}: {response.status}")
        return response, text

    def take_token(self, path):
        response, _ = self.ask(path)
        cookies = [item.partition(";")[0] for item in response.headers.get_all("Set-Cookie", [])]
        found = next(item for item in cookies if "csrf" in item)
        self.token = found.partition("=")[2]
        self.headers["Cookie"] += f"; {found}"


def cost_ms(half, client, path, form):
    """Processor time of the server a request: the median of the rounds."""
    for _ in range(10):
        client.ask(path, form)
    rounds = []
    for _ in range(ROUNDS):
        before = cpu_ms(half.process.pid)
        for _ in range(REQUESTS):
            client.ask(path, form)
        rounds.append((cpu_ms(half.process.pid) - before) / REQUESTS)
    return median(rounds)


def _latencies_ms(half, cookie, path):
    """Latencies at a steady rate, counted from when each request was due: a late one is not forgiven."""
    local, found = threading.local(), []
    start = time.monotonic() + 0.2

    def one(number):
        due = start + number / RATE
        time.sleep(max(0.0, due - time.monotonic()))
        if not hasattr(local, "client"):
            local.client = Client(half, cookie)
        local.client.ask(path)
        found.append((time.monotonic() - due) * 1000)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(one, range(RATE * SECONDS)))
    return found


def _echo_ms(half, cookie):
    found = []
    address = f"ws://127.0.0.1:{half.port}/live/echo"
    with connect(address, additional_headers={"Cookie": cookie}, origin=half.url, proxy=None) as socket:
        for _ in range(FRAMES):
            started = time.perf_counter()
            socket.send(FRAME)
            socket.recv(timeout=10)
            found.append((time.perf_counter() - started) * 1000)
            time.sleep(0.006)  # within the frames a second that the server allows
    return found


def client_page(client):
    _, text = client.ask("/w/clients/")
    return re.search(r'href="(/w/c/[0-9a-f-]{36}/)"', text.decode())[1]


def _review_page(client, page):
    _, text = client.ask(page)
    found = re.search(rf'href="({page}[a-z-]+/[0-9a-f-]{{36}}/)"', text.decode())
    return found[1] if found else None


def measure(**_):
    """The tables."""
    rows, memory = [], []
    with tempfile.TemporaryDirectory(prefix="luotsi-bench-") as folder:
        for role, email in (("hub", "kaisa.koordinaattori@demo.example"), ("workbench", "liisa.malli@demo.example")):
            data = Path(folder) / role
            data.mkdir()
            with LiveHalf(role, data) as half:
                cookie = half.session(email)
                client = Client(half, cookie)
                for name, who, path, form in _requests(role, client):
                    asker, signed = (client, cookie) if who else (Client(half, ""), "")
                    cost = cost_ms(half, asker, path, form)
                    p95 = "" if form else f"{percentile(_latencies_ms(half, signed, path), 0.95):.0f}"
                    rows.append([role, name, f"{cost:.1f}", p95])
                memory.append([f"{role} server after this", f"{rss_mb(half.process.pid):.0f} MB"])
                if role == "workbench":
                    echo = _echo_ms(half, cookie)
    live = [["WebSocket echo of 640 B, p50", f"{percentile(echo, 0.5):.2f} ms"]]
    live.append(["WebSocket echo of 640 B, p99", f"{percentile(echo, 0.99):.2f} ms"])
    head = ["half", "request", "processor ms", f"p95 ms at {RATE}/s"]
    return (
        f"Processor time of the server a request, median of {ROUNDS} × {REQUESTS} one after another; latency of"
        f" {RATE * SECONDS} requests at a steady {RATE} a second, counted from when each was due. Own client."
        f"\n\n{table(head, rows)}\n\n{table(['what', 'value'], [*memory, *live])}"
    )


def _requests(role, client):
    """Name, whether signed in, address, and the form when it is a POST."""
    yield "health", False, "/health", None
    if role == "hub":
        yield "front page, public", False, "/fi/", None
        return
    yield "sign-in page", False, "/accounts/login/", None
    yield "today", True, "/w/today/", None
    page = client_page(client)
    yield "client", True, page, None
    if review := _review_page(client, page):
        yield "tool screen: medication review", True, review, None
    client.take_token("/w/clients/")
    yield "POST: search of clients", True, "/w/clients/", {"q": "a"}
