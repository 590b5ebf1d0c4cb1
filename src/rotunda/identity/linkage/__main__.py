"""`python -m rotunda.identity.linkage`: one task from standard input, its pairs to standard output, both msgpack."""

import os
import sys
import warnings

import msgspec

from rotunda.identity.linkage.estimate import estimate
from rotunda.identity.linkage.model import Task

_POLITE = 10


def main() -> None:
    os.nice(_POLITE)  # pages come first
    warnings.simplefilter("ignore")  # untrained levels are told by Splink as warnings; evaluation is what judges
    task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Task)
    answer = msgspec.msgpack.encode(estimate(task))
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main()
