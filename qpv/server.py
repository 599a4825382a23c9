"""``qpv serve``: the dashboard on a production server, stopped by Ctrl-C."""

from __future__ import annotations

import errno
import gc
import os
import socket
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qpv.data import warn_of_altered_data
from qpv.errors import CommandError
from qpv.files import reason_alone
from qpv.output import emit, tell
from qpv.settings import Settings, load_settings

if TYPE_CHECKING:
    from dash import Dash


def serve(
    host: Annotated[
        str | None, typer.Option("--host", metavar="ADRESSE", help="Adresse d'écoute (QPV_HOST).", show_default=False)
    ] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", metavar="PORT", min=0, max=65535, help="Port (QPV_PORT).", show_default=False),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", min=1, max=64, help="Processus (QPV_WORKERS).", show_default=False),
    ] = None,
) -> None:
    """Sert le tableau de bord ; Ctrl-C l'arrête."""
    settings = load_settings(host=host, port=port, workers=workers)
    with _listen(settings) as listener:  # before reading the data: a taken port is said at once
        warn_of_altered_data(settings)
        application = _application(settings)
        # Gunicorn closes what it is given, in each of its processes
        port_given, descriptor = listener.getsockname()[1], listener.detach()
    _serve(application, descriptor, port_given, settings)


def _listen(settings: Settings) -> socket.socket:
    """A socket bound to the host and port of the settings. Raises CommandError when that cannot be."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError:
        raise CommandError("address", f"Adresse d'écoute inconnue : {settings.host}") from None
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise CommandError(*_why_not(error, settings)) from None
    return listener


def _why_not(error: OSError, settings: Settings) -> tuple[str, str]:
    if error.errno == errno.EADDRINUSE:
        return "port_taken", f"Le port {settings.port} est déjà pris : en choisir un autre avec --port ou QPV_PORT."
    if error.errno == errno.EACCES:
        return "port_refused", f"Le port {settings.port} demande des droits d'administration : en choisir un autre."
    if error.errno == errno.EADDRNOTAVAIL:
        return "address", f"Cette machine n'a pas l'adresse {settings.host}."
    return "address", f"Impossible d'écouter sur {settings.host}:{settings.port} ({reason_alone(error)})."


def _application(settings: Settings) -> Dash:
    """The dashboard, its data read once before the workers are made. Raises CatalogueError or CommandError."""
    # Arrow, not loaded yet, would hold what it frees: 50 MB a worker, measured over the quarters of France
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    from dashboard.app import create_app
    from dashboard.store import StoreError

    try:
        application = create_app(
            settings.indicators_dir,
            settings.catalogue_dir,
            geocoder=settings.geocoder_url if settings.page_geocoder else "",
        )
    except StoreError as error:
        raise CommandError("data", str(error)) from None
    rest()
    return application


def rest() -> None:
    """Spare the collector what a server does not need of it, once everything is loaded."""
    # What stands for the life of the server is never collected again: no pause of 80 ms in the middle of an answer
    gc.collect()
    gc.freeze()
    # A page is thousands of short-lived parts, freed as soon as it is sent: looking for cycles among them is lost time
    gc.set_threshold(100_000, 20, 50)


def _serve(application: Dash, descriptor: int, port: int, settings: Settings) -> None:
    """Answer on the bound socket ``descriptor`` until Ctrl-C; leaves through SystemExit, as Gunicorn does."""
    from gunicorn.app.base import BaseApplication

    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{port}/"

    class Server(BaseApplication):  # type: ignore[misc]
        """Gunicorn without its configuration files or its command line."""

        def load_config(self) -> None:
            for name, value in _options(descriptor, settings).items():
                self.cfg.set(name, value)
            self.cfg.set("when_ready", lambda _: emit(f"Lisière : {address} (Ctrl-C pour arrêter)\n"))
            self.cfg.set("on_exit", lambda _: tell("Arrêté."))

        def load(self) -> Any:
            return application.server

    Server().run()


def _options(descriptor: int, settings: Settings) -> dict[str, Any]:
    """What differs from Gunicorn's defaults, and why."""
    return {
        "bind": f"fd://{descriptor}",  # bound by us, to speak French when it cannot be
        "worker_class": "gthread",  # a slow reader does not hold a whole process
        "workers": settings.workers,
        "threads": settings.threads,
        "graceful_timeout": 5,  # seconds left to answers under way when asked to stop by SIGTERM
        # Ctrl-C stops at once: a silent connection would otherwise hold its thread, and the whole server, for long
        "worker_int": lambda _: os._exit(0),
        "limit_request_line": 8190,  # the address of a selection of thirty views
        "preload_app": True,  # data read once, shared by the workers
        "control_socket_disable": True,  # one command, no remote control
        "loglevel": "warning",
        "proc_name": "qpv",
        "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: S108, PTH112 (heartbeats in memory)
    }
