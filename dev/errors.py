"""What can go wrong on somebody's machine, told so that they can mend it."""

import errno
import re
from pathlib import Path


class DevError(Exception):
    """Something the person at the keyboard can mend.

    :param what: what happened, in one sentence.
    :param way_out: what to do next, in one sentence or command.
    """

    def __init__(self, what, way_out):
        super().__init__(what)
        self.what = what
        self.way_out = way_out

    def __str__(self):
        return f"{self.what}\n  -> {self.way_out}"


DISK_FULL = re.compile(
    r"no space left on device|ENOSPC|disk quota exceeded|not enough free space",
    re.IGNORECASE,
)
SHARED_MEMORY = re.compile(r"could not resize shared memory segment", re.IGNORECASE)
DPKG_BROKEN = re.compile(r"dpkg was interrupted", re.IGNORECASE)
NETWORK_DOWN = re.compile(
    r"temporary failure (in name resolution|resolving)|could not resolve"
    r"|name or service not known|network is unreachable|connection refused"
    r"|connection timed out|failed to establish a new connection|no route to host"
    r"|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|could not connect to"
    r"|connection failed",
    re.IGNORECASE,
)


def disk_full(place):
    """The error for a full disk under ``place``."""
    return DevError(
        f"The disk that holds {place} is full.",
        "Free some space (about 4 GB are needed), or set CRM_PLAYBOOK_HOME to a "
        "folder on another disk; then run the same command again: it goes on where it "
        "stopped.",
    )


def network_down(doing):
    """The error for a package registry that could not be reached while ``doing``."""
    return DevError(
        f"{doing} failed: the package registry could not be reached.",
        "Connect this machine to the network (or set its proxy) and run the same "
        "command again. With an Odoo 19 at hand, ODOO_HOME=<its folder> needs no "
        "download of Odoo.",
    )


def explain_output(doing, output, place, *, online=False):
    """Turn a failed program's output into the :class:`DevError` it stands for.

    :param online: whether the program talks to a package registry.
    :return: the error, or None when the output tells of nothing that is known here.
    """
    if SHARED_MEMORY.search(output):
        return DevError(
            "PostgreSQL found too little shared memory.",
            "Give this machine or container a larger /dev/shm (256 MB are enough).",
        )
    if DISK_FULL.search(output):
        return disk_full(place)
    if DPKG_BROKEN.search(output):
        return DevError(
            "An earlier installation of Debian packages was interrupted.",
            "Run: dpkg --configure -a; then the same command again.",
        )
    if online and NETWORK_DOWN.search(output):
        return network_down(doing)
    return None


def explain_os_error(error, place):
    """Turn an ``OSError`` into a :class:`DevError`, None when it is not a known one."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(error.filename or place)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        path = Path(error.filename or place)
        inside = place in (path, *path.parents) or path in place.parents
        return DevError(
            f"{path} cannot be written: {error.strerror}.",
            "Set CRM_PLAYBOOK_HOME to a folder that you may write to."
            if inside
            else "Mend its owner or permissions (does the checkout belong to you?).",
        )
    return None
