"""The reading levels that are printed are right for every word of the real content."""

from __future__ import annotations

import pytest

from tests.language import test_readability
from tests.support.product import DISEASES

test_syllables_of_every_word_that_is_printed = test_readability.test_syllables_of_every_word_that_is_printed


@pytest.mark.parametrize("disease", DISEASES)
def test_the_level_is_that_of_another_program(library, disease):
    test_readability.test_the_level_is_that_of_another_program(library, disease)
