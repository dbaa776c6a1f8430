"""How often one address may try: remembered by each worker of Odoo for itself.

It keeps guessing and flooding slow, and nothing else: what protects the links is their
signature. With several workers an address may try so often with each of them.
"""

import threading
import time
from collections import OrderedDict, deque

# Of so many addresses it is remembered; the oldest is forgotten first.
ADDRESSES = 10_000


class Limit:
    """At most ``count`` times within ``seconds``, for each address."""

    def __init__(self, count, seconds):
        self.count = count
        self.seconds = seconds
        self._lock = threading.Lock()
        self._times = OrderedDict()

    def is_reached(self, address):
        """Whether ``address`` has used up what it has."""
        with self._lock:
            times = self._recent(address, time.monotonic())
            return len(times) >= self.count

    def note(self, address):
        """Count one more of ``address``."""
        with self._lock:
            now = time.monotonic()
            times = self._recent(address, now)
            times.append(now)
            self._times[address] = times
            self._times.move_to_end(address)
            while len(self._times) > ADDRESSES:
                self._times.popitem(last=False)

    def forget(self):
        """Begin anew, with all addresses."""
        with self._lock:
            self._times.clear()

    def _recent(self, address, now):
        times = self._times.get(address) or deque()
        while times and times[0] <= now - self.seconds:
            times.popleft()
        return times


# Links that we have not signed.
WRONG = Limit(20, 600)
# Answers that are sent. One-click requests of mail programs are none: those of many
# customers come from one address.
SENT = Limit(30, 600)
