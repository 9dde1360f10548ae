"""What can go wrong in the store, as callers may catch it. No message carries a stored value."""


class StoreError(Exception):
    """The store could not do what was asked."""


class StoreBusy(StoreError):
    """Another process kept the database, or all connections, for longer than we wait."""


class StoreUnavailable(StoreError):
    """The database server cannot be reached."""


class StoreChanged(StoreError):
    """What was read is no longer what is there: somebody else has written meanwhile."""


class ServiceUnavailable(Exception):
    """The assistant behind the helpdesk's pages does not answer just now.

    It stands here because the gateway raises it and the console catches it, and neither may
    import the other.
    """
