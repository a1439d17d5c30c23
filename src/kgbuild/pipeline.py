"""The stages in order: files in, a graph folder out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kgbuild.assemble import assemble
from kgbuild.check import check
from kgbuild.config import Config
from kgbuild.errors import InputError
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
from kgbuild.ontology import Ontology, load_ontology
from kgbuild.places import Places, load_places
from kgbuild.read import Source, find, read
from kgbuild.records import Document, Graph, Skip
from kgbuild.resolve import resolve

FILES = (*EXPORTERS, REJECTED, RUN)
"""What a graph folder holds."""
Progress = Callable[[int, int, str], None]
"""Called with documents done, documents in all, and the name of the one that comes next."""


def _silent(done: int, total: int, name: str) -> None: ...


def build(
    inputs: Sequence[Path], out: Path, *, config: Config, progress: Progress = _silent
) -> Graph:
    """Build the graph of files and folders into `out`; its old files stay until all are written.

    Raises InputError where nothing can be read and OptionError for an unknown model or extractor.
    """
    check_folder(out)
    sources, skips = find(inputs, but=own_files(out, FILES))
    documents, unread = read_all(sources, config=config)
    skips = (*skips, *unread)
    if not documents:
        raise InputError(_nothing_read(inputs, skips))
    tools = load_tools(config)
    graph = build_graph(documents, skips, tools=tools, progress=progress)
    write_folder(out, outputs(graph, inputs, out, config=config))
    return graph


@dataclass(frozen=True)
class Tools:
    """What the stages need beside records, loaded once for many builds."""

    ontology: Ontology
    places: Places
    nlp: Language
    extractors: tuple[Extractor, ...]


def load_tools(config: Config) -> Tools:
    """Load what a configuration names. Raises OptionError for an unknown model or extractor."""
    ontology = load_ontology()
    nlp = load_mention_model(config.model)
    nlp.max_length = config.max_chars
    extractors = load_extractors(config.extractors, nlp=nlp, ontology=ontology)
    return Tools(ontology, load_places(), nlp, extractors)


def build_graph(
    documents: Sequence[Document],
    skips: Sequence[Skip] = (),
    *,
    tools: Tools,
    progress: Progress = _silent,
) -> Graph:
    """The graph of documents: extract, resolve, assemble, check."""
    readings = []
    for done, document in enumerate(documents):
        progress(done, len(documents), document.path)
        readings.append(extract(document, nlp=tools.nlp, extractors=tools.extractors))
    progress(len(documents), len(documents), "")
    resolution = resolve(readings, places=tools.places)
    symmetric = frozenset(r.name for r in tools.ontology.relations if r.symmetric)
    stated, empty = assemble(readings, resolution, documents, symmetric=symmetric)
    facts, refused = check(stated, resolution.entities, tools.ontology)
    unread = [rejection for reading in readings for rejection in reading.rejections]
    return Graph(
        documents=tuple(documents),
        entities=resolution.entities,
        facts=tuple(facts),
        rejections=(*unread, *empty, *refused),
        skips=tuple(skips),
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


def outputs(graph: Graph, inputs: Sequence[Path], out: Path, *, config: Config) -> Iterator[Output]:
    """The files of the graph folder, one at a time; `run.json` last, as it vouches for the rest."""
    written: list[Output] = []
    for name, exporter in EXPORTERS.items():
        written.append(Output(name, exporter(graph, ontology=load_ontology(), base=config.base)))
        yield written[-1]
    written.append(Output(REJECTED, rejected_lines(graph)))
    yield written[-1]
    yield Output(RUN, run_record(graph, inputs, written, out=out, config=config))


def _nothing_read(inputs: Sequence[Path], skips: Sequence[Skip]) -> str:
    reasons = "; ".join(f"{skip.path}: {skip.reason}" for skip in skips[:3])
    more = f" and {len(skips) - 3} more" if len(skips) > 3 else ""
    names = ", ".join(str(path) for path in inputs)
    return (
        f"nothing to build from in {names}: {reasons or 'no files'}{more}. "
        "Give text, HTML, Markdown or JSONL files with text in them."
    )
