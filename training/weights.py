"""What learning the weights of signs shares: which signs get one, who judges whom, the file."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import kgbuild

FOLDS = 5
_RARE = 5
"""A sign that fewer cases carry gets no weight."""


def columns(cases: Iterable[Iterable[str]]) -> dict[str, int]:
    """Sign to its column in a table, of the signs that are not too rare."""
    uses = Counter(sign for signs in cases for sign in signs)
    return {sign: n for n, sign in enumerate(sorted(s for s, k in uses.items() if k >= _RARE))}


def parts(docs: Iterable[str]) -> dict[str, int]:
    """Document to its fold: each is judged by weights that the documents of others taught."""
    return {doc: n % FOLDS for n, doc in enumerate(sorted({*docs}))}


def write_weights(name: str, header: str, **tables: Mapping[str, float]) -> None:
    """Write tables of signs and numbers into `data/weights` of the package."""
    blocks = [
        "\n".join([f"[{table}]", *(f'"{sign}" = {rows[sign]}' for sign in sorted(rows))])
        for table, rows in tables.items()
    ]
    path = Path(kgbuild.__file__).parent / "data" / "weights" / f"{name}.toml"
    path.write_text("\n\n".join([header.rstrip("\n"), *blocks]) + "\n", encoding="utf-8")
