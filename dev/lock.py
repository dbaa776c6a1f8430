"""One at a time: a lock that a second run waits for."""

import fcntl
import os
from contextlib import contextmanager

from dev.console import say


@contextmanager
def locked(workplace, name, what):
    """Hold the lock ``name`` of the state folder.

    The kernel lets go of it when the process ends, however it ends: there is no stale
    lock.

    :param what: what a waiting run is told that the other one does.
    """
    path = workplace.folder("locks") / name
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "another process"
            say(f"Waiting: {what} (process {holder}). Ctrl-C gives up.")
            fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield
