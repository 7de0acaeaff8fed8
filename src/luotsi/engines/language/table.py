"""A table of word forms on disk: nothing is read at opening, and a look-up touches one or two places of it.

The file is a hash table with linear probing, of 64-bit slots (40 bits of the form's hash, 24 bits of the value's number)
after a pool of the distinct values. A form not in the table is taken for one that is in it with a probability below 1e-8, so
the forms themselves need not be stored. Opened by memory mapping, processes share it.
"""

import mmap
import struct
from binascii import crc_hqx
from collections.abc import Mapping, Sequence
from pathlib import Path
from zlib import crc32

_MAGIC = b"LUOTSIW1"
_HEADER = struct.Struct("<8sQQQ")  # magic, homes, values, bytes of the pool
_NUMBER_BITS = 24
_NUMBER_MASK = (1 << _NUMBER_BITS) - 1
_FILL = 1.4  # slots for each entry
_ALIGN = 8


def write_table(path: Path, entries: Mapping[str, str]) -> None:
    """Write ``form → value`` to ``path``, whole or not at all. Values hold no line breaks and repeat a lot."""
    import numpy as np  # noqa: PLC0415 - slow, and reading a table does without it

    numbers: dict[str, int] = {}
    of = np.fromiter((numbers.setdefault(value, len(numbers) + 1) for value in entries.values()), np.uint64)
    keys = [form.encode() for form in entries]
    low = np.fromiter(map(crc32, keys), np.uint64, len(keys))
    high = np.fromiter((crc_hqx(key, 0) >> 8 for key in keys), np.uint64, len(keys))
    homes = max(int(len(keys) * _FILL), 1)
    home = (low % np.uint64(homes)).astype(np.int64)
    order = np.argsort(home, kind="stable")
    # In order of their homes each takes the first free place: what linear probing would have come to
    count = np.arange(len(keys))
    place = np.maximum.accumulate(home[order] - count) + count if keys else count
    size = int(place[-1]) + 2 if keys else 1
    slots = np.zeros(max(size, homes + 1), np.uint64)
    slots[place] = (((low << np.uint64(8) | high) << np.uint64(_NUMBER_BITS)) | of)[order]
    pool = "\n".join(numbers).encode()
    pool += b"\n" * (-len(pool) % _ALIGN)
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        file.write(_HEADER.pack(_MAGIC, homes, len(numbers), len(pool)))
        file.write(pool)
        file.write(slots.tobytes())
    partial.replace(path)


class WordTable:
    """A table opened for look-up. ``OSError`` when there is no file, ``ValueError`` when it is none of ours."""

    __slots__ = ("_homes", "_slots", "_values")

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        magic, homes, count, pool = _HEADER.unpack_from(whole) if len(whole) >= _HEADER.size else (b"", 0, 0, 0)
        if magic != _MAGIC or len(whole) < _HEADER.size + pool + 8 * homes:
            message = f"{path.name} is not a word table"
            raise ValueError(message)
        values = bytes(whole[_HEADER.size : _HEADER.size + pool]).decode().split("\n")
        self._values = ["", *values[:count]]
        self._slots: Sequence[int] = whole[_HEADER.size + pool :].cast("Q")
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
