"""A local server that plays the national geocoder: invented addresses, and the ways it may misbehave."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


def answer(label: str, score: float, kind: str = "housenumber", at: tuple[float, float] = (1.405, 43.605)) -> Any:
    """One address as the geocoder writes it."""
    properties = {
        "label": label, "score": score, "type": kind, "name": label, "postcode": "31000", "citycode": "31001",
        "city": "Grandville", "context": "31, Nord-Test, Ouest", "importance": 0.5,
    }  # fmt: skip
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": list(at)}, "properties": properties}


ANSWERS = {
    "12 rue des tilleuls grandville": [
        answer("12 Rue des Tilleuls 31000 Grandville", 0.95),
        answer("12 Rue des Tilleuls 31100 Autreville", 0.61, at=(1.6, 43.5)),
    ],
    "rue de la gare": [
        answer("Rue de la Gare 31000 Grandville", 0.83, "street"),
        answer("Rue de la Gare 32000 Autrebourg", 0.82, "street", (0.6, 43.6)),
        answer("Rue de la Gare 31100 Neuf", 0.50, "street"),
    ],
    "rue sans numero": [answer("Rue Sans Numéro 31000 Grandville", 0.9, "street")],
    "grandville": [answer("Grandville", 0.97, "municipality")],
    "presque rien": [answer("Rue du Presque 31000 Grandville", 0.4)],
    "nulle part": [],
}


class _Handler(BaseHTTPRequestHandler):
    asked: list[tuple[str, dict[str, str]]]

    def do_GET(self) -> None:
        question = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
        self.asked.append((self.path, dict(self.headers)))
        words = question.get("q", "")
        if words == "erreur":
            self._send(503, b"en panne")
        elif words == "page":
            self._send(200, b"<!doctype html><p>portail captif</p>")
        elif words == "autre forme":
            self._send(200, b'{"features": [{"geometry": null}]}')
        elif words == "trop long":
            self._send(200, b" " * 1_500_000)
        elif words == "lenteur":
            time.sleep(2)
            self._send(200, b"{}")
        else:
            self._send(200, json.dumps({"type": "FeatureCollection", "features": ANSWERS[words]}).encode())

    def _send(self, status: int, content: bytes) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except (BrokenPipeError, ConnectionResetError):  # who asked has gone
            pass

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing on the terminal."""


@contextmanager
def playing_geocoder() -> Iterator[tuple[str, list[tuple[str, dict[str, str]]]]]:
    """Its address, and what it was asked: paths with their headers."""
    asked: list[tuple[str, dict[str, str]]] = []
    handler = type("Handler", (_Handler,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/search", asked
        finally:
            server.shutdown()
            thread.join()
