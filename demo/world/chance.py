"""Chance that is the same on every machine and under every Python: SHA-256 in counter mode."""
import hashlib


class Chance:
    def __init__(self, *seed):
        self._seed = "/".join(str(part) for part in seed).encode()
        self._count = 0

    def bits(self):
        """A whole number of 64 bits."""
        self._count += 1
        return int.from_bytes(hashlib.sha256(b"%s#%d" % (self._seed, self._count)).digest()[:8], "big")

    def below(self, n):
        return self.bits() % n

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
        return f"{self.bits():016x}"[:n]
