"""Names as hypothesis draws them: of telling pieces, and of anything."""

from hypothesis import strategies as st

PIECES = (
    "The the Dr. Ada B. Byron van Ostmark Delta Grain Foods Group Holdings Co., Ltd. GmbH S.A. "
    "International Corp of and & Province City Republic Platform WHO OG A U.S. ’s 's ' “ ) é ſ "
    "Dan Daniel"
)
WORDS = st.sampled_from(PIECES.split())
NAMES = st.lists(WORDS, max_size=6).map(" ".join) | st.text(max_size=12)
TYPES = st.sampled_from(
    ["Company", "Organization", "Person", "Place", "Programme", "Product", "Event"]
)
