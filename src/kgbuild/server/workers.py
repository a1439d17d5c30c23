"""A pool of processes that answer one question at a time each, and can be ended while they do.

Threads cannot be ended and Oxigraph has no time limit: whoever asks too much costs a process, and
another takes its place.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Hashable, Sequence
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue
from typing import Any, Generic, Self, TypeVar

from kgbuild.errors import KgbuildError

Q = TypeVar("Q")
A = TypeVar("A")
Start = Callable[[], Callable[[Q], A]]
"""Run in each process once; what it gives answers the questions. It must pickle."""

_SPAWN = multiprocessing.get_context("spawn")


class TooSlowError(KgbuildError):
    """The answer took longer than is allowed."""


class BusyError(KgbuildError):
    """Too many wait, or one has waited too long."""


class WorkerDiedError(KgbuildError):
    """The process ended before it had answered."""


class Pool(Generic[Q, A]):
    """Processes that wait for questions; close it, or use it in a `with`.

    `version` is looked at before each question: a process that began under another one makes way
    for a new one. Raises what `start` raises.
    """

    def __init__(
        self,
        start: Start[Q, A],
        *,
        workers: int,
        timeout: float,
        waiting: int = 100,
        patience: float = 60.0,
        version: Callable[[], Hashable] = lambda: None,
    ) -> None:
        self._timeout, self._patience, self._version = timeout, patience, version
        self._places = threading.BoundedSemaphore(waiting)
        self._free: SimpleQueue[_Worker[Q, A]] = SimpleQueue()
        # One starts at a time: the first may have to make what the others then only open.
        starting = threading.Lock()
        self._workers: Sequence[_Worker[Q, A]] = [_Worker(start, starting) for _ in range(workers)]
        try:
            for worker in self._workers:
                worker.begin(version())
                self._free.put(worker)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, question: Q) -> A:
        """Have a question answered; from any thread.

        Raises what the answerer raises if that is a KgbuildError, else RuntimeError; TooSlowError,
        BusyError, WorkerDiedError.
        """
        if not self._places.acquire(blocking=False):
            raise BusyError("too many questions wait already: ask again later")
        try:
            worker = self._free.get(timeout=self._patience)
        except Empty:
            raise BusyError("no process was free for long: ask again later") from None
        finally:
            self._places.release()
        return self._ask(worker, question)

    def _ask(self, worker: "_Worker[Q, A]", question: Q) -> A:
        try:
            if worker.version != (version := self._version()) or not worker.lives():
                worker.begin(version)
            return worker.ask(question, timeout=self._timeout)
        finally:
            if worker.lives():
                self._free.put(worker)
            else:
                # The asker need not wait until another process has begun.
                threading.Thread(target=self._replace, args=[worker], daemon=True).start()

    def _replace(self, worker: "_Worker[Q, A]") -> None:
        try:
            worker.begin(self._version())
        except KgbuildError:
            pass  # whoever asks next tries again and hears why
        finally:
            self._free.put(worker)

    def close(self) -> None:
        """End all processes, busy or not."""
        for worker in self._workers:
            worker.close()


class _Worker(Generic[Q, A]):
    """A process and the way to talk to it; used by one thread at a time, but for `close`."""

    def __init__(self, start: Start[Q, A], starting: threading.Lock) -> None:
        self.version: Hashable = None
        self._start, self._starting, self._closed = start, starting, False
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection[Any, Any] | None = None

    def begin(self, version: Hashable) -> None:
        with self._starting:
            self._end()
            if self._closed:
                raise WorkerDiedError("the server is stopping")
            self._connection, theirs = _SPAWN.Pipe()
            self._process = _SPAWN.Process(
                target=_work, args=(theirs, self._start), name="kgbuild-worker", daemon=True
            )
            self._process.start()
            theirs.close()
            self.version = version
            try:
                self._receive()
            except BaseException:
                self._end()
                raise

    def lives(self) -> bool:
        return self._process is not None and self._process.is_alive()

    def ask(self, question: Q, *, timeout: float) -> A:
        assert self._connection is not None
        try:
            self._connection.send(question)
            answered = self._connection.poll(timeout)
        except OSError:
            answered = True  # it died: hear so below
        if not answered:
            self._end()
            raise TooSlowError(f"the answer took longer than {timeout:g} seconds: ask for less")
        answer: A = self._receive()
        return answer

    def close(self) -> None:
        self._closed = True
        self._end()

    def _receive(self) -> Any:
        assert self._connection is not None
        try:
            answer, error = self._connection.recv()
        except (EOFError, OSError):
            self._end()  # it may be about to
            raise WorkerDiedError("the process that should answer has ended") from None
        if error is not None:
            raise error
        return answer

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()


def _work(connection: "Connection[Any, Any]", start: Start[Any, Any]) -> None:
    # Ctrl-C reaches all processes of a terminal; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    answer, failed = _outcome(start)
    connection.send((None, failed))
    while failed is None:
        try:
            question = connection.recv()
        except EOFError:
            return
        connection.send(_outcome(answer, question))


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _outcome(call: Callable[..., Any], *arguments: Any) -> tuple[Any, Exception | None]:
    try:
        return call(*arguments), None
    except KgbuildError as error:
        return None, error
    except Exception as error:  # of whatever class: it may not pickle
        return None, RuntimeError(f"{type(error).__name__}: {error}")
