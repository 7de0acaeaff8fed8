"""A real HTTP server that answers like a language model, and misbehaves as a test tells it to."""

import json
import re
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FENCE = re.compile(r"⟦(\w+)\n(.*?)\n\1⟧", re.DOTALL)


class Asked:
    """A request as the server got it."""

    def __init__(self, headers, body, path):
        self.headers, self.body, self.path = headers, body, path
        self.prompt = body["messages"][-1]["content"]

    @property
    def numbered(self):
        """The source sentences by number, spaces put back."""
        source = FENCE.search(self.prompt).group(2).replace("˰", " ")
        return {int(n): words for n, words in re.findall(r"^\[(\d+)\] (.*)$", source, re.MULTILINE)}

    @property
    def canary(self):
        return re.search(r"kanarialintu-\w+", self.prompt).group()

    @property
    def section(self):
        schema = self.body["response_format"]["json_schema"]["schema"]
        return schema["properties"]["sentences"]["items"]["properties"]["section"]["enum"][0]

    def sentence(self, text, *cites):
        return {"section": self.section, "text": text, "cites": list(cites)}


def chat(answer, finish="stop"):
    content = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    return json.dumps({"choices": [{"message": {"content": content}, "finish_reason": finish}]}).encode()


def honest(handler, asked):
    """Every source sentence back with its number."""
    handler.say(chat({"sentences": [asked.sentence(words, number) for number, words in asked.numbered.items()]}))


def answering(make, finish="stop"):
    """A behaviour from a function of what was asked to a list of sentences, or to raw content."""

    def behave(handler, asked):
        made = make(asked)
        handler.say(chat({"sentences": made} if isinstance(made, list) else made, finish))

    return behave


def status(code, headers=()):
    def behave(handler, asked):
        handler.say(b"{}", code, headers)

    return behave


def late(seconds):
    def behave(handler, asked):
        time.sleep(seconds)
        honest(handler, asked)

    return behave


def truncated(handler, asked):
    body = chat({"sentences": []})
    handler.start(200, len(body) + 500)
    handler.wfile.write(body)


def slow_drip(handler, asked):
    handler.start(200, 1000)
    for _ in range(100):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def oversized(handler, asked):
    handler.start(200, None)
    block = b" " * 100_000
    for _ in range(60):
        handler.wfile.write(block)


def hang_up(handler, asked):
    handler.close_connection = True


@contextmanager
def model_server(*script):
    """Runs the behaviours one a request, the last one for ever. Gives the address and what was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(Asked(dict(self.headers), body, self.path))
            behave = script[min(len(asked), len(script)) - 1]
            try:
                behave(self, asked[-1])
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def start(self, code, length, headers=()):
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Connection", "close")
            if length is not None:
                self.send_header("Content-Length", str(length))
            for name, value in headers:
                self.send_header(name, value)
            self.end_headers()
            self.close_connection = True

        def say(self, body, code=200, headers=()):
            self.start(code, len(body), headers)
            self.wfile.write(body)

        def log_message(self, *_arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
