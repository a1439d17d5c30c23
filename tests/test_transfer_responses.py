import ssl
from collections.abc import Callable, Sequence

import httpx
import pytest

from kgbuild.errors import TransferError
from kgbuild.transfer.responses import ask

URL = "http://store.example/kg/data?graph=urn%3Ag"
WHERE = "http://store.example/kg/data"
HTML = {"Content-Type": "text/html; charset=utf-8"}
Step = httpx.Response | httpx.RequestError


def asked(
    *steps: Step,
    auth: httpx.Auth | None = None,
    page: bool = True,
    headers: dict[str, str] | None = None,
) -> tuple[httpx.Response | str, list[float]]:
    """Ask a store that answers with these steps in turn, the last for ever; give what came of it
    and the waits."""
    waits: list[float] = []
    client = httpx.Client(transport=httpx.MockTransport(_playing(steps)), auth=auth)
    request = client.build_request("POST", URL, content=b"x", headers=headers)
    try:
        return ask(client, request, sleep=waits.append, page=page), waits
    except TransferError as error:
        return str(error), waits


def _playing(steps: Sequence[Step]) -> Callable[[httpx.Request], httpx.Response]:
    left = list(steps)

    def answer(_: httpx.Request) -> httpx.Response:
        step = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(step, httpx.RequestError):
            raise step
        return step

    return answer


def said(*steps: Step, **options: object) -> str:
    found, _ = asked(*steps, **options)  # type: ignore[arg-type]
    assert isinstance(found, str)
    assert "\n" not in found
    return found


@pytest.mark.parametrize("status", [200, 201, 204])
def test_a_success_comes_back_at_once(status: int) -> None:
    found, waits = asked(httpx.Response(status))

    assert isinstance(found, httpx.Response)
    assert (found.status_code, waits) == (status, [])


@pytest.mark.parametrize(
    "passing",
    [
        *[httpx.Response(status) for status in (429, 502, 503, 504)],
        *[
            httpx.ConnectError("[Errno 111] Connection refused"),
            httpx.ReadError(""),
            httpx.ReadTimeout(""),
            httpx.RemoteProtocolError("Server disconnected without sending a response."),
        ],
    ],
)
def test_what_may_pass_is_tried_again(passing: Step) -> None:
    found, waits = asked(passing, passing, httpx.Response(204))

    assert isinstance(found, httpx.Response)
    assert waits == [0.5, 1.0]


def test_trying_again_has_an_end() -> None:
    found, waits = asked(httpx.ConnectError("[Errno 111] Connection refused"))

    assert waits == [0.5, 1.0, 2.0, 4.0]
    assert found == (
        f"{WHERE} cannot be reached ([Errno 111] Connection refused): start the store, or correct "
        "host, port and http or https in --to"
    )


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 413, 415, 500, 501])
def test_what_will_not_pass_is_not_tried_again(status: int) -> None:
    found, waits = asked(httpx.Response(status))

    assert isinstance(found, str)
    assert found.startswith(f"{WHERE} answers {status} ")
    assert waits == []


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "0"}, 0.5),
        ({"Retry-After": "soon"}, 0.5),
        ({"Retry-After": "Sat, 21 Nov 2026 10:00:09 GMT"}, 0.5),
        (
            {
                "Date": "Sat, 21 Nov 2026 10:00:00 GMT",
                "Retry-After": "Sat, 21 Nov 2026 10:00:09 GMT",
            },
            9.0,
        ),
        ({"Date": "now", "Retry-After": "Sat, 21 Nov 2026 10:00:09 GMT"}, 0.5),
    ],
)
def test_the_store_may_say_how_long_to_wait(headers: dict[str, str], wait: float) -> None:
    _, waits = asked(httpx.Response(503, headers=headers), httpx.Response(200))

    assert waits == [wait]


def test_nobody_waits_for_an_hour() -> None:
    found, waits = asked(httpx.Response(429, headers={"Retry-After": "3600"}))

    assert waits == []
    assert found == (
        f"{WHERE} answers 429 Too Many Requests: the store is asked too much: try later; it asks "
        "to wait 3,600 s"
    )


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (httpx.Response(403), "403 Forbidden: the user may not do that there: give it the right"),
        (httpx.Response(404, html="<h1>No</h1>"), "404 Not Found: there is nothing at that addr"),
        (
            httpx.Response(404, text="no graph"),
            "404 Not Found: no graph; there is nothing at that address: check --to, --preset",
        ),
        (httpx.Response(413), "413 Request Entity Too Large: a request is too large: give a small"),
        (httpx.Response(500), "500 Internal Server Error: it does not say why"),
        (
            httpx.Response(400, text="line 3: memory exhausted\nat x\n\nSPARQL query:\nINSERT"),
            "400 Bad Request: line 3: memory exhausted at x",
        ),
        (
            httpx.Response(500, html="<head><title>T</title></head>\n<h3>Error 22023</h3> No"),
            "500 Internal Server Error: Error 22023 No",
        ),
        (httpx.Response(500, text="x" * 300), "500 Internal Server Error: …"),
        (
            httpx.Response(302, headers={"Location": "https://store.example/kg/"}),
            "302 Found: it points to https://store.example/kg/, so give its address there with",
        ),
        (httpx.Response(304), "304 Not Modified: it does not say why"),
    ],
)
def test_a_refusal_says_what_and_where(answer: httpx.Response, expected: str) -> None:
    assert said(answer).startswith(f"{WHERE} answers {expected}")


@pytest.mark.parametrize(
    ("auth", "challenge", "expected"),
    [
        (None, 'Digest realm="SPARQL"', "it asks for Digest: set KGBUILD_STORE_USER and"),
        (None, "", "it asks for credentials: set KGBUILD_STORE_USER and"),
        (httpx.BasicAuth("ada", "s3cret"), "Digest x", "it asks for Digest and got Basic: check"),
        (httpx.BasicAuth("ada", "s3cret"), "Basic x", "it does not accept what KGBUILD_STORE_USER"),
        (httpx.BasicAuth("ada", "s3cret"), "", "it does not accept what KGBUILD_STORE_USER"),
    ],
)
def test_a_login_that_fails_says_what_to_set(
    auth: httpx.Auth | None, challenge: str, expected: str
) -> None:
    headers = {"WWW-Authenticate": challenge} if challenge else {}

    found = said(httpx.Response(401, headers=headers), auth=auth)

    assert found.startswith(f"{WHERE} answers 401 Unauthorized: {expected}")
    assert "s3cret" not in found


def test_what_we_said_to_get_in_is_not_repeated() -> None:
    echo = httpx.Response(400, text="odd header: Bearer tops3cret")

    found = said(echo, headers={"Authorization": "Bearer tops3cret"})

    assert found == f"{WHERE} answers 400 Bad Request: odd header: Bearer …"


def test_a_page_is_no_answer_where_nothing_counts() -> None:
    page = httpx.Response(200, html="<h1>Welcome</h1>")

    assert said(page, page=False).startswith(f"{WHERE} answers with a web page, so it is no endp")
    assert isinstance(asked(page, page=True)[0], httpx.Response)
    assert isinstance(asked(httpx.Response(200, headers=HTML), page=False)[0], httpx.Response)


def test_a_certificate_that_we_cannot_trust_is_told_at_once() -> None:
    error = httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] …")
    error.__cause__ = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.__cause__.verify_message = "self-signed certificate"

    found, waits = asked(error)

    assert waits == []
    assert found == (
        f"{WHERE} has no TLS that we can trust (self-signed certificate): check http or https in "
        "--to; SSL_CERT_FILE names the certificate of an authority of your own"
    )


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (httpx.ConnectTimeout(""), "cannot be reached (no answer in time): start the store"),
        (httpx.ReadTimeout(""), "took too long over a request: give a smaller --batch, or try"),
        (httpx.ReadError(""), "broke off the connection (ReadError): check http or https in --to"),
        (
            httpx.LocalProtocolError("Illegal header value b'Bearer s3cret'"),
            "broke off the connection (LocalProtocolError)",
        ),
        (httpx.DecodingError("bad"), "broke off the connection (DecodingError)"),
    ],
)
def test_a_connection_that_fails_says_how(error: httpx.RequestError, expected: str) -> None:
    assert said(error).startswith(f"{WHERE} {expected}")
