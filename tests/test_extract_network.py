from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest

from fakes import small_meta, small_tokenizer
from kgbuild.errors import OptionError
from kgbuild.extract import load_extractors, load_mention_model, network
from kgbuild.extract.network import FILES, Network, shipped_network, whole_network
from kgbuild.extract.pairs import MODALITIES, RELATIONS
from kgbuild.extract.passages import Passage, passages
from kgbuild.ontology import load_ontology
from kgbuild.records import ENTITY_TYPES
from marked import blank


class Session:
    """Stands in for onnxruntime: each of its answers is its own number."""

    made: list[tuple[bytes, int, list[str]]]
    asked: list[dict[str, Any]]

    def __init__(self, weights: bytes, options: Any, providers: list[str]) -> None:
        self.made.append((weights, options.intra_op_num_threads, providers))
        self.outputs = 3 if weights == b"encoder" else 2

    def run(self, names: None, inputs: dict[str, Any]) -> list[Any]:
        self.asked.append(inputs)
        return [np.full((1, 2), n, dtype=np.float32) for n in range(self.outputs)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(onnxruntime, "InferenceSession", Session)
    monkeypatch.setattr(Session, "made", [], raising=False)
    monkeypatch.setattr(Session, "asked", [], raising=False)
    (tmp_path / "encoder.onnx").write_bytes(b"encoder")
    (tmp_path / "relations.onnx").write_bytes(b"relations")
    (tmp_path / "tokenizer.json").write_text(small_tokenizer("grain").to_str(), "utf-8")
    meta = small_meta(tags={"kg": ENTITY_TYPES, "news": ("Person",)})
    (tmp_path / "meta.json").write_text(meta.model_dump_json(), "utf-8")
    return tmp_path


def passage(net: Network) -> Passage:
    (made,) = passages(blank()("grain rots"), net.tokenizer)
    return made


def test_a_network_is_what_its_folder_holds(folder: Path) -> None:
    net = whole_network(folder)

    assert net.meta == small_meta(tags={"kg": ENTITY_TYPES, "news": ("Person",)})
    assert net.tokenizer.token_to_id("grain") == 3
    assert Session.made == []


def test_the_encoder_reads_a_passage_as_a_batch_of_one(folder: Path) -> None:
    net = Network(folder)
    read = passage(net)

    seen = net.read(read)

    assert seen.passage is read
    assert seen.states.tolist() == [0, 0]
    assert {head: tags.tolist() for head, tags in seen.tags.items()} == {
        "kg": [1, 1],
        "news": [2, 2],
    }
    (asked,) = Session.asked
    assert {name: value.shape for name, value in asked.items()} == {
        "pieces": (1, 4),
        "features": (1, 4, 3),
        "words": (1, 2),
    }


def test_pairs_are_judged_as_a_batch_of_one(folder: Path) -> None:
    net = Network(folder)
    seen = net.read(passage(net))

    scores, modes = net.relate(seen, np.array([1, 3]), np.array([[0, 0, 1, 1]]))

    assert (scores.tolist(), modes.tolist()) == ([0, 0], [1, 1])
    assert {name: value.tolist() for name, value in Session.asked[1].items()} == {
        "states": [[0, 0]],
        "kinds": [[1, 3]],
        "sentences": [[0, 0]],
        "pairs": [[[0, 0, 1, 1]]],
    }


def test_weights_are_loaded_once_for_one_thread(folder: Path) -> None:
    net = Network(folder)
    net.read(passage(net))
    net.read(passage(net))

    assert Session.made == [(b"encoder", 1, ["CPUExecutionProvider"])]


def test_heads_that_meta_json_does_not_tell_of_are_an_error(folder: Path) -> None:
    (folder / "meta.json").write_text(small_meta().model_dump_json(), "utf-8")
    net = Network(folder)

    with pytest.raises(ValueError, match="zip"):
        net.read(passage(net))


@pytest.mark.parametrize("name", FILES)
def test_a_network_without_one_of_its_files_is_refused(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(OptionError) as caught:
        whole_network(folder)

    assert str(caught.value) == (
        f"the package holds no model weights; {name} should be in its data/model: install a "
        "release of kgbuild, or choose the mention model 'rules' and the extractor 'patterns'"
    )


def test_the_shipped_network_is_refused_where_the_package_lacks_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "files", lambda package: tmp_path / package)
    said = "^the package holds no model weights; encoder.onnx, relations.onnx, tokenizer.json, meta"

    with pytest.raises(OptionError, match=said):
        load_mention_model("kgbuild")
    with pytest.raises(OptionError, match=said):
        load_extractors(["model"], ontology=load_ontology())


def test_the_shipped_network_answers_what_we_ask() -> None:
    meta = shipped_network().meta

    assert (meta.relations, meta.modalities) == (RELATIONS, MODALITIES)
    assert meta.tags["kg"] == ENTITY_TYPES
    assert set(meta.calibration) == set(RELATIONS)
