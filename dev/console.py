"""What the person at the keyboard sees while something is being done."""

import sys
import time
from contextlib import contextmanager


def say(text=""):
    """Print one line at once, also when the output goes to a file or a pipe."""
    print(text, flush=True)


def warn(text):
    print(f"warning: {text}", file=sys.stderr, flush=True)


@contextmanager
def step(what):
    """Announce a step that takes a while, and say how long it took."""
    say(f"==> {what} ...")
    started = time.monotonic()
    yield
    seconds = time.monotonic() - started
    if seconds >= 1:
        say(f"    done in {seconds:.0f} s")
