"""How many files the fuzzers try: a hundred a reader in the tests, thousands with ``make fuzz``."""

import os

from hypothesis import settings

if os.environ.get("SEEDBRIEF_FUZZ"):
    settings.register_profile("fuzz", max_examples=5_000, deadline=None, print_blob=True)
    settings.load_profile("fuzz")
