"""What a store answers, or why it does not: whether to try again, and the one line that helps."""

import re
import ssl
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from textwrap import shorten

import httpx

from kgbuild.errors import TransferError

Answer = httpx.Response | httpx.RequestError
Sleep = Callable[[float], None]

_WAITS = (0.5, 1.0, 2.0, 4.0)
"""Seconds before each new attempt, if the store asks for no more."""
_LONGEST_WAIT = 60.0
_PASSING = {429, 502, 503, 504}
_HELP = {
    403: "the user may not do that there: give it the right to write",
    404: "there is nothing at that address: check --to, --preset and the name in it",
    405: "that address does not take it: check --to and --preset",
    413: "a request is too large: give a smaller --batch",
    415: "that address does not take it: check --to and --preset",
    501: "that address does not take it: check --to and --preset",
    429: "the store is asked too much: try later",
}


def ask(
    client: httpx.Client, request: httpx.Request, *, sleep: Sleep, page: bool
) -> httpx.Response:
    """Send a request until the store takes it or is clear about why not.

    `page` says whether a success may come as a web page. Raises TransferError.
    """
    for wait in (*_WAITS, None):
        answer = _attempt(client, request)
        if wait is None or not _is_passing(answer):
            break
        sleep(_longer(wait, answer))
    return _accept(answer, request.url, page=page)


def _attempt(client: httpx.Client, request: httpx.Request) -> Answer:
    try:
        return client.send(request)
    except httpx.RequestError as error:
        return error


def _is_passing(answer: Answer) -> bool:
    """Say whether another attempt can help."""
    if isinstance(answer, httpx.Response):
        return answer.status_code in _PASSING and (_asked(answer) or 0) <= _LONGEST_WAIT
    odd = isinstance(answer, httpx.UnsupportedProtocol | httpx.LocalProtocolError)
    return isinstance(answer, httpx.TransportError) and not odd and _tls(answer) is None


def _longer(wait: float, answer: Answer) -> float:
    """Give the seconds to wait: ours, or what the store asks for in Retry-After if that is more."""
    asked = _asked(answer) if isinstance(answer, httpx.Response) else None
    return max(wait, asked or 0)


def _accept(answer: Answer, url: httpx.URL, *, page: bool) -> httpx.Response:
    # Which graph or query it was is not the trouble, and would hide the address.
    where = str(url.copy_with(query=None))
    if isinstance(answer, httpx.RequestError):
        raise TransferError(_unreached(answer, where)) from answer
    if not answer.is_success:
        raise TransferError(f"{where} answers {_status(answer)}: {_advice(answer)}")
    if not page and _is_page(answer) and answer.text.strip():
        raise TransferError(
            f"{where} answers with a web page, so it is no endpoint of a store: check --to and "
            "--preset"
        )
    return answer


def _asked(response: httpx.Response) -> float | None:
    """Read Retry-After (RFC 9110, 10.2.3): seconds, or a time against the response's own Date."""
    value = response.headers.get("Retry-After", "")
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        until, now = (parsedate_to_datetime(t) for t in (value, response.headers["Date"]))
        return max(0.0, (until - now).total_seconds())
    except (KeyError, TypeError, ValueError):
        return None


def _tls(error: httpx.RequestError) -> ssl.SSLError | None:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    return cause


def _unreached(error: httpx.RequestError, where: str) -> str:
    if tls := _tls(error):
        reason = getattr(tls, "verify_message", "") or tls.reason or "no common protocol"
        return (
            f"{where} has no TLS that we can trust ({reason}): check http or https in --to; "
            "SSL_CERT_FILE names the certificate of an authority of your own"
        )
    if isinstance(error, httpx.ConnectTimeout | httpx.ConnectError | httpx.ProxyError):
        said = "no answer in time" if isinstance(error, httpx.ConnectTimeout) else str(error)
        return (
            f"{where} cannot be reached ({said}): start the store, or correct host, port and "
            "http or https in --to"
        )
    if isinstance(error, httpx.TimeoutException):
        return f"{where} took too long over a request: give a smaller --batch, or try later"
    # The text of other errors may quote what was sent, with the credentials.
    kind = type(error).__name__
    return f"{where} broke off the connection ({kind}): check http or https in --to, and its log"


def _status(response: httpx.Response) -> str:
    return f"{response.status_code} {response.reason_phrase}".strip()


def _advice(response: httpx.Response) -> str:
    if response.status_code == 401:
        return _login(response)
    if response.has_redirect_location:
        target = shorten(response.headers["Location"], 200, placeholder=" …")
        return f"it points to {target}, so give its address there with --to"
    wait = f"; it asks to wait {asked:,.0f} s" if (asked := _asked(response)) else ""
    known = _HELP.get(response.status_code)
    if known and _is_page(response):
        return known + wait
    return "; ".join(filter(None, (_text(response), known))) + wait or "it does not say why"


def _login(response: httpx.Response) -> str:
    asked = response.headers.get("WWW-Authenticate", "").split(" ")[0] or "credentials"
    sent = response.request.headers.get("Authorization", "").split(" ")[0]
    if not sent:
        return (
            f"it asks for {asked}: set KGBUILD_STORE_USER and KGBUILD_STORE_PASSWORD, or "
            "KGBUILD_STORE_TOKEN"
        )
    if asked.lower() not in (sent.lower(), "credentials"):
        return f"it asks for {asked} and got {sent}: check --preset, or use KGBUILD_STORE_TOKEN"
    return (
        "it does not accept what KGBUILD_STORE_USER and KGBUILD_STORE_PASSWORD, or "
        "KGBUILD_STORE_TOKEN, say: check them, and --preset, which says how they are sent"
    )


def _is_page(response: httpx.Response) -> bool:
    return "html" in response.headers.get("Content-Type", "").lower()


def _text(response: httpx.Response) -> str:
    """The first lines of the answer, without tags and without what we said to get it."""
    text = re.sub(r"(?is)<(head|style|script)\b.*?</\1>|<[^>]*>", " ", response.text)
    secret = response.request.headers.get("Authorization", "").partition(" ")[2]
    if secret:
        text = text.replace(secret, "…")
    return shorten(text.strip().split("\n\n")[0], 200, placeholder=" …")
