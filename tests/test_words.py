import re

import pytest

from kgbuild.words import WordList, word_list, word_lists


def test_a_list_is_a_set_of_its_words() -> None:
    assert word_list("abbreviated_titles") >= {"mr", "dr", "prof"}
    assert word_list("abbreviated_titles") == set(word_lists()["abbreviated_titles"].words.split())


def test_an_unknown_list_is_an_error() -> None:
    with pytest.raises(KeyError, match="no_such_list"):
        word_list("no_such_list")


@pytest.mark.parametrize("name", word_lists())
def test_words_are_lower_case_and_stand_once(name: str) -> None:
    words = word_lists()[name].words.split()

    assert words == list(dict.fromkeys(word.lower() for word in words))


@pytest.mark.parametrize("words", word_lists().values(), ids=word_lists())
def test_every_list_says_its_use_and_shows_a_word_of_it_in_its_example(words: WordList) -> None:
    shown = re.findall(r"[\w&-]+", words.example.lower().replace(".", ""))

    assert words.use
    assert set(shown) & set(words.words.split())
