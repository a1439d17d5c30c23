"""How many processors there are, and how many processes a corpus is worth."""

import os
from collections.abc import Sequence

from kgbuild.records import Document

_WORTH = 200_000
"""Characters of text for which another process pays."""


def sensible_workers(documents: Sequence[Document]) -> int:
    """One process for each stretch of text that is worth starting it, up to the processors."""
    pays = sum(len(document.text) for document in documents) // _WORTH
    return max(1, min(processors(), pays, len(documents)))


def processors() -> int:
    """Count those that this process may use, where the system tells; else all."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
