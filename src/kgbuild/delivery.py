"""The commands that hand a built graph on: to files, to stores, to whoever asks over HTTP.

As in `cli`, which registers them, heavy imports stay inside.
"""
