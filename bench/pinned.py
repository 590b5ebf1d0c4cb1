"""`python -m bench.pinned CORE,CORE... PROGRAM ARGUMENTS...`: becomes that program, on these cores."""

import os
import sys

from bench.machine import pin

if __name__ == "__main__":
    pin({int(core) for core in sys.argv[1].split(",")})
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606 - that is what it is for
