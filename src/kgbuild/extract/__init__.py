"""Document -> Reading: the mentions of a text and the claims it makes; the only home of spaCy.

`MENTION_MODELS` and `EXTRACTORS` are the tables to swap by: a mention model is a spaCy pipeline
that sets `doc.ents`, an extractor is a function from such a `Doc` to claims.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import is_package

from kgbuild.errors import OptionError
from kgbuild.extract import labels, mentions, model  # noqa: F401  they register components
from kgbuild.extract.claims import refusal
from kgbuild.extract.grammar import load_patterns, load_words
from kgbuild.extract.modality import load_cues
from kgbuild.extract.network import Network, shipped_network
from kgbuild.extract.pairs import allowed_relations
from kgbuild.extract.patterns import compile_patterns, find_claims
from kgbuild.extract.relations import Judge, find_related
from kgbuild.extract.roles import role_finder
from kgbuild.extract.tokens import SafeTokenizer, blank_language
from kgbuild.extract.units import mention_of
from kgbuild.lexicon import load_lexicon
from kgbuild.ontology import Ontology
from kgbuild.places import Places
from kgbuild.records import Claim, Document, Reading, Rejection

__all__ = [
    "Extractor",
    "Language",
    "extract",
    "load_extractors",
    "load_mention_model",
    "network_extractor",
]

Extractor = Callable[[Doc, Document], Iterable[Claim | Rejection]]


def rule_language() -> Language:
    """The pipeline that finds mentions by rules."""
    nlp = blank_language()
    nlp.add_pipe("kgbuild_rules")
    return nlp


def model_language() -> Language:
    """The pipeline that finds mentions by the shipped network, which reads what the rules say."""
    nlp = rule_language()
    nlp.add_pipe("kgbuild_model")
    return nlp


def foreign_language(name: str) -> Language:
    """An installed spaCy pipeline whose entity labels are turned into ours, dates found by rule."""
    try:
        nlp = spacy.load(name)
    # An installed package that is no pipeline may raise anything.
    except Exception as error:
        said = " ".join(str(error).split())
        raise OptionError(f"the mention model {name!r} cannot be loaded: {said}") from error
    nlp.tokenizer = SafeTokenizer(nlp.tokenizer)
    nlp.add_pipe("kgbuild_labels", last=True)
    return nlp


def pattern_extractor(ontology: Ontology, least: float | None) -> Extractor:
    """Relations by the shipped patterns, each with its own confidence, `least` or more."""
    lexicon = load_lexicon()
    patterns = compile_patterns(
        load_patterns(),
        ontology=ontology,
        words=load_words(),
        roles=role_finder(lexicon.roles),
        contains=partial(lies_in, places=lexicon.places),
        cues=load_cues(),
    )
    find = partial(find_claims, patterns=patterns)
    return find if least is None else partial(surer, find=find, least=least)


def surer(
    doc: Doc, document: Document, *, find: Extractor, least: float
) -> Iterator[Claim | Rejection]:
    """What `find` finds, claims under the least confidence turned into rejections."""
    for item in find(doc, document):
        if isinstance(item, Rejection) or item.confidence >= least:
            yield item
        else:
            yield refusal(item, document, least=least)


def model_extractor(ontology: Ontology, least: float | None) -> Extractor:
    """Relations by the shipped network; `least` stands in for its own thresholds."""
    return network_extractor(shipped_network(), ontology, least)


def network_extractor(network: Network, ontology: Ontology, least: float | None) -> Extractor:
    """Relations by a network."""
    lexicon = load_lexicon()
    judge = Judge(
        network=network,
        allowed=allowed_relations(ontology),
        symmetric=ontology.symmetric,
        roles=role_finder(lexicon.roles),
        contains=partial(lies_in, places=lexicon.places),
        cues=load_cues(),
        least=least,
    )
    return partial(find_related, judge=judge)


def lies_in(inner: str, outer: str, *, places: Places) -> bool | None:
    """Whether one place lies in another; None where the gazetteer does not know."""
    if places.lies_in(inner, outer):
        return True
    kinds = places.kind(inner), places.kind(outer)
    if places.within(inner) and kinds[1]:
        return False
    if kinds[1] in {"state", "country"}:
        return kinds[0] is None or _SIZES.index(kinds[0]) < _SIZES.index(kinds[1])
    return None if None in kinds else False


_SIZES = ("city", "state", "country", "region")


MENTION_MODELS: dict[str, Callable[[], Language]] = {
    "kgbuild": model_language,
    "rules": rule_language,
}
EXTRACTORS: dict[str, Callable[[Ontology, float | None], Extractor]] = {
    "model": model_extractor,
    "patterns": pattern_extractor,
}


def load_mention_model(name: str) -> Language:
    """The pipeline of that name: one of ours, or an installed spaCy pipeline.

    Raises OptionError, with what to install, for a name that is neither.
    """
    if name in MENTION_MODELS:
        return MENTION_MODELS[name]()
    if is_package(name) or Path(name).is_dir():
        return foreign_language(name)
    raise OptionError(
        f"no mention model named {name!r}: there are {', '.join(MENTION_MODELS)}, and any spaCy "
        f"pipeline that is installed (`python -m spacy download {name}` installs spaCy's own)"
    )


def load_extractors(
    names: Sequence[str], *, ontology: Ontology, min_confidence: float | None = None
) -> tuple[Extractor, ...]:
    """The extractors of those names. Raises OptionError for an unknown one."""
    unknown = [name for name in names if name not in EXTRACTORS]
    if unknown:
        raise OptionError(
            f"no extractor named {', '.join(unknown)}: there are {', '.join(EXTRACTORS)}"
        )
    return tuple(EXTRACTORS[name](ontology, min_confidence) for name in names)


def extract(document: Document, *, nlp: Language, extractors: Sequence[Extractor]) -> Reading:
    """All that one document says. `nlp` marks sentences and sets `doc.ents`."""
    doc = nlp(document.text)
    found = [item for extractor in extractors for item in extractor(doc, document)]
    return Reading(
        document=document.id,
        mentions=tuple(mention_of(ent) for ent in doc.ents),
        claims=tuple(item for item in found if isinstance(item, Claim)),
        rejections=tuple(item for item in found if isinstance(item, Rejection)),
    )
