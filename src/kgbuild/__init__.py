"""kgbuild reads news and press releases and writes a knowledge graph with its evidence."""

__version__ = "0.1.0"
