"""A real mail server on loopback, small: it takes what it is given and keeps it."""

import socketserver
import threading
from email import message_from_bytes
from email.header import decode_header, make_header
from typing import Any


class Mailbox:
    """Speaks as much SMTP (RFC 5321) as a client needs to hand over a message."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        mailbox = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                envelope: dict[str, Any] = {"to": []}
                self.say("220 mailbox")
                while line := self.rfile.readline():
                    word, _, rest = line.decode().strip().partition(" ")
                    if word.upper() in ("EHLO", "HELO"):
                        self.say("250 mailbox")
                    elif word.upper() == "MAIL":
                        envelope["from"] = rest
                        self.say("250 yes")
                    elif word.upper() == "RCPT":
                        envelope["to"].append(rest.partition(":")[2].strip("<>"))
                        self.say("250 yes")
                    elif word.upper() == "DATA":
                        self.say("354 go on")
                        mailbox.taken.append(envelope | {"raw": self.message()})
                        self.say("250 taken")
                    elif word.upper() == "QUIT":
                        return self.say("221 bye")
                    else:
                        self.say("502 no")
                return None

            def message(self) -> bytes:
                lines = []
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
                return b"".join(lines)

            def say(self, text: str) -> None:
                self.wfile.write(text.encode() + b"\r\n")

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port: int = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()

    def read(self) -> list[str]:
        """Each message whole, as a person would read it: headers and text decoded."""
        read = []
        for one in self.taken:
            message: Any = message_from_bytes(one["raw"])
            headers = [f"{name}: {make_header(decode_header(value))}" for name, value in message.items()]
            body = message.get_payload(decode=True).decode()
            read.append("\n".join([*headers, "", body]))
        return read

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
