"""Programs of others, started for a test and ended after it by their process ids."""

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from threading import Timer

import httpx
import pytest

from interop.answers import Ask

HERE = Path(__file__).parent
MODULES = Path(sys.prefix) / "interop"
"""Where `install.sh` puts what npm installs: beside the Python that runs the tests."""
_LONG = 120
"""Seconds that a program may take to begin or to answer."""
_VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
MaxClientConnections = 10
[SPARQL]
ResultSetMaxRows = 1000000
"""


def program(name: str) -> str:
    """Find a program; the test skips where there is none."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed; `make test-interop` installs it where it may")
    return found


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Start Virtuoso with its database in an empty folder, and give its address."""
    command = program("virtuoso-t")
    sql, http = _free_ports(2)
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(sql=sql, http=http), "utf-8")
    url = f"http://127.0.0.1:{http}"
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            [command, "+foreground", "+configfile", "virtuoso.ini"],
            cwd=folder,
            stdout=output,
            stderr=output,
        )
        with _ended(process):
            _wait(process, url, folder / "output.txt")
            yield url


@contextmanager
def comunica(file: Path) -> Iterator[Ask]:
    """Start Comunica over an RDF file, and give what asks it."""
    node = program("node")
    if not (MODULES / "node_modules" / "@comunica").is_dir():
        pytest.skip("Comunica is not installed; `make test-interop` installs it where npm is")
    process = subprocess.Popen(
        [node, str(HERE / "comunica.mjs"), str(MODULES), str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    with _ended(process):
        yield lambda sparql: _say(process, sparql)


def _say(process: subprocess.Popen[str], sparql: str) -> bytes:
    assert process.stdin is not None
    assert process.stdout is not None
    late = Timer(_LONG, process.kill)
    late.start()
    try:
        process.stdin.write(json.dumps(sparql) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
    finally:
        late.cancel()
    if not line or "error" in json.loads(line):
        raise RuntimeError(f"Comunica gave no answer: {line or 'it ended'}")
    return line.encode()


@contextmanager
def _ended(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> Iterator[None]:
    """End a process on the way out, whatever happened."""
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):
                    stream.close()


def _free_ports(number: int) -> list[int]:
    """Find ports of the loopback that nobody listens on, no two the same."""
    with ExitStack() as held:
        sockets = [held.enter_context(closing(socket.socket())) for _ in range(number)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]


def _wait(process: subprocess.Popen[bytes], url: str, output: Path) -> None:
    """Return once the server answers; RuntimeError with what it printed where it does not."""
    end = time.monotonic() + _LONG
    while process.poll() is None and time.monotonic() < end:
        try:
            httpx.get(f"{url}/sparql", params={"query": "ASK {}"}, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"Virtuoso did not begin: {output.read_text('utf-8', 'replace')[-2000:]}")
