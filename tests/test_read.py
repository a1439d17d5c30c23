import hashlib
import os
import tempfile
import unicodedata
from pathlib import Path

import pytest
import trafilatura
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kgbuild.errors import InputError
from kgbuild.publication import publication_date
from kgbuild.publication_rules import PageRule, publication_rules
from kgbuild.read import Source, find, read
from kgbuild.read.cleaning import clean, is_binary
from kgbuild.read.decoding import decode
from kgbuild.read.front_matter import split_front_matter
from kgbuild.read.html import declared_charset, read_html
from kgbuild.read.markdown import read_markdown
from kgbuild.records import Document, Skip

STORY = "Northwind opens a lab\n\nLYON, May 6, 2024 - Northwind opened a lab in Lyon.\n"


def write(path: Path, content: str | bytes = STORY) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def names(inputs: list[Path]) -> list[str]:
    return [source.path for source in find(inputs)[0]]


def read_file(path: Path, **options: int) -> tuple[list[Document], list[Skip]]:
    documents, skips = read(Source(root=path.parent, path=path.name, file=path), **options)
    return list(documents), list(skips)


def read_one(path: Path, **options: int) -> Document:
    documents, skips = read_file(path, **options)
    assert (len(documents), skips) == (1, [])
    return documents[0]


# --- finding files ------------------------------------------------------------------------------


def test_a_folder_is_walked_in_sorted_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.MD", "a/b/c.html", "lines.jsonl"):
        write(tmp_path / name)
    assert names([tmp_path]) == ["a/b/c.html", "a/z.MD", "b.txt", "lines.jsonl"]


def test_what_is_left_out_of_a_folder_has_a_reason(tmp_path: Path) -> None:
    for name in ("a.txt", "b.png", "c", ".d.txt", ".git/e.txt", "sub/README.md", "LICENSE"):
        write(tmp_path / name)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    about = "about the folder, not an article; name it to have it read"
    assert find([tmp_path])[1] == (
        Skip(path=".d.txt", reason="hidden"),
        Skip(path=".git", reason="hidden"),
        Skip(path="LICENSE", reason=about),
        Skip(path="b.png", reason="not a text format we read: .png"),
        Skip(path="c", reason="not a text format we read: no suffix"),
        Skip(path="gone.txt", reason="a link to nothing"),
        Skip(path="loop", reason="a link to a folder; name that folder itself"),
        Skip(path="pipe.txt", reason="not a regular file"),
        Skip(path="sub/README.md", reason=about),
    )


def test_a_folder_that_cannot_be_listed_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "closed/b.txt")
    listed = os.scandir

    def scandir(path: str) -> "os._ScandirIterator[str]":
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    reason = "cannot be listed: Permission denied"
    assert find([tmp_path])[1] == (Skip(path="closed", reason=reason),)


def test_a_named_file_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    assert names([write(tmp_path / "story.dat"), write(tmp_path / "README.md")]) == [
        "README.md",
        "story.dat",
    ]


def test_inputs_that_overlap_give_each_file_once_in_any_order(tmp_path: Path) -> None:
    write(tmp_path / "top.txt")
    inner = write(tmp_path / "sub/inner.txt")
    inputs = [tmp_path, tmp_path / "sub", inner, inner, tmp_path / "sub/../sub"]
    assert find(inputs) == find(inputs[::-1]) == find([tmp_path])
    assert names(inputs) == ["sub/inner.txt", "top.txt"]


def test_a_name_may_hold_anything(tmp_path: Path) -> None:
    for name in ('a "b" <c>|^`{}\\.txt', "é 🚗 مرحبا.txt", "line\nbreak\ttab.txt", "x\x01.txt"):
        write(tmp_path / name)
    assert names([tmp_path]) == [
        'a "b" <c>|^`{}\\.txt',
        "line break tab.txt",
        "x\ufffd.txt",
        "é 🚗 مرحبا.txt",
    ]
    assert all(read(source)[0] for source in find([tmp_path])[0])


def test_a_name_that_is_not_utf_8_is_made_printable(tmp_path: Path) -> None:
    write(tmp_path / os.fsdecode(b"caf\xe9.txt"))
    assert names([tmp_path]) == ["caf\ufffd.txt"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.txt", "missing.txt: no such file or folder; check the name"),
        ("empty", "empty: nothing to read in this folder; put articles there: "),
        ("images", r"images: nothing to read in this folder \(1 left out, such as a.png: not a "),
        ("pipe", "pipe: not a file or a folder; name one that holds articles"),
    ],
)
def test_an_input_without_articles_is_an_error(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "empty").mkdir()
    write(tmp_path / "images/a.png")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match=message):
        find([tmp_path / name])


def test_no_input_is_an_error() -> None:
    with pytest.raises(InputError, match="name at least one file or folder"):
        find([])


# --- one file -----------------------------------------------------------------------------------


def test_plain_text_is_the_file_itself(tmp_path: Path) -> None:
    sha256 = hashlib.sha256(STORY.encode()).hexdigest()
    assert read_one(write(tmp_path / "a.txt")) == Document(
        id=f"doc-{sha256[:12]}",
        path="a.txt",
        sha256=sha256,
        text=STORY,
        title="Northwind opens a lab",
        published="2024-05-06",
    )


def test_an_address_in_the_first_line_is_the_source(tmp_path: Path) -> None:
    document = read_one(write(tmp_path / "a.txt", "https://a.example/2024/05/06/lab\n\nIt opened."))
    assert (document.source, document.published) == (
        "https://a.example/2024/05/06/lab",
        "2024-05-06",
    )


FRONT = "---\ntitle: Northwind opens a lab\npublished: 2024-05\nurl: https://a.example/lab\n---\n"


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_front_matter_describes_the_text(tmp_path: Path, name: str) -> None:
    document = read_one(write(tmp_path / name, FRONT + "Fifty people work there."))
    assert document.text == "Northwind opens a lab\n\nFifty people work there."
    assert (document.title, document.published, document.source, document.notes) == (
        "Northwind opens a lab",
        "2024-05",
        "https://a.example/lab",
        (),
    )


@pytest.mark.parametrize(
    ("block", "fields", "notes"),
    [
        ("title: a\ndate: 2025-02-30", {"title": "a", "date": "2025-02-30"}, ()),
        ("source: {name: Planet}", {"source": {"name": "Planet"}}, ()),
        (
            "title: Northwind: a lab\ndate: '2024'\nnonsense",
            {"title": "Northwind: a lab", "date": "2024"},
            ("front matter is not valid YAML: read line by line",),
        ),
    ],
)
def test_front_matter_is_yaml_or_nearly(
    block: str, fields: dict[str, object], notes: tuple[str, ...]
) -> None:
    assert split_front_matter(f"---\n{block}\n---\nText") == (fields, "Text", notes)


@pytest.mark.parametrize(
    "text", ["---\njust a line\n---\nText", "---\ntitle: never closed\nText", "Text", "---\n---\n"]
)
def test_a_text_without_fields_has_no_front_matter(text: str) -> None:
    assert split_front_matter(text) == ({}, text, ())


def test_a_date_that_nobody_understands_is_noted(tmp_path: Path) -> None:
    document = read_one(write(tmp_path / "a.md", "---\ndate: someday\n---\nIt opened."))
    assert (document.published, document.notes) == (None, ("date not understood: 'someday'",))


MARKDOWN = """\
# Northwind opens a *lab*

The [company](https://a.example), known as `NW` &
based in Lyon,\\
hired ![a picture](x.png) fifty.

- robots
- ovens

1. one

2. two

> Happy days.

| a | b |
|---|---|
| 1 | 2 |

```
code
```
<div><p>Raw <b>HTML</b></p><script>x()</script><p>stays</p></div>
"""


def test_markdown_becomes_the_text_that_a_reader_sees() -> None:
    page = read_markdown(MARKDOWN)
    assert page.text == (
        "Northwind opens a lab\n\n"
        "The company, known as NW & based in Lyon,\nhired  fifty.\n\n"
        "robots\novens\n\none\n\ntwo\n\nHappy days.\n\nRaw HTML\nstays"
    )
    assert page.title == "Northwind opens a lab"
    assert page.notes == (
        "left out: 1 code block(s)",
        "left out: 1 image(s)",
        "left out: 1 table(s)",
    )


HTML = """\
<!DOCTYPE html><html><head><title>Northwind opens a lab | Planet</title>
<meta property="og:title" content="Northwind opens a lab">
<meta property="og:site_name" content="Planet">{head}</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<header><p>Tuesday, 7 May 2024</p><h1>Northwind opens a lab</h1>{byline}</header>
<article><p>Northwind Traders, the food company based in Seattle, has opened a research lab in Lyon
together with its part&shy;ner Contoso, which it has known for years.</p>
<p>Fifty people work there on ovens and robots, and more are to follow soon.</p>
<table><tr><td>2024</td><td>40</td></tr></table></article>
<div class="comments"><p>First! I was here before all others, and so on and so forth.</p></div>
<footer><p>All rights reserved. Privacy policy.</p></footer></body></html>"""


def html(head: str = "", byline: str = "") -> str:
    return HTML.format(head=head, byline=byline)


def test_html_gives_the_article_with_its_headline(tmp_path: Path) -> None:
    document = read_one(write(tmp_path / "a.html", html()))
    assert document.text == (
        "Northwind opens a lab\n\n"
        "Northwind Traders, the food company based in Seattle, has opened a research lab in Lyon "
        "together with its partner Contoso, which it has known for years.\n"
        "Fifty people work there on ovens and robots, and more are to follow soon."
    )
    assert (document.title, document.source, document.published, document.notes) == (
        "Northwind opens a lab",
        "Planet",
        None,
        (),
    )


@pytest.mark.parametrize(
    ("head", "byline", "date"),
    [
        ('<meta property="article:published_time" content="2024-05-06T23:30:00-05:00">', "", "06"),
        ('<script type="application/ld+json">{"datePublished": "2024-05-03"}</script>', "", "03"),
        ('<meta name="DC.date" content="2024-05-02">', "", "02"),
        ('<link rel="canonical" href="https://a.example/2024/05/09/lab">', "", "09"),
        ("", '<p>By Jo | <time datetime="2024-05-08">Wed</time></p>', "08"),
        ("", "<p>By Jane Doe | 5 May 2024</p>", "05"),
    ],
)
def test_the_date_of_a_page_stands_in_its_head_address_or_byline(
    head: str, byline: str, date: str
) -> None:
    page = read_html(html(head, byline))
    assert (page.published or publication_date(page.text, url=page.url)) == f"2024-05-{date}"


@pytest.mark.parametrize("rule", publication_rules().html, ids=lambda rule: rule.example[:60])
def test_each_rule_for_the_head_of_a_page_gives_the_date_of_its_example(rule: PageRule) -> None:
    page = f"<html><head>{rule.example}</head><body><p>It opened.</p></body></html>"
    tree = trafilatura.load_html(page)
    assert tree is not None
    assert tree.xpath(rule.xpath)
    assert read_html(page).published == rule.date


def test_dates_in_a_page_that_differ_tell_nothing() -> None:
    times = '<time datetime="2024-05-08">a</time><time datetime="2023-01-01">b</time>'
    assert read_html(html(byline=times)).published is None


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<b>Acme</b> bought Foo", "Acme bought Foo"),
        ("just words & signs", "just words & signs"),
        ("<html><nav>Home</nav><script>x</script></html>", "Home"),
    ],
)
def test_a_scrap_of_a_page_gives_its_text(page: str, text: str) -> None:
    assert read_html(page).text == text


def test_a_page_without_an_article_gives_all_its_text() -> None:
    page = read_html("<html><body><table><tr><td>Fifty</td><td>peo&shy;ple</td></tr></table>")
    assert (page.text, page.notes) == (
        "Fifty\npeople",
        ("no article found in the page: all its text taken",),
    )


def test_a_damaged_page_gives_all_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr(trafilatura, "bare_extraction", fail)
    page = read_html(html())
    assert page.text.startswith("Home\nSport\nTuesday, 7 May 2024\nNorthwind opens a lab\n")
    assert page.notes == (
        "the page is damaged (RecursionError)",
        "no article found in the page: all its text taken",
    )


def test_a_page_with_very_many_elements_is_not_searched() -> None:
    found = read_html("<html><body>" + "<p>word</p>" * 50_001 + "</body></html>")
    assert found.text == "\n".join(["word"] * 50_001)
    assert found.notes[0] == "more than 50000 elements"


def test_images_inside_a_page_do_not_count_as_its_length(tmp_path: Path) -> None:
    picture = f'<img src="data:image/png;base64,{"A" * 50_000}">'
    document = read_one(write(tmp_path / "a.html", html(byline=picture)), max_chars=20_000)
    assert document.text.endswith("more are to follow soon.")
    assert document.notes == ()


def test_each_line_of_json_lines_is_a_document(tmp_path: Path) -> None:
    lines = [
        b'{"headline": "Northwind opens a lab", "body": "Fifty work there.", "date": "6 May 2024", '
        b'"source": {"name": "Planet"}}',
        b"",
        b"{not json",
        b'["a list"]',
        b'{"title": "no text"}',
        b'{"text": " "}',
        b'{"text": "\\ud800 and \\u0000"}\r',
    ]
    documents, skips = read_file(write(tmp_path / "a.jsonl", b"\n".join(lines)))
    assert documents == [
        Document(
            id="doc-" + hashlib.sha256(lines[0]).hexdigest()[:12],
            path="a.jsonl#1",
            sha256=hashlib.sha256(lines[0]).hexdigest(),
            text="Northwind opens a lab\n\nFifty work there.",
            title="Northwind opens a lab",
            published="2024-05-06",
            source="Planet",
        ),
        Document(
            id="doc-" + hashlib.sha256(lines[6].strip()).hexdigest()[:12],
            path="a.jsonl#7",
            sha256=hashlib.sha256(lines[6].strip()).hexdigest(),
            text="\ufffd and \ufffd",
            title="\ufffd and \ufffd",
            notes=("2 control or direction characters replaced",),
        ),
    ]
    assert skips == [
        Skip(path="a.jsonl#3", reason="not valid JSON"),
        Skip(path="a.jsonl#4", reason="not a JSON object"),
        Skip(path="a.jsonl#5", reason="no text: none of the fields text, body, content"),
        Skip(path="a.jsonl#6", reason="no text"),
    ]


def test_json_lines_may_be_utf_16(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"text": "café"}\r\n{"text": "two"}'.encode("utf-16"))
    assert [document.text for document in read_file(path)[0]] == ["café", "two"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no text"),
        (b" \n\t\xc2\xa0\n", "no text"),
        (b"text with a \0 in it", "a binary file, not text"),
        (b"%PDF-1.7 text", "a binary file, not text"),
        (bytes(range(1, 32)) * 3, "a binary file, not text"),
    ],
)
def test_a_file_without_text_is_left_out(tmp_path: Path, content: bytes, reason: str) -> None:
    path = write(tmp_path / "a.txt", content)
    assert read_file(path) == ([], [Skip(path="a.txt", reason=reason)])


def test_a_file_that_cannot_be_opened_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", closed)
    reason = "cannot be read: Permission denied"
    assert read_file(tmp_path / "a.txt") == ([], [Skip(path="a.txt", reason=reason)])


def test_a_long_text_is_cut_at_white_space(tmp_path: Path) -> None:
    document = read_one(write(tmp_path / "a.txt", "one two three"), max_chars=10)
    assert (document.text, document.notes) == ("one two", ("cut at 7 of 13 characters",))


def test_ten_megabytes_on_one_line_are_cut(tmp_path: Path) -> None:
    document = read_one(write(tmp_path / "a.txt", "word " * 2_000_000))
    assert len(document.text) == 999_999 - 5
    assert document.notes == ("cut at 999994 of 10000000 characters",)


# --- characters ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "text", "notes"),
    [
        ("\ufeffcafé".encode(), "café", ()),
        ("café".encode("utf-16"), "café", ()),
        ("café".encode("utf-32"), "café", ()),
        (
            b"the \x93lab\x94 of a certain company in the city, with a bigger staff, at 5 \x80",
            "the “lab” of a certain company in the city, with a bigger staff, at 5 €",
            ("not UTF-8: decoded as cp1252 by detection",),
        ),
        (
            ("Компания подписала договор в Москве сегодня утром. " * 5).encode("cp1251"),
            "Компания подписала договор в Москве сегодня утром. " * 5,
            ("not UTF-8: decoded as cp1251 by detection",),
        ),
        (
            "“é” “é” “é”".encode() + b" \xff",
            "“é” “é” “é” \ufffd",
            ("1 bytes or more that are not utf-8",),
        ),
    ],
)
def test_bytes_are_decoded_by_mark_as_utf_8_or_by_detection(
    data: bytes, text: str, notes: tuple[str, ...]
) -> None:
    assert decode(data) == (text, notes)


def test_a_page_says_its_encoding(tmp_path: Path) -> None:
    page = html(head='<meta charset="iso-8859-2">').replace("Contoso", "Kraków").encode("latin2")
    document = read_one(write(tmp_path / "a.html", page))
    assert "partner Kraków" in document.text
    assert document.notes == ("decoded as iso-8859-2, as the page declares",)


@pytest.mark.parametrize("charset", ["no-such-thing", "utf-8", "hex", "idna", "undefined"])
def test_a_page_may_lie_about_its_encoding(tmp_path: Path, charset: str) -> None:
    head = f'<meta charset="{charset}">'
    page = html(head=head).replace("Contoso", "Café").encode("latin1")
    assert declared_charset(page) == charset
    assert "partner Café" in read_one(write(tmp_path / "a.html", page)).text


@pytest.mark.parametrize(
    ("dirty", "text", "replaced"),
    [
        ("a\r\nb\rc\n\td", "a \nb\nc\n\td", 0),
        ("a\u00a0b\u2009c\u3000d\ufeffe\u200bf", "a b c d e f", 0),
        ("a\u2028b\u0085c\x0cd", "a\nb\nc\nd", 0),
        ("a\x00b\x1bc\x7fd\x9fe\ud800f\uffffg", "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ufffdg", 6),
        ("a\u202eb\u2066c\u200fd", "a b c d", 3),
    ],
)
def test_cleaning_replaces_what_harms(dirty: str, text: str, replaced: int) -> None:
    assert clean(dirty) == (text, replaced)


def is_legal(character: str) -> bool:
    """XML 1.0 `Char`, less C1 controls and marks that turn the direction."""
    return character in "\t\n" or (
        unicodedata.category(character) not in ("Cc", "Cs")
        and unicodedata.bidirectional(character)
        not in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        and character not in "\ufffe\uffff"
    )


@given(st.text(st.characters(codec=None)))
@example("\r\n\r\r\n")
def test_cleaning_keeps_the_length_and_leaves_only_legal_characters(dirty: str) -> None:
    cleaned = clean(dirty)
    assert len(cleaned.text) == len(dirty)
    assert all(is_legal(character) for character in cleaned.text)
    assert clean(cleaned.text) == (cleaned.text, 0)


PIECES = (
    b"---\n", b"title: a\n", b"<p>", b"</p>", b"<html>", b"<!--", b"<![CDATA[", b"&#0;", b"\r\n",
    b"&#x202e;", b'{"text": "', b'"}', b"\n", b"word ", b"\xff\xfe", b"\xef\xbb\xbf",
    b"May 6, 2024 - ",
    b"<meta charset=utf-16>", b"<script>", b"[a](", b"```", b"- ", b"\x1b", b"<time datetime=1>",
)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(
    st.one_of(st.binary(max_size=200), st.lists(st.sampled_from(PIECES)).map(b"".join)),
    st.sampled_from([".txt", ".html", ".md", ".jsonl"]),
)
def test_any_bytes_are_read_alike_twice_or_left_out(data: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder, f"a{suffix}"), data)
        documents, skips = read_file(path)
        assert read_file(path) == (documents, skips)
    assert documents or skips or not data.strip()
    for document in documents:
        assert all(is_legal(character) for character in document.text)
        assert document.text.strip()


@given(st.binary(max_size=100))
def test_binary_is_told_from_the_first_bytes(data: bytes) -> None:
    assert is_binary(b"\0" + data) or data.startswith(b"\0\xfe\xff")
