"""The house rules that imports can break: homes of the big libraries, stages apart, no cycles."""

import ast
from pathlib import Path

import pytest

import kgbuild

PACKAGE = Path(kgbuild.__file__).parent
STAGES = {"read", "extract", "resolve", "assemble", "check", "export", "verify", "evaluate"}
HOMES = {
    "spacy": {"extract"},
    "rdflib": {"ontology", "export", "store", "validation", "ontology_page"},
    "pyoxigraph": {
        *("export", "nodes", "restoration", "store", "verify", "stats", "validation"),
        *("server.answering", "transfer.batches"),
    },
    "pyshacl": {"validation"},
    "starlette": {"server.endpoint"},
    "uvicorn": {"server"},
    "httpx": {"transfer"},
    "datasketch": {"copies"},
    "networkx": {"export.graphml"},
    "trafilatura": {"read"},
    "onnxruntime": {"extract.network"},
    "tokenizers": {"extract"},
    "numpy": {"extract"},
}
CONDUCTORS = {"pipeline", "benchmark", "cli", "inspection", "soundness", "delivery"}
"""May import stages: they put them in order."""


def modules() -> dict[str, ast.Module]:
    return {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): (
            ast.parse(path.read_text("utf-8"))
        )
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def imports(tree: ast.Module) -> set[str]:
    """Absolute names imported anywhere in a module, but for those that only type checkers read."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def own_imports(name: str, tree: ast.Module, known: set[str]) -> set[str]:
    """Our modules that a module imports."""
    found: set[str] = set()
    for full in imports(tree):
        parts = full.split(".")
        if parts[0] != "kgbuild":
            continue
        for n in range(len(parts), 1, -1):
            if ".".join(parts[1:n]) in known:
                found.add(".".join(parts[1:n]))
                break
    return found - {name}


@pytest.mark.parametrize("library", sorted(HOMES))
def test_big_libraries_stay_at_home(library: str) -> None:
    strangers = [
        name
        for name, tree in modules().items()
        if any(i.split(".")[0] == library for i in imports(tree))
        and not any(name == home or name.startswith(home + ".") for home in HOMES[library])
    ]

    assert strangers == []


def test_stages_do_not_import_one_another() -> None:
    known = set(modules())
    crossings = [
        (name, other)
        for name, tree in modules().items()
        for other in own_imports(name, tree, known)
        if name.split(".")[0] not in CONDUCTORS
        and other.split(".")[0] in STAGES
        and other.split(".")[0] != name.split(".")[0]
    ]

    assert crossings == []


def test_no_import_cycles() -> None:
    trees = modules()
    waiting = {name: own_imports(name, tree, set(trees)) for name, tree in trees.items()}
    while free := {name for name, needs in waiting.items() if not needs & set(waiting)}:
        for name in free:
            del waiting[name]

    assert waiting == {}


def test_modules_are_short() -> None:
    long = {
        name: lines
        for path in sorted(PACKAGE.rglob("*.py"))
        if (lines := sum(bool(line.strip()) for line in path.read_text("utf-8").splitlines())) > 220
        for name in [str(path.relative_to(PACKAGE))]
    }

    assert long == {}


def test_no_module_needs_the_folder_beside_the_repository() -> None:
    naming = [
        str(path.relative_to(PACKAGE))
        for path in sorted(PACKAGE.rglob("*"))
        if path.is_file() and b"../shared" in path.read_bytes()
    ]

    assert naming == []
