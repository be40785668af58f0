"""Chance that is the same on every machine and under every Python: seeded by SHA-256, drawn by getrandbits, which never changes."""
import hashlib
import random


class Chance:
    def __init__(self, *seed):
        text = "/".join(str(part) for part in seed).encode()
        self._bits = random.Random(int.from_bytes(hashlib.sha256(text).digest(), "big")).getrandbits

    def bits(self):
        """A whole number of 64 bits."""
        return self._bits(64)

    def below(self, n):
        return self._bits(64) % n

    def between(self, low, high):
        """A whole number from low to high, both possible."""
        return low + self.below(high - low + 1)

    def pick(self, items):
        return items[self.below(len(items))]

    def sample(self, items, n):
        """n different ones of items (all, where there are fewer), in the order drawn."""
        rest, out = list(items), []
        while rest and len(out) < n:
            out.append(rest.pop(self.below(len(rest))))
        return out

    def word(self, n):
        """n hexadecimal digits."""
        return f"{self._bits(64):016x}"[:n]
