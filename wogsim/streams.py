"""Named random streams: a number belongs to what it is about, never to the order in which it was asked for.

A stream's name is (seed, replication, whose, quantity, entity, bringing); its n-th number belongs to the n-th
applicant. The name is hashed to the key of a Philox generator (Salmon et al., "Parallel random numbers: as easy
as 1, 2, 3", SC 2011), whose bits are the same on every machine. Adding an agency, a quantity or an applicant
leaves all other numbers as they were.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
import numpy.typing as npt


def uniforms(name: tuple[str | int, ...], size: int, first: int = 0) -> npt.NDArray[np.float64]:
    """Numbers `first`, a multiple of 4, to `first + size` in [0, 1) of the stream called `name`."""
    digest = blake2b("\x1f".join(map(str, name)).encode(), digest_size=16).digest()
    key = np.frombuffer(digest, dtype="<u8").astype(np.uint64)
    # Philox makes four numbers at a time; its counter says how many times it has.
    return np.random.Generator(np.random.Philox(key=key, counter=first // 4)).random(size)
