"""The errors a user can meet; the command line turns each into one line and exit code 2.

KgbuildError
 +-- InputError      what was given to read is missing, empty or unreadable
 +-- OptionError     an option, a configuration value or a call that cannot be
 +-- GraphError      a graph folder that is missing, damaged or does not match its sources
 +-- QueryError      a SPARQL query that does not parse or that we refuse to run
 +-- TransferError   a store that is not there, refuses, or holds other than what was sent
"""


class KgbuildError(Exception):
    """Wrong input or a wrong call: the text says what, where, and what to do."""


class InputError(KgbuildError):
    """What was given to read is missing, empty or unreadable."""


class OptionError(KgbuildError):
    """An option, a configuration value or a call that cannot be."""


class GraphError(KgbuildError):
    """A graph folder that is missing, damaged or does not match its sources."""


class QueryError(KgbuildError):
    """A SPARQL query that does not parse or that we refuse to run."""


class TransferError(KgbuildError):
    """A store that is not there, refuses, or holds other than what was sent."""
