from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.errors import InputError
from kgbuild.tables import Row, Table, read_table


def written(folder: Path, data: bytes) -> Path:
    path = folder / "table.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_rows_have_their_line_and_cells_without_space(
    tmp_path: Path, mark: bytes, end: bytes
) -> None:
    lines = [b"# names", b"Zo\xc3\xab , Q1", b"", b'"Acme, Inc.", Q2', b",", b' "Acme ""A""",Q3']

    table = read_table(written(tmp_path, mark + end.join(lines)))

    assert table.rows == (
        Row(line=2, cells=("Zoë", "Q1")),
        Row(line=4, cells=("Acme, Inc.", "Q2")),
        Row(line=6, cells=('Acme "A"', "Q3")),
    )
    assert table.where(table.rows[1]) == f"{tmp_path / 'table.csv'}, line 4"


def test_a_table_has_the_checksum_of_its_bytes(tmp_path: Path) -> None:
    path = written(tmp_path, b"a,b\r\n")

    assert read_table(path) == Table(
        path=path, sha256=sha256(b"a,b\r\n").hexdigest(), rows=(Row(line=1, cells=("a", "b")),)
    )


def test_a_table_may_be_empty(tmp_path: Path) -> None:
    assert read_table(written(tmp_path, b"")).rows == ()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a,b\nc\xff,d\n", "table.csv, line 2: not UTF-8. Save the table as UTF-8."),
        (b'a,"b"c\n', "table.csv, line 1: not CSV ("),
        (b'a,b\n"c,d\n', "table.csv, line 2: not CSV (unexpected end of data)"),
        (b'"' + b"x" * 200_000 + b'",b', "table.csv, line 1: not CSV (field larger than"),
    ],
)
def test_what_is_no_table_is_one_line_about_where(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_table(written(tmp_path, data))

    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot read the table .*nowhere\.csv: No such file"):
        read_table(tmp_path / "nowhere.csv")
    with pytest.raises(InputError, match=r"cannot read the table .*: Is a directory"):
        read_table(tmp_path)


@given(data=st.binary(max_size=60))
def test_any_bytes_are_a_table_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = written(tmp_path_factory.getbasetemp(), data)
    try:
        table = read_table(path)
    except InputError:
        return
    assert all(any(row.cells) for row in table.rows)
