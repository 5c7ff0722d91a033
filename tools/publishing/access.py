"""Who may speak to YouTube: a token from the settings, or a file of one that can be renewed; it goes to Google alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from memory.errors import FilmError, Refused
from memory.files import read_bounded, write_atomically
from tools.settings import Settings

if TYPE_CHECKING:
    import httpx

GOOGLE = "https://www.googleapis.com"
NO_TOKEN = (
    "There is no token for YouTube. Put an OAuth token into ONEREEL_YOUTUBE_TOKEN, or name the file of one with "
    "ONEREEL_YOUTUBE_TOKEN_FILE (token, refresh_token, client_id and client_secret as JSON). Nothing was uploaded."
)


@dataclass
class Access:
    """A token and how to renew it. `api` is where YouTube's Data API answers."""

    api: str
    token: str
    file: Path | None = None

    @classmethod
    def of(cls, settings: Settings) -> Access:
        """What the settings give; FilmError when there is no token, Refused when it would go where it should not."""
        api = checked_address(settings.youtube_url or GOOGLE)
        if settings.youtube_token is not None:
            return cls(api, settings.youtube_token.get_secret_value())
        if settings.youtube_token_file is None:
            raise FilmError(NO_TOKEN)
        file = settings.youtube_token_file.expanduser()
        return cls(api, _read(file).get("token", ""), file)

    @property
    def headers(self) -> dict[str, str]:
        """What every request carries."""
        return {"Authorization": f"Bearer {self.token}"}

    def renew(self, client: httpx.Client) -> bool:
        """Get a new token from the file's refresh token and keep it there; False when that cannot be done."""
        if self.file is None:
            return False
        known = _read(self.file)
        if not {"refresh_token", "client_id", "client_secret"} <= known.keys():
            return False
        address = checked_address(known.get("token_uri", "https://oauth2.googleapis.com/token"))
        wanted = {name: known[name] for name in ("refresh_token", "client_id", "client_secret")}
        answer = client.post(address, data={**wanted, "grant_type": "refresh_token"})
        found = answer.json() if answer.status_code == 200 else {}
        if not isinstance(found, dict) or not found.get("access_token"):
            return False
        self.token = str(found["access_token"])
        write_atomically(self.file, json.dumps({**known, "token": self.token}, indent=1).encode())
        self.file.chmod(0o600)
        return True


def checked_address(url: str) -> str:
    """The address when a token may go there: Google's by https, or a server on this machine; Refused otherwise."""
    parts = urlsplit(url.strip().rstrip("/"))
    host = parts.hostname or ""
    google = parts.scheme == "https" and (host == "googleapis.com" or host.endswith((".googleapis.com", ".google.com")))
    here = parts.scheme in ("http", "https") and host in ("127.0.0.1", "localhost", "::1")
    if not (google or here) or parts.username or parts.password:
        raise Refused(
            f"A token for YouTube is not sent to {host[:80] or url[:80]!r}: it goes to Google alone. Nothing was sent."
        )
    return url.strip().rstrip("/")


def _read(file: Path) -> dict[str, str]:
    try:
        found = json.loads(read_bounded(file, 65_536, "Name the file of a token."))
    except (OSError, ValueError) as error:
        raise FilmError(f"The token in {file} cannot be read. {NO_TOKEN}") from error
    if not isinstance(found, dict):
        raise FilmError(f"{file} holds no token. {NO_TOKEN}")
    return {str(name): value for name, value in found.items() if isinstance(value, str)}
