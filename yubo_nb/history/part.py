"""What every part of the history shares: the database."""

from yubo_nb.history.database import Database


class Part:
    """A set of methods on one database; `History` is all of them together."""

    _db: Database
