"""Document -> Reading: the mentions of a text and the claims it makes; the only home of spaCy.

`MENTION_MODELS` and `EXTRACTORS` are the tables to swap by: a mention model is a spaCy pipeline
that sets `doc.ents`, an extractor is a function from such a `Doc` to claims.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import is_package

from kgbuild.errors import OptionError
from kgbuild.extract import labels, mentions  # noqa: F401  they register components
from kgbuild.extract.grammar import load_patterns, load_words
from kgbuild.extract.modality import load_cues
from kgbuild.extract.patterns import compile_patterns, find_claims
from kgbuild.extract.roles import role_finder
from kgbuild.extract.tokens import SafeTokenizer, blank_language
from kgbuild.extract.units import mention_of
from kgbuild.lexicon import load_lexicon
from kgbuild.ontology import Ontology
from kgbuild.places import Places
from kgbuild.records import Claim, Document, Reading, Rejection

__all__ = ["Extractor", "Language", "extract", "load_extractors", "load_mention_model"]

Extractor = Callable[[Doc, Document], Iterable[Claim | Rejection]]


def rule_language() -> Language:
    """The pipeline that finds mentions by rules."""
    nlp = blank_language()
    nlp.add_pipe("kgbuild_rules")
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


def pattern_extractor(nlp: Language, ontology: Ontology) -> Extractor:
    """Relations by the shipped patterns."""
    lexicon = load_lexicon()
    patterns = compile_patterns(
        load_patterns(),
        ontology=ontology,
        words=load_words(),
        roles=role_finder(lexicon.roles),
        contains=partial(lies_in, places=lexicon.places),
        cues=load_cues(),
    )
    return partial(find_claims, patterns=patterns)


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


MENTION_MODELS: dict[str, Callable[[], Language]] = {"rules": rule_language}
EXTRACTORS: dict[str, Callable[[Language, Ontology], Extractor]] = {"patterns": pattern_extractor}


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
    names: Sequence[str], *, nlp: Language, ontology: Ontology
) -> tuple[Extractor, ...]:
    """The extractors of those names. Raises OptionError for an unknown one."""
    unknown = [name for name in names if name not in EXTRACTORS]
    if unknown:
        raise OptionError(
            f"no extractor named {', '.join(unknown)}: there are {', '.join(EXTRACTORS)}"
        )
    return tuple(EXTRACTORS[name](nlp, ontology) for name in names)


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
