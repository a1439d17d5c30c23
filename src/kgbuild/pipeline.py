"""The stages in order: files in, a graph folder out."""

import contextlib
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from kgbuild.areas import with_areas
from kgbuild.assemble import assemble
from kgbuild.check import check, check_entities
from kgbuild.config import Config
from kgbuild.copies import group_copies
from kgbuild.decisions import Decisions, read_decisions
from kgbuild.errors import InputError, KgbuildError
from kgbuild.export import EXPORTERS
from kgbuild.extract import Extractor, Language, extract, load_extractors, load_mention_model
from kgbuild.folder import (
    REJECTED,
    RUN,
    Output,
    Run,
    check_folder,
    own_files,
    rejected_lines,
    run_record,
    write_folder,
)
from kgbuild.lexicon import Lexicon, load_lexicon
from kgbuild.links import ItemLink, read_links, with_links
from kgbuild.ontology import Ontology, load_ontology
from kgbuild.processes import sensible_workers
from kgbuild.read import Source, find, read
from kgbuild.records import Copy, Document, Graph, Reading, Skip
from kgbuild.resolve import resolve
from kgbuild.tables import Table, read_table

FILES = (*EXPORTERS, REJECTED, RUN)
"""What a graph folder holds."""
_LOST = (
    "a process that read documents ended early, for want of memory or because the script that "
    "calls kgbuild does so outside `if __name__ == '__main__':`: give it workers=1 or that line"
)
Progress = Callable[[int, int, str], None]
"""Called with documents done, documents in all, and the name of the one that comes next."""


def _silent(done: int, total: int, name: str) -> None: ...


def build(
    inputs: Sequence[Path],
    out: Path,
    *,
    config: Config,
    links: Path | None = None,
    decisions: Path | None = None,
    workers: int | None = None,
    progress: Progress = _silent,
) -> Graph:
    """Build the graph of files and folders into `out`; its old files stay until all are written.

    `links` is a CSV file of names and Wikidata items, `decisions` one of names that are one thing's
    or not, see the modules so named. `workers` processes read side by side, by default as many as
    pay; the graph is the same. Raises InputError where nothing can be read or a table is wrong, and
    OptionError for an unknown model or extractor.
    """
    check_folder(out)
    given = {"links": links, "decisions": decisions}
    tables = {name: read_table(path) for name, path in given.items() if path}
    items = read_links(tables["links"]) if links else ()
    said = read_decisions(tables["decisions"]) if decisions else Decisions()
    own = (*own_files(out, FILES), *(table.path for table in tables.values()))
    sources, skips = find(inputs, but=own)
    documents, unread = read_all(sources, config=config)
    skips = (*skips, *unread)
    if not documents:
        raise InputError(_nothing_read(inputs, skips))
    tools = load_tools(config)
    spread = workers or sensible_workers(documents)
    readings = extract_all(documents, tools=tools, workers=spread, progress=progress)
    graph = join_graph(documents, readings, skips, tools=tools, links=items, decisions=said)
    write_folder(out, outputs(graph, inputs, out, config=config, tables=tables))
    return graph


@dataclass(frozen=True)
class Tools:
    """What the stages need beside records, loaded once for many builds."""

    config: Config
    ontology: Ontology
    lexicon: Lexicon
    nlp: Language
    extractors: tuple[Extractor, ...]


def load_tools(config: Config) -> Tools:
    """Load what a configuration names. Raises OptionError for an unknown model or extractor."""
    ontology = load_ontology()
    nlp = load_mention_model(config.model)
    nlp.max_length = config.max_chars
    extractors = load_extractors(
        config.extractors, ontology=ontology, min_confidence=config.min_confidence
    )
    return Tools(config, ontology, load_lexicon(), nlp, extractors)


def extract_all(
    documents: Sequence[Document],
    *,
    tools: Tools,
    workers: int = 1,
    progress: Progress = _silent,
) -> list[Reading]:
    """The readings of documents, in their order, whatever the number of processes.

    Raises KgbuildError where one of the processes is lost.
    """
    readings: list[Reading] = []
    with contextlib.ExitStack() as stack:
        if workers > 1:
            context = multiprocessing.get_context("spawn")
            pool = stack.enter_context(ProcessPoolExecutor(workers, mp_context=context))
            # After an error nobody needs the documents that wait.
            stack.callback(pool.shutdown, cancel_futures=True)
            found = pool.map(partial(_extract_apart, config=tools.config), documents, chunksize=2)
        else:
            found = (_extract_here(document, tools) for document in documents)
        for done, document in enumerate(documents):
            progress(done, len(documents), document.path)
            try:
                readings.append(next(found))
            except BrokenProcessPool as error:
                raise KgbuildError(_LOST) from error
    progress(len(documents), len(documents), "")
    return readings


def _extract_here(document: Document, tools: Tools) -> Reading:
    return extract(document, nlp=tools.nlp, extractors=tools.extractors)


def _extract_apart(document: Document, *, config: Config) -> Reading:
    """In a process of its own, which loads its tools with the first document."""
    return _extract_here(document, _own_tools(config))


_own_tools = cache(load_tools)


def build_graph(
    documents: Sequence[Document],
    skips: Sequence[Skip] = (),
    *,
    tools: Tools,
    progress: Progress = _silent,
) -> Graph:
    """The graph of documents: extract, resolve, assemble, check."""
    readings = extract_all(documents, tools=tools, progress=progress)
    return join_graph(documents, readings, skips, tools=tools)


def join_graph(
    documents: Sequence[Document],
    readings: Sequence[Reading],
    skips: Sequence[Skip] = (),
    *,
    tools: Tools,
    links: Iterable[ItemLink] = (),
    decisions: Decisions | None = None,
) -> Graph:
    """The graph of documents that have been read: resolve, assemble, check."""
    said = decisions or Decisions()
    resolution = resolve(readings, documents, lexicon=tools.lexicon, decisions=said)
    copies, symmetric = group_copies(documents), tools.ontology.symmetric
    stated, empty = assemble(readings, resolution, documents, symmetric=symmetric, copies=copies)
    known, nameless = check_entities(resolution.entities)
    facts, refused = check(stated, known, documents, tools.ontology)
    unread = [rejection for reading in readings for rejection in reading.rejections]
    entities, unlinked = with_links(known, links)
    if tools.config.gazetteer:
        entities = with_areas(entities, facts, places=tools.lexicon.places)
    return Graph(
        documents=tuple(documents),
        copies=tuple(Copy(document=d, of=of) for d, of in sorted(copies.items()) if d != of),
        entities=entities,
        facts=tuple(facts),
        rejections=(*unread, *resolution.rejections, *empty, *nameless, *refused, *unlinked),
        skips=tuple(skips),
        title=tools.config.title,
        license=tools.config.license,
    )


def read_all(
    sources: Iterable[Source], *, config: Config
) -> tuple[tuple[Document, ...], tuple[Skip, ...]]:
    """All documents, sorted by id, each content once; and what was not read."""
    found: dict[str, Document] = {}
    skips: list[Skip] = []
    for source in sources:
        documents, unread = read(source, max_chars=config.max_chars)
        skips += unread
        for document in documents:
            first = found.setdefault(document.id, document)
            if first is not document:
                skips.append(Skip(path=document.path, reason=f"same bytes as {first.path}"))
    return tuple(found[id_] for id_ in sorted(found)), tuple(skips)


def read_again(
    run: Run, out: Path, *, sources: Sequence[Path] | None = None
) -> tuple[Document, ...]:
    """The documents that a graph folder was built from, as they are now.

    `sources` says where they are if they moved. A source that is gone gives no documents.
    """
    roots = sources or [path for path in (out / source for source in run.sources) if path.exists()]
    if not roots:
        return ()
    found, _ = find(roots, but=own_files(out, FILES))
    documents, _ = read_all(found, config=run.options)
    return documents


def outputs(
    graph: Graph,
    inputs: Sequence[Path],
    out: Path,
    *,
    config: Config,
    tables: Mapping[str, Table],
) -> Iterator[Output]:
    """The files of the graph folder, one at a time; `run.json` last, as it vouches for the rest."""
    written: list[Output] = []
    for name, exporter in EXPORTERS.items():
        written.append(Output(name, exporter(graph, ontology=load_ontology(), base=config.base)))
        yield written[-1]
    written.append(Output(REJECTED, rejected_lines(graph)))
    yield written[-1]
    yield Output(RUN, run_record(graph, inputs, written, out=out, config=config, tables=tables))


def _nothing_read(inputs: Sequence[Path], skips: Sequence[Skip]) -> str:
    reasons = "; ".join(f"{skip.path}: {skip.reason}" for skip in skips[:3])
    more = f" and {len(skips) - 3} more" if len(skips) > 3 else ""
    names = ", ".join(str(path) for path in inputs)
    return (
        f"nothing to build from in {names}: {reasons or 'no files'}{more}. "
        "Give text, HTML, Markdown or JSONL files with text in them."
    )
