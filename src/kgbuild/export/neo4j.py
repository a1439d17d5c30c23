r"""Graph -> CSV tables with Neo4j's headers, and the Cypher that loads them.

The headers are those of `neo4j-admin database import` (Neo4j Operations Manual, "Neo4j-admin
import"). A list has `;` between its parts; a `;` within one becomes a comma, as there is no way
to escape it. Quotes may hold line breaks: the import wants `--multiline-fields=true`. Cells are
escaped as in RFC 4180, which LOAD CSV reads alike but for `\` before a quotation mark, unless
`server.import.csv.legacy_quote_escaping=false` is set.
"""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from kgbuild.export.property_graph import SHEETS, Cell, Column, Kind, Sheet, relationship
from kgbuild.records import Graph

_HEADERS: dict[Kind, str] = {
    "id": "{}:ID",
    "labels": ":LABEL",
    "from": ":START_ID",
    "to": ":END_ID",
    "relationship": ":TYPE",
    "string": "{}",
    "strings": "{}:string[]",
    "long": "{}:long",
    "double": "{}:double",
    "date": "{}:date",
}
_READ: dict[Kind, str] = {
    "strings": "split({}, ';')",
    "long": "toInteger({})",
    "double": "toFloat({})",
    "date": "date({})",
}
"""How Cypher reads a cell; text needs nothing."""
_STRUCTURE: tuple[Kind, ...] = ("id", "labels", "from", "to", "relationship")

_HEADING = """\
// Loads the CSV files beside this one: copy all into Neo4j's import folder, then
//   cypher-shell --file load.cypher
// Running it again changes nothing. For a large graph and an empty database this is faster:
//   neo4j-admin database import full --nodes=nodes.csv --nodes=documents.csv \\
//     --nodes=evidence.csv --relationships=edges.csv --multiline-fields=true neo4j

CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT date_id IF NOT EXISTS FOR (n:Date) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT document_id IF NOT EXISTS FOR (n:Document) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT evidence_id IF NOT EXISTS FOR (n:Evidence) REQUIRE n.id IS UNIQUE;
CREATE INDEX evidence_fact IF NOT EXISTS FOR (n:Evidence) ON (n.fact);
"""
_NODES = """
LOAD CSV WITH HEADERS FROM 'file:///{file}.csv' AS row
WITH row WHERE row.`:LABEL` = '{labels}'
MERGE (n:{first} {{id: row.`id:ID`}})
SET {settings};
"""
_EDGES = """
LOAD CSV WITH HEADERS FROM 'file:///{file}.csv' AS row
WITH row WHERE row.`:TYPE` = '{type}'
MATCH (a:Entity {{id: row.`:START_ID`}}), (b:{target} {{id: row.`:END_ID`}})
MERGE (a)-[n:{type} {{id: row.id}}]->(b)
SET {settings};
"""


def write_csv(graph: Graph, out: BinaryIO, *, base: str, sheet: Sheet) -> None:
    """Write one table as UTF-8."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header(column) for column in sheet.columns)
    for row in sheet.rows(graph, base):
        writer.writerow(map(_cell, row))
    text.detach()


def write_cypher(graph: Graph, out: BinaryIO, *, base: str) -> None:
    """Write the statements that load the tables: one a kind of node and a kind of edge.

    Cypher before Neo4j 5.26 cannot take a label or a type from a row, hence so many.
    """
    out.write(_HEADING.encode())
    for sheet in SHEETS:
        for statement in _loads(graph, base, sheet):
            out.write(statement.encode())


def header(column: Column) -> str:
    """Name a column as the import wants it: `confidence:double`."""
    return _HEADERS[column.kind].format(column.name)


def _cell(cell: Cell) -> str | int | float | None:
    if isinstance(cell, tuple):
        return ";".join(part.replace(";", ",") for part in cell)
    return cell


def _loads(graph: Graph, base: str, sheet: Sheet) -> Iterator[str]:
    settings = [
        f"n.{column.name} = {_READ.get(column.kind, '{}').format(f'row.`{header(column)}`')}"
        for column in sheet.columns
        if column.kind not in _STRUCTURE and column.name != "id"
    ]
    if sheet.name == "edges":
        targets = {fact.relation: "Date" if fact.literal else "Entity" for fact in graph.facts}
        for relation, target in sorted(targets.items()):
            yield _EDGES.format(
                file=sheet.name,
                type=relationship(relation),
                target=target,
                settings=_joined(settings),
            )
        return
    used = [position for position, c in enumerate(sheet.columns) if c.kind == "labels"]
    kinds = sorted({row[used[0]] for row in sheet.rows(graph, base)}, key=str)
    for labels in kinds:
        if isinstance(labels, tuple):
            first, *more = labels
            added = [f"n:{label}" for label in more]
            yield _NODES.format(
                file=sheet.name,
                labels=";".join(labels),
                first=first,
                settings=_joined([*added, *settings]),
            )


def _joined(settings: list[str]) -> str:
    return ",\n    ".join(settings)
