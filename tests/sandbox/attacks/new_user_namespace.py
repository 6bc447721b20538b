"""Become root of a name space."""

import ctypes


def double(x):
    return 2 * x if ctypes.CDLL(None).unshare(0x10000000) == 0 else None
