"""Other people's software reads what kgbuild writes; `make test-interop` runs it."""
