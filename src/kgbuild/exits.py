"""How a command ends: its exit code, and errors as one line that a terminal can take."""

import os
import sys
import traceback
from collections.abc import Callable
from typing import Protocol, runtime_checkable

import typer

from kgbuild.errors import KgbuildError

_LONGEST = 1000
"""Characters of an error that are shown: names may be long."""
_STOPPED = 130
"""What shells give for a program that the user interrupted; typer returns it too."""


@runtime_checkable
class _WrongCall(Protocol):
    """What typer raises for arguments that cannot be; its versions have different classes."""

    exit_code: int

    def format_message(self) -> str:
        """Say what is wrong."""


def exit_code(command: Callable[[], object]) -> int:
    """Run a command: 0 done, 2 wrong input or call, 1 our bug; no exception leaves it."""
    try:
        code = command()
        sys.stdout.flush()
    except (typer.Abort, KeyboardInterrupt):
        code = _STOPPED
    except KgbuildError as error:
        return _failed(f"error: {error}", 2)
    except (BrokenPipeError, SystemExit):
        # The reader (`| head`) has what it wanted; Python would complain again at exit. Inside a
        # command typer turns the one into the other; nothing else of ours leaves that way.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _refused(error) if error.filename is not None else _bug(error)
    except Exception as error:
        return _wrong_call(error) if isinstance(error, _WrongCall) else _bug(error)
    if code == _STOPPED:
        return _failed("stopped", _STOPPED)
    return code if isinstance(code, int) else 0


def one_line(text: str) -> str:
    """A text without line breaks and without characters that a terminal would obey."""
    return "".join(c if c.isprintable() else "\ufffd" for c in " ".join(text.split()))


def _refused(error: OSError) -> int:
    """End with what the system says of a path: no permission, too long a name."""
    return _failed(f"error: {error.filename}: {error.strerror}. Check the name and its rights.", 2)


def _wrong_call(error: _WrongCall) -> int:
    command = getattr(getattr(error, "ctx", None), "command_path", "kgbuild")
    message = error.format_message().strip()
    stop = "" if message.endswith((".", "?")) else "."
    return _failed(f"error: {message}{stop} See `{command} --help`.", 2)


def _bug(error: Exception) -> int:
    if os.environ.get("KGBUILD_DEBUG"):
        traceback.print_exc()
    return _failed(
        f"internal error: {type(error).__name__}: {error}. This is a bug in kgbuild; run again "
        "with KGBUILD_DEBUG=1 to see where, and please report it.",
        1,
    )


def _failed(text: str, code: int) -> int:
    line = one_line(text)
    shown = line if len(line) <= _LONGEST else f"{line[:_LONGEST]} …"
    print(f"kgbuild: {shown}", file=sys.stderr)
    return code
