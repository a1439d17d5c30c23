"""The SPARQL 1.1 Protocol over HTTP, reading only, with a page to ask from.

Made for tests as for servers: how a question is answered is handed in.
"""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kgbuild.errors import KgbuildError, QueryError
from kgbuild.iris import NAMESPACES
from kgbuild.queries import NamedQuery
from kgbuild.server.answering import (
    ROWS,
    TRIPLES,
    Answer,
    NotAcceptableError,
    Question,
    TooLargeError,
)
from kgbuild.server.negotiation import choose
from kgbuild.server.workers import BusyError, TooSlowError
from kgbuild.store.guard import RefusedError

Ask = Callable[[Question], Answer]
"""Waits for the answer: it is called in a thread. Raises KgbuildError."""

_STATUS: dict[type[KgbuildError], int] = {
    RefusedError: 403,
    NotAcceptableError: 406,
    TooLargeError: 507,
    QueryError: 400,
    BusyError: 503,
    TooSlowError: 504,
}
"""The first that fits counts; what is not here is no fault of the query: 500."""
_WEB = Path(__file__).parents[1] / "data" / "web"
_FORM, _QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
_UPDATE = "application/sparql-update"
_LONGEST = 1_000_000
"""Bytes of a request."""
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

Parameters = list[tuple[str, str]]


def application(
    ask: Ask, *, queries: Iterable[NamedQuery] = (), cors: str | None = None, threads: int = 200
) -> Starlette:
    """Make the application: `/sparql`, `/queries` and prefixes as JSON, the page.

    With `cors` pages of that origin may ask too. So many `threads` wait for answers at most; let it
    be more than `ask` lets wait, so that the others hear that it is busy.
    """
    asking = ThreadPoolExecutor(threads, thread_name_prefix="asking")

    async def sparql(request: Request) -> Response:
        question = _question(await _parameters(request), request.headers.get("accept"))
        answer = await asyncio.get_running_loop().run_in_executor(asking, ask, question)
        headers = {"Cache-Control": "no-cache", "Vary": "Accept"}
        return Response(answer.body, media_type=answer.media_type, headers=headers)

    known = {
        "prefixes": NAMESPACES,
        "queries": [query.model_dump(mode="json") for query in queries],
    }

    async def named_queries(_: Request) -> Response:
        return JSONResponse(known)

    async def page(_: Request) -> Response:
        return FileResponse(_WEB / "index.html")

    middleware = [Middleware(_WithHeaders)]
    if cors:
        middleware.append(
            Middleware(CORSMiddleware, allow_origins=[cors], allow_methods=["GET", "POST"])
        )
    return Starlette(
        routes=[
            Route("/", page),
            Route("/queries", named_queries),
            Route("/sparql", sparql, methods=["GET", "POST"]),
            Mount("/web", StaticFiles(directory=_WEB)),
        ],
        middleware=middleware,
        exception_handlers={KgbuildError: _failure, HTTPException: _told},
    )


def _question(parameters: Parameters, accept: str | None) -> Question:
    """Read the parameters of the protocol; HTTPException where they do not make one query."""
    named = {name for name, _ in parameters}
    if "update" in named:
        raise RefusedError("updates are refused: the graph is only read")
    queries = _values(parameters, "query")
    if len(queries) != 1:
        raise HTTPException(400, f"one parameter `query` is needed, not {len(queries)}")
    rows, triples = choose(accept, ROWS), choose(accept, TRIPLES)
    if rows is None and triples is None:
        known = ", ".join(dict.fromkeys([*ROWS, *TRIPLES]))
        raise HTTPException(406, f"answers come as one of: {known}")
    return Question(
        sparql=queries[0],
        default_graphs=_values(parameters, "default-graph-uri"),
        named_graphs=_values(parameters, "named-graph-uri"),
        rows=rows,
        triples=triples,
    )


def _values(parameters: Parameters, wanted: str) -> tuple[str, ...]:
    return tuple(value for name, value in parameters if name == wanted)


async def _parameters(request: Request) -> Parameters:
    """Read the parameters of the address and of the body, whose type decides how."""
    found = _decoded(request.scope["query_string"])
    if request.method != "POST":
        return found
    media_type, _, rest = request.headers.get("content-type", "").lower().partition(";")
    media_type, charset = media_type.strip(), rest.partition("charset=")[2].strip(' "')
    if media_type == _UPDATE:
        raise RefusedError("updates are refused: the graph is only read")
    if media_type not in {_FORM, _QUERY}:
        raise HTTPException(415, f"the Content-Type of a query is {_FORM} or {_QUERY}")
    if charset not in {"", "utf-8", "utf8"}:
        raise HTTPException(415, "the charset of a query is utf-8")
    body = await _body(request)
    return found + (_decoded(body) if media_type == _FORM else [("query", _text(body))])


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST:
            raise HTTPException(413, f"a query has {_LONGEST} bytes at most")
    return bytes(body)


def _decoded(encoded: bytes) -> Parameters:
    try:
        return parse_qsl(_text(encoded), keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise HTTPException(400, f"the parameters cannot be read: {error}") from error


def _text(encoded: bytes) -> str:
    try:
        return encoded.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"the query is not utf-8: {error}") from error


async def _failure(_: Request, error: Exception) -> Response:
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
    headers = {"Retry-After": "5"} if status == 503 else None
    return PlainTextResponse(f"{error}\n", status, headers=headers)


async def _told(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return PlainTextResponse(f"{error.detail}\n", error.status_code, headers=error.headers)


class _WithHeaders:
    """Middleware: every response says what a browser may do with it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(scope, receive, with_headers)
