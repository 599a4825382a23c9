"""A real HTTP server on this machine, that answers as each test says: well, late, halfway or wrong."""

from __future__ import annotations

import contextlib
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

CERTIFICATE = Path(__file__).with_name("localhost.pem")

Answer = Callable[[BaseHTTPRequestHandler], None]


class Local:
    """The running server: what each address answers, and what it was asked."""

    def __init__(self, scheme: str, port: int) -> None:
        self.root = f"{scheme}://127.0.0.1:{port}"
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def serves(self, path: str, *answers: Answer) -> str:
        """Answer so, one after the other, the last one for ever; the whole address."""
        self.answers[path] = list(answers)
        return self.root + path

    def headers(self, path: str) -> list[dict[str, str]]:
        """The headers of each request for ``path``, names in lower case."""
        return [headers for asked, headers in self.asked if asked == path]


@contextmanager
def local_server(*, tls: bool = False) -> Iterator[Local]:
    """A server on a free port, stopped at the end."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            local.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            answers = local.answers.get(self.path, [status(404)])
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
            with contextlib.suppress(OSError):  # the client has gone
                answer(self)

        def log_message(self, *args: Any) -> None:
            """Nothing on the terminal."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *args: Any) -> None:
            """A handshake that the client refuses is what some tests are after."""

    server = Server(("127.0.0.1", 0), Handler)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    local = Local("https" if tls else "http", server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield local
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def status(code: int, body: bytes = b"", **headers: str) -> Answer:
    """A whole answer of that status; ``_`` in the name of a header stands for ``-``."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        _head(handler, code, {"content-length": str(len(body)), **headers})
        handler.wfile.write(body)

    return answer


def whole(body: bytes, **headers: str) -> Answer:
    """The file, without resumption."""
    return status(200, body, **headers)


def resumable(body: bytes, etag: str, *, cut_after: int | None = None, **headers: str) -> Answer:
    """The file as a good server gives it: ``Range`` under ``If-Range``, ``If-None-Match``; cut after some bytes."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked = handler.headers.get("range")
        said = {"etag": etag, "accept-ranges": "bytes", **headers}
        if handler.headers.get("if-none-match") == etag:
            _head(handler, 304, said)
            return
        start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
        partial = asked is not None and handler.headers.get("if-range") == etag
        if partial and start >= len(body):
            _head(handler, 416, {"content-length": "0", "content-range": f"bytes */{len(body)}"})
            return
        sent = body[start:] if partial else body
        if partial:
            said["content-range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        _head(handler, 206 if partial else 200, {"content-length": str(len(sent)), **said})
        handler.wfile.write(sent[:cut_after])
        _close_if(handler, cut_after is not None)

    return answer


def dated(body: bytes, last_modified: str, *, cut_after: int | None = None) -> Answer:
    """The file from a server that only knows dates."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.headers.get("if-modified-since") == last_modified:
            _head(handler, 304, {"last-modified": last_modified})
            return
        start = 0
        if handler.headers.get("if-range") == last_modified:
            start = int(handler.headers["range"].removeprefix("bytes=").removesuffix("-"))
        said = {"last-modified": last_modified, "content-length": str(len(body) - start)}
        if start:
            said["content-range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        _head(handler, 206 if start else 200, said)
        handler.wfile.write(body[start:][:cut_after])
        _close_if(handler, cut_after is not None)

    return answer


def announcing(length: int, body: bytes, **headers: str) -> Answer:
    """A body that is not as long as announced, then silence of the line."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        _head(handler, 200, {"content-length": str(length), **headers})
        handler.wfile.write(body)
        _close_if(handler, True)

    return answer


def partial(body: bytes, content_range: str, **headers: str) -> Answer:
    """An answer 206 that holds whatever the test says."""
    return status(206, body, content_range=content_range, **headers)


def endless(chunk: bytes, code: int = 200, **headers: str) -> Answer:
    """Chunks without an announced size, for as long as somebody reads."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        _head(handler, code, {"transfer-encoding": "chunked", **headers})
        while True:
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))

    return answer


def chunked(*chunks: bytes, ended: bool = True, **headers: str) -> Answer:
    """Chunks without an announced size; without the last one, empty, when not ``ended``."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        _head(handler, 200, {"transfer-encoding": "chunked", **headers})
        for chunk in chunks:
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        if ended:
            handler.wfile.write(b"0\r\n\r\n")
        _close_if(handler, not ended)

    return answer


def dripping(body: bytes, every: float, **headers: str) -> Answer:
    """One byte at a time."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        _head(handler, 200, {"content-length": str(len(body)), **headers})
        for byte in body:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            time.sleep(every)

    return answer


def stalling(body: bytes, seconds: float, **headers: str) -> Answer:
    """Half of the file, then nothing for a while."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        _head(handler, 200, {"content-length": str(len(body)), **headers})
        handler.wfile.write(body[: len(body) // 2])
        handler.wfile.flush()
        time.sleep(seconds)
        _close_if(handler, True)

    return answer


def redirect(location: str, code: int = 302) -> Answer:
    """Elsewhere."""
    return status(code, location=location)


def _head(handler: BaseHTTPRequestHandler, code: int, headers: dict[str, str]) -> None:
    handler.send_response(code)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()


def _close_if(handler: BaseHTTPRequestHandler, cut: bool) -> None:
    handler.close_connection = handler.close_connection or cut
