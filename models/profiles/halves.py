"""Work on many things at once, where one that cannot be done stops no other."""

from contextlib import contextmanager

from psycopg2 import errors

from odoo.exceptions import ConcurrencyError

# Somebody else was faster: nobody's fault, and gone at the next try.
TRANSIENT = (
    errors.SerializationFailure,
    errors.DeadlockDetected,
    errors.LockNotAvailable,
    ConcurrencyError,
)
# What a worker of Odoo's raises when it has used up its time.
TIME_IS_UP = "CPU time limit exceeded"


@contextmanager
def gone_meanwhile():
    """Count it as :data:`TRANSIENT` that a record is deleted or merged meanwhile.

    For a statement that has read all that its rows refer to: where such a record is
    missing, somebody else has just removed it, and the next transaction knows.
    """
    try:
        yield
    except errors.ForeignKeyViolation as error:
        raise ConcurrencyError(str(error).strip()) from error


def do_in_halves(cr, items, work, fail):
    """Do ``work`` on ``items`` together; on an error on each half of them.

    :param work: is called with some of the items, in a savepoint.
    :param fail: is called with the item that cannot be done alone, and the error;
        returns how many that settles, 0 or 1.
    :return: how many of ``items`` are settled.
    :raise: what is no item's fault: :data:`TRANSIENT`, and no more time.
    """
    if not items:
        return 0
    try:
        with cr.savepoint():
            work(items)
    except TRANSIENT:
        raise
    except Exception as error:
        if TIME_IS_UP in str(error):
            raise
        if len(items) == 1:
            return fail(items[0], error)
        middle = len(items) // 2
        return sum(
            do_in_halves(cr, half, work, fail)
            for half in (items[:middle], items[middle:])
        )
    return len(items)
