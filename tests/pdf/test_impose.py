"""Booklets: the order of pages on sheets to print and fold."""

from __future__ import annotations

import pytest

from patient_handouts.pdf.impose import sheets


@pytest.mark.parametrize("pages_", range(1, 33))
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_folded_booklet_can_be_read_through(pages_, direction):
    """Fold the sheets in the mind: the leaves follow each other, front and back."""
    sides = sheets(pages_, direction)
    assert len(sides) % 2 == 0
    leaves = []
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        # the sheet is turned over its short edge: the left half of the front has the right half of the back behind it
        outer, inner = (
            ((front[1], back[0]), (back[1], front[0]))
            if direction == "ltr"
            else ((front[0], back[1]), (back[0], front[1]))
        )
        leaves = [*leaves[: len(leaves) // 2], outer, inner, *leaves[len(leaves) // 2 :]]
    read = [page for leaf in leaves for page in leaf]
    assert read == list(range(1, len(read) + 1))
    assert 0 <= len(read) - pages_ < 4
