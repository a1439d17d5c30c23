"""Two graphs as quads -> an RDF Patch: what makes a store with the older hold the newer.

RDF Patch is the format of Apache Jena's RDF Delta: lines of `A` and `D` with a quad, in one
transaction (`TX`, `TC`). The header's id is made from the lines, so that the same two graphs give
the same patch.
"""

from collections.abc import Iterable
from uuid import NAMESPACE_URL, uuid5

import pyoxigraph
from pyoxigraph import Quad, RdfFormat


def patch(old: Iterable[Quad], new: Iterable[Quad]) -> bytes:
    """Write deletions, then additions, each in the order of their text, as UTF-8.

    Quads are compared as they are: graphs under two bases share none.
    """
    before, after = _lines(old), _lines(new)
    rows = [
        *(b"D " + line for line in sorted(before - after)),
        *(b"A " + line for line in sorted(after - before)),
    ]
    name = uuid5(NAMESPACE_URL, b"\n".join(rows).decode())
    heading = f"H id <uuid:{name}> .".encode()
    return b"\n".join([heading, b"TX .", *rows, b"TC .", b""])


def _lines(quads: Iterable[Quad]) -> set[bytes]:
    """Write quads as N-Quads, which has a line for each."""
    written = pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS) or b""
    return {line for line in written.split(b"\n") if line}
