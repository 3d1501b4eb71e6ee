"""How the server is opened: to this machine alone, or to a team and then safely."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.errors import CertificateError, OpenDoorError
from hustings.interface.web.room.guards import host_name
from hustings.interface.web.room.room import Door

if TYPE_CHECKING:
    from pathlib import Path

HOST = "127.0.0.1"
PORT = 8765
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Who may reach the server, and how.

    Attributes
    ----------
    names : tuple of str
        Host names that people type to come here.
    certificate, key : Path or None
        PEM files for HTTPS.
    is_behind_proxy : bool
        Whether a proxy before this server speaks HTTPS with people.
    """

    is_team: bool = False
    host: str = HOST
    names: tuple[str, ...] = ()
    certificate: Path | None = None
    key: Path | None = None
    is_behind_proxy: bool = False

    @property
    def is_far_reaching(self) -> bool:
        """Whether other machines can reach the server itself."""
        return self.host not in LOOPBACK

    @property
    def is_secure(self) -> bool:
        """Whether people come by HTTPS."""
        return self.certificate is not None or self.is_behind_proxy

    @property
    def door(self) -> Door:
        """How the coding room may be come into."""
        return Door(
            mode="team" if self.is_team else "local",
            is_secure=self.is_secure,
            is_behind_proxy=self.is_behind_proxy,
        )

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names that are this server's."""
        own = (socket.gethostname().lower(),) if self.is_far_reaching else ()
        return (*sorted(LOOPBACK), *own, *map(host_name, self.names))

    def address(self, port: int) -> str:
        """Return the address that people type."""
        name = self.names[0] if self.names else self.host
        if name in {"0.0.0.0", "::"}:  # noqa: S104  # compared, not bound
            name = socket.gethostname()
        if self.is_behind_proxy:
            return f"https://{name}"
        written = f"[{name}]" if ":" in name else name
        return f"{'https' if self.is_secure else 'http'}://{written}:{port}"

    def announce(self, project: str, port: int) -> str:
        """Say where the server is, and where people code."""
        address = self.address(port)
        if not self.is_team:
            room = f"To code by hand, open {address}/room/  {_STOP}"
            return f"Hustings shows {project} at {address}\n{room}"
        behind = f", through the proxy to port {port}" if self.is_behind_proxy else ""
        return f"The coding room of {project} is at {address}/room/{behind}  {_STOP}"

    def check(self) -> None:
        """Raise where the options do not go together, or would let anybody listen.

        Raises
        ------
        OpenDoorError
            If they do not.
        CertificateError
            If the certificate or its key cannot be used.
        """
        if not self.is_team:
            self._refuse_without_team()
            return
        self._check_names()
        if (self.certificate is None) != (self.key is None):
            raise OpenDoorError(
                reason="A certificate needs its key.",
                advice="Give both --certificate and --key.",
            )
        if self.certificate is not None and self.is_behind_proxy:
            raise OpenDoorError(
                reason="Behind a proxy, the proxy has the certificate.",
                advice="Give either --certificate and --key, or --behind-proxy.",
            )
        if self.is_behind_proxy and not self.names:
            raise OpenDoorError(
                reason="Behind a proxy, the name that people type must be known.",
                advice="Give it with --name, such as --name coding.example.org.",
            )
        if self.is_far_reaching and not self.is_secure:
            raise OpenDoorError(
                reason=f"On {self.host} passwords would go over the network for "
                "everybody to read.",
                advice="Give --certificate and --key, or --behind-proxy; see the page "
                "on 'serve'.",
            )
        self._check_certificate()

    def _refuse_without_team(self) -> None:
        if (
            self.is_far_reaching
            or self.names
            or self.certificate
            or self.key
            or self.is_behind_proxy
        ):
            raise OpenDoorError(
                reason="Without --team the server answers this machine alone.",
                advice="Add --team, or leave the other options out.",
            )

    def _check_names(self) -> None:
        for name in self.names:
            if not host_name(name):
                raise OpenDoorError(
                    reason=f"{name!r} is no host name.",
                    advice="Give what stands between https:// and the next /, such as "
                    "--name coding.example.org.",
                )

    def _check_certificate(self) -> None:
        """Load the files as the server will, to say clearly what is wrong."""
        if self.certificate is None or self.key is None:
            return
        for path in (self.certificate, self.key):
            if not path.is_file():
                raise CertificateError(path=str(path), reason="there is no such file.")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        try:
            # An empty passphrase: nobody is there to type one.
            context.load_cert_chain(self.certificate, self.key, password="")
        except (ssl.SSLError, OSError, ValueError) as error:
            raise CertificateError(
                path=str(self.certificate), reason=_why(error)
            ) from None


_STOP = "(stop: Ctrl+C)"


def _why(error: Exception) -> str:
    """Say what is wrong with a certificate in plain words."""
    told = str(getattr(error, "reason", "") or "").replace("_", " ").lower()
    return f"{told or 'it is no PEM file'}."
