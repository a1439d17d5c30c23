"""A graph folder behind HTTP: the processes that answer, the application and the socket."""

import signal
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType

import uvicorn

from kgbuild.errors import OptionError
from kgbuild.processes import processors
from kgbuild.queries import named_queries
from kgbuild.server.answering import answerer
from kgbuild.server.endpoint import application
from kgbuild.server.workers import Pool
from kgbuild.store import version


def serve(
    directory: Path,
    *,
    host: str,
    port: int,
    workers: int | None,
    timeout: float,
    max_bytes: int,
    in_memory: int,
    cors: str | None,
    ready: Callable[[str], None],
) -> None:
    """Answer over HTTP until the process is interrupted or told to end.

    A graph file below `in_memory` bytes is read into the memory of each worker, of which there is
    one for each core where `workers` is None. `ready` is told the address. OptionError where host
    and port cannot be had, GraphError as `store.load`. A graph that is built again while this runs
    answers from then on.
    """
    with (
        _listening(host, port) as listening,
        Pool(
            partial(answerer, directory, max_bytes=max_bytes, in_memory=in_memory),
            workers=workers or processors(),
            timeout=timeout,
            version=partial(version, directory),
        ) as pool,
    ):
        app = application(pool.ask, queries=named_queries().values(), cors=cors)
        # One second for what is being answered: then its process is ended.
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, timeout_graceful_shutdown=1
        )
        # uvicorn stops at the signal and then raises it again, for whom it would have met first.
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            ready(_address(listening))
            uvicorn.Server(config).run(sockets=[listening])
        except KeyboardInterrupt:
            return


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=1024)
    except (OSError, OverflowError, UnicodeError) as error:
        said = getattr(error, "strerror", None) or error
        raise OptionError(
            f"cannot listen at {host}:{port}: {said}. Name another with --host or --port"
        ) from error


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt
