"""A mail server as small as the protocol allows: it takes what it is given, or refuses as it is told."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any


@dataclass
class MailServer:
    """`refusal`: what RCPT is answered. `hangs_up`: it ends the connection once it has the whole mail."""

    port: int = 0
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refusal: str = ""
    hangs_up: bool = False

    def to(self) -> list[str]:
        return sorted(recipient for recipient, _mail in self.taken)


class _Session(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        office: MailServer = self.server.office
        self._say("220 ready")
        recipient = ""
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            if word == "RCPT":
                recipient = line.partition("<")[2].rstrip(">")
                self._say(office.refusal or "250 ok")
            elif word == "DATA":
                self._say("354 go on")
                office.taken.append((recipient, self._mail()))
                if office.hangs_up:
                    return
                self._say("250 taken")
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _mail(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b"..") else line)
        return message_from_bytes(b"".join(lines), policy=policy.default)  # type: ignore[return-value]

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    office: MailServer


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.office = MailServer(port=server.server_address[1])
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.office
        finally:
            server.shutdown()
            thread.join()
