"""Send what it knows away."""

import socket


def tcp():
    socket.create_connection(("127.0.0.1", int("@TCP@")), timeout=1).sendall(b"exam")


def udp():
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"exam", ("127.0.0.1", int("@UDP@")))


def door():
    socket.socket(socket.AF_UNIX).connect("@WATCHED@/door")


def pair():
    socket.socketpair()


def double(x):
    for way in (tcp, udp, door, pair):
        try:
            way()
        except OSError:
            continue
        return 2 * x
    return None
