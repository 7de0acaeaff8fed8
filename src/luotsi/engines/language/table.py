"""A table of word forms on disk: nothing is read at opening, and a look-up touches one or two places of it.

The file is a hash table with linear probing, of 64-bit slots (40 bits of the form's hash, 24 bits of the value's number)
after a pool of the distinct values. A form not in the table is taken for one that is in it with a probability below 1e-8, so
the forms themselves need not be stored. Opened by memory mapping, processes share it.
"""

import contextlib
import mmap
import os
import struct
from array import array
from binascii import crc_hqx
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from zlib import crc32

_MAGIC = b"LUOTSIW1"
_HEADER = struct.Struct("<8sQQQ")  # magic, homes, values, bytes of the pool
_NUMBER_BITS = 24
_NUMBER_MASK = (1 << _NUMBER_BITS) - 1
_FILL = 1.4  # slots for each entry
_ALIGN = 8


class TableWriter:
    """A table in the making: forms are added by the many and kept as numbers, a few bytes each."""

    __slots__ = ("_high", "_low", "_numbers", "_of")

    def __init__(self) -> None:
        self._numbers: dict[str, int] = defaultdict(count(1).__next__)
        self._of, self._low, self._high = array("I"), array("I"), array("B")

    def add(self, forms: Sequence[str], values: Iterable[str]) -> None:
        """Forms, each once, with a value for each. Values hold no line breaks and repeat a lot."""
        keys = [form.encode() for form in forms]
        self._of.extend(map(self._numbers.__getitem__, values))
        self._low.extend(map(crc32, keys))
        self._high.extend([crc_hqx(key, 0) >> 8 for key in keys])

    def write(self, path: Path) -> None:
        """Write the table to ``path``, whole or not at all."""
        import numpy as np  # noqa: PLC0415 - slow, and reading a table does without it

        low = np.array(self._low, np.uint64)
        homes = max(int(len(low) * _FILL), 1)
        home = (low % np.uint64(homes)).astype(np.int64)
        order = np.argsort(home, kind="stable")
        # In order of their homes each takes the first free place: what linear probing would have come to
        rank = np.arange(len(low))
        place = np.maximum.accumulate(home[order] - rank) + rank if len(low) else rank
        size = int(place[-1]) + 2 if len(low) else 1
        slots = np.zeros(max(size, homes + 1), np.uint64)
        checks = low << np.uint64(8) | np.array(self._high, np.uint64)
        slots[place] = (checks << np.uint64(_NUMBER_BITS) | np.array(self._of, np.uint64))[order]
        pool = "\n".join(self._numbers).encode()
        pool += b"\n" * (-len(pool) % _ALIGN)
        with whole(path) as partial, partial.open("wb") as file:
            file.write(_HEADER.pack(_MAGIC, homes, len(self._numbers), len(pool)))
            file.write(pool)
            file.write(slots.tobytes())


@contextlib.contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A file beside ``path`` that takes its place at the end: readers see the old or the new, whoever else writes."""
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        yield partial
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def write_table(path: Path, entries: Mapping[str, str]) -> None:
    """Write ``form → value`` to ``path``, whole or not at all."""
    writer = TableWriter()
    writer.add(list(entries), entries.values())
    writer.write(path)


class WordTable:
    """A table opened for look-up. ``OSError`` when there is no file, ``ValueError`` when it is none of ours."""

    __slots__ = ("_homes", "_slots", "_values")

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        magic, homes, values, pool = _HEADER.unpack_from(content) if len(content) >= _HEADER.size else (b"", 0, 0, 0)
        if magic != _MAGIC or len(content) < _HEADER.size + pool + 8 * homes:
            message = f"{path.name} is not a word table"
            raise ValueError(message)
        listed = bytes(content[_HEADER.size : _HEADER.size + pool]).decode().split("\n")
        self._values = ["", *listed[:values]]
        self._slots: Sequence[int] = content[_HEADER.size + pool :].cast("Q")
        self._homes = homes

    def get(self, form: str) -> str | None:
        """The value of a form, exactly as written; None when it is not there."""
        number = self.number(form)
        return self._values[number] if number else None

    def number(self, form: str) -> int:
        """The number of the form's value, 0 when the form is not there. Equal numbers are equal values."""
        key = form.encode("utf-8", "surrogatepass")
        low = crc32(key)
        check = low << 8 | crc_hqx(key, 0) >> 8
        slots: Sequence[int] = self._slots
        at = low % self._homes
        while slot := slots[at]:  # the last slot is always empty
            if slot >> _NUMBER_BITS == check:
                number: int = slot & _NUMBER_MASK
                return number
            at += 1
        return 0

    def value(self, number: int) -> str:
        """The value of a number that :meth:`number` gave."""
        return self._values[number]

    def __contains__(self, form: str) -> bool:
        return self.number(form) > 0
