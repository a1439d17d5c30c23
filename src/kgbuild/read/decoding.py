"""Bytes -> text: by byte order mark, as UTF-8, as declared, or by detection, which is noted."""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DETECT_IN = 200_000
"""Bytes that detection looks at: enough to tell, and quick."""


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text and a note where the bytes are not UTF-8; `declared` is what a web page claims."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _replacing(data, encoding)
    text = _strictly(data, "utf-8")
    if text is not None:
        return text, ()
    text = _strictly(data, declared) if declared else None
    if text is not None:
        return text, (f"decoded as {declared}, as the page declares",)
    if _is_damaged_utf8(data):
        return _replacing(data, "utf-8")
    encoding = _detect(data)
    text, notes = _replacing(data, encoding)
    return text, (f"not UTF-8: decoded as {encoding} by detection", *notes)


def _strictly(data: bytes, encoding: str) -> str | None:
    """The text if all bytes fit a known encoding."""
    try:
        return str(data, encoding)
    except (UnicodeError, LookupError, ValueError):
        return None


def _replacing(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    """The text with U+FFFD for what does not fit, counted in a note."""
    text = data.decode(encoding, "replace")
    bad = text.count("\ufffd") - data.count("\ufffd".encode())
    return text, (f"{bad} bytes or more that are not {encoding}",) if bad > 0 else ()


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether more characters beyond ASCII fit UTF-8 than do not."""
    text = data[:_DETECT_IN].decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return sum(1 for character in text if character > "\x7f") > 2 * bad


def _detect(data: bytes) -> str:
    """The encoding that fits best; Windows-1252 where the text is nearly all ASCII."""
    # Loads tables for a while, and nearly all files are UTF-8.
    from charset_normalizer import from_bytes

    sample = data[:_DETECT_IN]
    beyond_ascii = sum(1 for byte in sample if byte > 0x7F)
    if 20 * beyond_ascii < len(sample) and _strictly(sample, "cp1252") is not None:
        return "cp1252"
    best = from_bytes(sample).best()
    return best.encoding if best else "cp1252"
