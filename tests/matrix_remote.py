"""Records as a client sees them: every method is a request.

:class:`Remote` has what :mod:`matrix_reading` asks of a recordset.
"""

import inspect

# Their first argument is the ids.
ON_RECORDS = {"copy", "export_data", "read", "unlink", "web_read", "web_save", "write"}


class RefusedError(Exception):
    """The server did not do it."""


class Remote:
    """The records ``ids`` of ``model``.

    :param send: a function of a model's name, a method, ids or ``None``, positional and
        named arguments; it raises :class:`RefusedError`.
    """

    def __init__(self, send, model, ids=()):
        self._send = send
        self._name = model
        self.ids = list(ids)

    def browse(self, *ids):
        return Remote(self._send, self._name, ids)

    def search(self, domain):
        return self.browse(*self._send(self._name, "search", None, [domain], {}))

    def __getattr__(self, method):
        ids = self.ids if method in ON_RECORDS else None

        def call(*args, **kwargs):
            return self._send(self._name, method, ids, list(args), kwargs)

        return call


def name_arguments(method, args, kwargs):
    """All arguments of a call by their names."""
    names = list(inspect.signature(method).parameters)
    return {**dict(zip(names, args, strict=False)), **kwargs}
