import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from kgbuild.errors import GraphError, QueryError
from kgbuild.server.answering import Answer, Question, answerer
from kgbuild.server.workers import BusyError, Pool, TooSlowError, WorkerDiedError

FOREVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"


def obeyed(question: str) -> int:
    """What a worker of these tests does."""
    if question == "fail":
        raise QueryError("no such thing")
    if question == "break":
        raise ZeroDivisionError("by design")
    if question == "die":
        os._exit(3)
    if question == "hang":
        threading.Event().wait()
    return os.getpid()


def obedient() -> Callable[[str], int]:
    return obeyed


def damaged() -> Callable[[str], int]:
    raise GraphError("graph.nq is damaged")


def stillborn() -> Callable[[str], int]:
    os._exit(3)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool[str, int]]:
    with Pool(obedient, workers=1, timeout=60.0) as pool:
        yield pool


class Signal(str):
    """A question that tells when it is on its way, so that a worker is taken."""

    sent: threading.Event

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        self.sent.set()
        return str, (str(self),)


def test_another_process_answers_and_stays(pool: Pool[str, int]) -> None:
    assert pool.ask("pid") == pool.ask("pid") != os.getpid()


def test_errors_come_back(pool: Pool[str, int]) -> None:
    before = pool.ask("pid")
    with pytest.raises(QueryError, match="no such thing"):
        pool.ask("fail")
    with pytest.raises(RuntimeError, match="ZeroDivisionError: by design"):
        pool.ask("break")

    assert pool.ask("pid") == before


def test_who_dies_is_replaced(pool: Pool[str, int]) -> None:
    before = pool.ask("pid")
    with pytest.raises(WorkerDiedError, match="has ended"):
        pool.ask("die")

    assert pool.ask("pid") != before


def test_many_ask_at_once(pool: Pool[str, int]) -> None:
    with ThreadPoolExecutor(50) as threads:
        assert len(set(threads.map(pool.ask, ["pid"] * 50))) == 1


def test_a_new_version_has_new_processes() -> None:
    versions = iter(["start", "one", "one", "two", "two"])
    with Pool(obedient, workers=1, timeout=60.0, version=lambda: next(versions)) as pool:
        first, second, third, fourth = (pool.ask("pid") for _ in range(4))

    assert first == second != third == fourth


def test_who_asks_too_much_hears_so_and_those_who_wait_too_long() -> None:
    hang = Signal("hang")
    hang.sent = threading.Event()
    pool = Pool(obedient, workers=1, timeout=60.0, waiting=1, patience=0.01)
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(pool.ask, hang)
        assert hang.sent.wait(30)
        with pytest.raises(BusyError, match="no process was free for long"):
            pool.ask("pid")
        # As if another waited.
        assert pool._places.acquire(blocking=False)
        with pytest.raises(BusyError, match="too many questions wait"):
            pool.ask("pid")
        pool.close()
        with pytest.raises(WorkerDiedError):
            asked.result(30)


def test_what_a_start_raises_is_raised() -> None:
    with pytest.raises(GraphError, match="is damaged"):
        Pool(damaged, workers=2, timeout=60.0)
    with pytest.raises(WorkerDiedError):
        Pool(stillborn, workers=2, timeout=60.0)


def test_a_query_without_end_is_ended_and_the_next_one_answered(tmp_path: Path) -> None:
    lines = (f"<urn:a:{n}> <urn:a:b> <urn:a:c> .\n" for n in range(300))
    (tmp_path / "graph.nq").write_text("".join(lines))
    start = partial(answerer, tmp_path, max_bytes=1000)
    with Pool(start, workers=1, timeout=0.5) as pool:
        with pytest.raises(TooSlowError, match=r"longer than 0\.5 seconds"):
            pool.ask(Question(sparql=FOREVER))

        question = Question(sparql="SELECT ?s { ?s ?p ?o } LIMIT 1", rows="text/csv")
        assert isinstance(found := pool.ask(question), Answer)
        assert found.body.startswith(b"s\r\nurn:a:")
