import pytest
from pydantic import ValidationError

from kgbuild.config import Config
from kgbuild.errors import OptionError
from kgbuild.iris import DEFAULT_BASE


def test_what_is_not_chosen_has_a_default() -> None:
    assert Config().model_dump() == {
        "base": DEFAULT_BASE,
        "model": "kgbuild",
        "extractors": ("model", "patterns"),
        "min_confidence": None,
        "gazetteer": True,
        "max_chars": 1_000_000,
        "title": None,
        "license": None,
    }


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"base": "example"}, "the base IRI 'example' cannot be used: give an absolute http"),
        ({"base": ""}, "the base IRI '' cannot be used"),
        ({"base": 3}, "the option 'base' cannot be 3: Input should be a valid string"),
        ({"max_chars": 0}, "the option 'max_chars' cannot be 0: Input should be greater than 0"),
        ({"max_chars": "many"}, "the option 'max_chars' cannot be 'many'"),
        ({"min_confidence": 0}, "the option 'min_confidence' cannot be 0: Input should be greater"),
        (
            {"min_confidence": 1.1},
            "the option 'min_confidence' cannot be 1.1: Input should be less",
        ),
        ({"min_confidence": float("nan")}, "the option 'min_confidence' cannot be nan"),
        ({"gazetteer": "perhaps"}, "the option 'gazetteer' cannot be 'perhaps': Input should be a"),
        ({"extractors": [1]}, "the option 'extractors.0' cannot be 1"),
        ({"title": " "}, "the option 'title' cannot be ' ': String should match pattern"),
        ({"license": "CC-BY"}, "the licence 'CC-BY' cannot be used: give its web address, such as"),
        ({"license": "https://a.example/<b>"}, "the licence 'https://a.example/<b>' cannot be"),
        ({"license": 4}, "the option 'license' cannot be 4: Input should be a valid string"),
        ({"basis": "x"}, "the option 'basis' cannot be 'x': Extra inputs are not permitted"),
    ],
)
def test_what_cannot_be_is_one_line_about_the_option(
    options: dict[str, object], message: str
) -> None:
    with pytest.raises(OptionError) as caught:
        Config.model_validate(options)

    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_a_configuration_does_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Config().model = "other"


def test_it_survives_json() -> None:
    config = Config(
        base="https://x.example/kg#",
        extractors=("a", "b"),
        min_confidence=0.7,
        max_chars=5,
        title="Our news",
        license="https://creativecommons.org/licenses/by/4.0/",
    )

    assert Config.model_validate_json(config.model_dump_json()) == config
