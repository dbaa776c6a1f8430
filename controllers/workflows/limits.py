"""How often something may be tried: remembered by each worker of Odoo for itself.

It keeps guessing and flooding slow, and nothing else: what protects the links is their
signature. With several workers one may try so often with each of them. Nobody is kept
from a link that is right by what others do: behind a proxy that Odoo is not told of
(``proxy_mode``) all come from one address.
"""

import ipaddress
import threading
import time
from collections import OrderedDict, deque

# Of so many it is remembered; the oldest is forgotten first.
MOST_KEYS = 10_000
# Of an IPv6 address, what a provider gives to one customer.
HOUSEHOLD = 64


def get_household(address):
    """The address that is counted: of IPv6 all that one customer of a provider has."""
    try:
        known = ipaddress.ip_address(address or "")
    except ValueError:
        return address or ""
    if known.version == 4:
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, HOUSEHOLD), strict=False))


class Limit:
    """At most ``count`` times within ``seconds``, for each address, or each e-mail."""

    def __init__(self, count, seconds):
        self.count = count
        self.seconds = seconds
        self._lock = threading.Lock()
        self._times = OrderedDict()

    def is_reached(self, key):
        """Whether ``key`` has used up what it has."""
        with self._lock:
            times = self._recent(key, time.monotonic())
            return len(times) >= self.count

    def note(self, key):
        """Count one more of ``key``."""
        with self._lock:
            now = time.monotonic()
            times = self._recent(key, now)
            times.append(now)
            self._times[key] = times
            self._times.move_to_end(key)
            while len(self._times) > MOST_KEYS:
                self._times.popitem(last=False)

    def forget(self):
        """Begin anew, with all."""
        with self._lock:
            self._times.clear()

    def _recent(self, key, now):
        times = self._times.get(key) or deque()
        while times and times[0] <= now - self.seconds:
            times.popleft()
        return times


# Links that we have not signed, by the address they come from.
WRONG = Limit(20, 600)
# What is sent with one link, whoever sends it. One-click requests of mail programs are
# never counted.
SENT = Limit(30, 600)
