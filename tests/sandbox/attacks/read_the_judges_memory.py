"""Copy memory out of the judge."""

import ctypes


def double(x):
    libc = ctypes.CDLL(None)
    return 2 * x if libc.process_vm_readv(int("@JUDGE@"), 0, 0, 0, 0, 0) == 0 else None
