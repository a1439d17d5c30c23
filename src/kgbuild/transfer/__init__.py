"""A graph file into a running store: batches over HTTP, and a count that shows they arrived.

Graph Store Protocol (W3C SPARQL 1.1 Graph Store HTTP Protocol) where one graph is written and the
store has it, else SPARQL 1.1 Update. A triple that is there twice is there once, so that whatever
was sent can be sent again.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import httpx

from kgbuild import __version__
from kgbuild.errors import TransferError
from kgbuild.records import Record
from kgbuild.transfer.batches import (
    Place,
    Placed,
    Target,
    by_target,
    chunks,
    insertion,
    n_triples,
    placed,
    removal,
    sizes,
)
from kgbuild.transfer.responses import Sleep, ask
from kgbuild.transfer.stores import Auth, Credentials, Endpoints

Progress = Callable[[int, int, str], None]
"""Told how many triples are sent, of how many, and from which file."""

_TIMEOUT = httpx.Timeout(300, connect=10)
_GRAPHS = 100
"""Graphs that one query or removal names: stores have limits."""
_RESULTS = "application/sparql-results+json"


class Loaded(Record):
    """What a load did."""

    triples: int
    batches: int
    before: int | None
    """Triples in the graphs written, before; None where nothing counts."""
    after: int | None
    replaced: bool


class _Message(NamedTuple):
    """A request to send, and how many triples of the file it carries."""

    method: str
    url: httpx.URL
    kind: str
    content: bytes
    triples: int


def connect(auth: Auth, credentials: Credentials) -> httpx.Client:
    """Make a client that says who we are, and follows no redirection to somebody else."""
    user, password = credentials.user, credentials.password.get_secret_value()
    token = credentials.token.get_secret_value()
    login = httpx.DigestAuth if auth == "digest" else httpx.BasicAuth
    headers = {"User-Agent": f"kgbuild/{__version__}"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return httpx.Client(
        auth=login(user, password) if user else None, headers=headers, timeout=_TIMEOUT
    )


def load(
    path: Path,
    *,
    client: httpx.Client,
    endpoints: Endpoints,
    place: Place,
    batch: int,
    replace: bool,
    sleep: Sleep,
    progress: Progress = lambda done, total, name: None,
) -> Loaded:
    """Send N-Quads to a store, in batches, and count before and after.

    `place` says which graph the triples of each go to; `replace` empties these graphs first. The
    file is read twice: whole, before anything is sent, and then batch by batch. Raises GraphError
    for the file, TransferError for what the store answers, or does not.
    """
    expected = sizes(placed(path, place))
    total, batches, sent = expected.total(), 0, 0
    before = _count(client, endpoints.query, expected, sleep)
    try:
        for message in _messages(placed(path, place), endpoints, expected, batch, replace):
            _send(client, message, sleep, counted=endpoints.query is not None)
            batches += message.triples > 0
            sent += message.triples
            progress(sent, total, path.name)
    except TransferError as error:
        done = f" ({sent:,} of {total:,} triples are sent; it does no harm to load them again)"
        raise TransferError(f"{error}{done if sent else ''}") from error
    after = _count(client, endpoints.query, expected, sleep)
    loaded = Loaded(triples=total, batches=batches, before=before, after=after, replaced=replace)
    _check(loaded)
    return loaded


def outcome(loaded: Loaded) -> str:
    """Say in a line what was sent and what the store holds."""
    said = f"{loaded.triples:,} triples in {loaded.batches:,} batch"
    said += "" if loaded.batches == 1 else "es"
    if loaded.after is None or loaded.before is None:
        return f"{said}; not counted, since --query names no endpoint"
    said += f"; the store holds {loaded.after:,}"
    if not loaded.before:
        return said
    if loaded.replaced:
        return f"{said} in place of {loaded.before:,}"
    return f"{said} in these graphs, {loaded.before:,} of them from before"


def _check(loaded: Loaded) -> None:
    if loaded.after is None or loaded.before is None:
        return
    before = 0 if loaded.replaced else loaded.before
    if not max(before, loaded.triples) <= loaded.after <= before + loaded.triples:
        raise TransferError(
            f"the counts do not agree: {loaded.triples:,} triples were sent, and the graphs that "
            f"they went to hold {loaded.after:,} ({loaded.before:,} before). Either somebody else "
            "writes to them or the store dropped or rewrote some; load again with --replace"
        )


def _messages(
    triples: Iterable[Placed],
    endpoints: Endpoints,
    targets: Collection[Target],
    batch: int,
    replace: bool,
) -> Iterator[_Message]:
    """Give the requests in order, by the protocol that takes fewer."""
    if endpoints.data is not None and (len(targets) == 1 or endpoints.update is None):
        return _graph_store(triples, httpx.URL(endpoints.data), batch, replace)
    return _updates(triples, httpx.URL(endpoints.update or ""), batch, replace)


def _graph_store(
    triples: Iterable[Placed], url: httpx.URL, batch: int, replace: bool
) -> Iterator[_Message]:
    seen: set[Target] = set()
    for target, group in by_target(triples, batch):
        method = "PUT" if replace and target not in seen else "POST"
        seen.add(target)
        query = "default" if target is None else f"graph={quote(target, safe='')}"
        where = url.copy_with(query=query.encode())
        yield _Message(method, where, "application/n-triples", n_triples(group), len(group))


def _updates(
    triples: Iterable[Placed], url: httpx.URL, batch: int, replace: bool
) -> Iterator[_Message]:
    seen: set[Target] = set()
    for group in chunks(triples, batch):
        if replace:
            new = [target for target in dict.fromkeys(t for t, _ in group) if target not in seen]
            seen.update(new)
            for few in chunks(new, _GRAPHS):
                yield _update(url, removal(few), 0)
        yield _update(url, insertion(group), len(group))


def _update(url: httpx.URL, content: bytes, triples: int) -> _Message:
    return _Message("POST", url, "application/sparql-update", content, triples)


def _send(client: httpx.Client, message: _Message, sleep: Sleep, *, counted: bool) -> None:
    headers = {"Content-Type": message.kind, "Accept": "*/*"}
    request = client.build_request(
        message.method, message.url, content=message.content, headers=headers
    )
    # Some stores say that they are done in a web page: that will do where a count follows.
    ask(client, request, sleep=sleep, page=counted)


def _count(
    client: httpx.Client, url: str | None, targets: Iterable[Target], sleep: Sleep
) -> int | None:
    """Count the triples of the targets; None without an endpoint."""
    if url is None:
        return None
    total = 0
    for few in chunks(targets, _GRAPHS):
        named = " ".join(f"<{target}>" for target in few if target is not None)
        patterns = [f"VALUES ?g {{ {named} }} GRAPH ?g {{ ?s ?p ?o }}"] if named else []
        patterns += ["?s ?p ?o"] if None in few else []
        for pattern in patterns:
            total += _number(client, url, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", sleep)
    return total


def _number(client: httpx.Client, url: str, sparql: str, sleep: Sleep) -> int:
    form, headers = {"query": sparql}, {"Accept": _RESULTS}
    request = client.build_request("POST", url, data=form, headers=headers)
    response = ask(client, request, sleep=sleep, page=False)
    try:
        return int(response.json()["results"]["bindings"][0]["n"]["value"])
    except (LookupError, TypeError, ValueError) as error:
        raise TransferError(
            f"{url} does not answer a count as a SPARQL endpoint does: check --to, --preset and "
            "--query"
        ) from error
