"""`unshare --net python offline.py COMMAND …`: become the command on a machine that has nothing but its loopback."""

import fcntl
import os
import socket
import struct
import sys

GET_FLAGS, SET_FLAGS, UP = 0x8913, 0x8914, 1  # SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP

with socket.socket() as any_socket:
    asked = fcntl.ioctl(any_socket, GET_FLAGS, struct.pack("16sh", b"lo", 0))
    name, flags = struct.unpack("16sh", asked)
    fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh", name, flags | UP))
os.execvp(sys.argv[1], sys.argv[1:])
