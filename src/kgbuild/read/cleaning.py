"""Text free of what breaks XML, IRIs and eyes; one character for one, so that offsets hold.

Legal characters: XML 1.0 (Fifth Edition), production 2 `Char`.
"""

import re
from itertools import chain
from typing import NamedTuple

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_LINE_BREAKS = (0x0B, 0x0C, 0x85, 0x2028, 0x2029)
_SPACES = (0xA0, 0x1680, *range(0x2000, 0x200C), 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF)
# Marks that turn the direction of what follows: unseen, and a name with one looks like another.
_DIRECTION = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROL = tuple(
    code
    for code in chain(range(0x20), range(0x7F, 0xA0), range(0xD800, 0xE000), (0xFFFE, 0xFFFF))
    if code not in (0x09, 0x0A, 0x0D, *_LINE_BREAKS)
)
_TABLE = {
    **dict.fromkeys(_LINE_BREAKS, "\n"),
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_DIRECTION, " "),
    **dict.fromkeys(_CONTROL, _REPLACEMENT),
}
_COUNTED = re.compile("[" + "".join(map(re.escape, map(chr, _DIRECTION + _CONTROL))) + "]")
_CONTROL_BYTES = bytes(code for code in _CONTROL if code < 0x80)


class Cleaned(NamedTuple):
    """A text of the same length, and how many of its characters were control characters."""

    text: str
    replaced: int


def clean(text: str) -> Cleaned:
    """The text without control characters, lone surrogates, direction marks and odd white space.

    Line ends become a newline (the first of two characters a space); TAB stays.
    """
    replaced = sum(1 for _ in _COUNTED.finditer(text))
    lines = text.replace("\r\n", " \n").replace("\r", "\n")
    return Cleaned(lines.translate(_TABLE), replaced)


def is_binary(data: bytes) -> bool:
    """Whether bytes are no text: a NUL or many control characters near the start, or a known head.

    The NUL rule is that of git and grep; UTF-16 and UTF-32 text starts with a byte order mark.
    """
    head = data[:8000]
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return False
    controls = len(head) - len(head.translate(None, _CONTROL_BYTES))
    return head.startswith((b"%PDF-", b"{\\rtf")) or b"\0" in head or 20 * controls > len(head)
