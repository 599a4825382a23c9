"""Strict headers on every answer: the browser asks nothing of another host and runs nothing but our files."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, Response, abort, request

UPDATE = "/_dash-update-component"
"""Where Dash takes the questions of a page."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def content_security_policy(script_hashes: Sequence[str]) -> str:
    """The policy: own files and the inline scripts of those hashes only. Styles are inline because Mantine and Plotly
    write theirs that way; a picture or a table leaves the page as ``blob:`` or ``data:``."""
    scripts = " ".join(["'self'", *script_hashes])
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        ]
    )


def secure(server: Flask, script_hashes: Sequence[str]) -> None:
    """Put the headers on every answer of ``server``, and refuse what no page of ours would ask."""
    policy = content_security_policy(script_hashes)

    @server.before_request
    def refuse_malformed() -> None:
        if request.method == "POST" and request.path.endswith(UPDATE) and not _is_update(request.get_json(silent=True)):
            abort(400)

    @server.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", policy)
        return response


def _is_update(body: object) -> bool:
    """Whether ``body`` has the shape of a question of our pages: Dash takes it for granted, and fails on another."""
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        return False
    given = [body.get("inputs"), body.get("state", []), body.get("changedPropIds")]
    if not all(isinstance(part, list) for part in given) or not given[0]:
        return False
    items = [item for part in given[:2] for entry in part for item in (entry if isinstance(entry, list) else [entry])]
    return all(
        isinstance(item, dict) and (item.get("id") != "address" or isinstance(item.get("value"), str | None))
        for item in items
    )
