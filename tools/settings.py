"""The one place where settings enter: defaults, then config.toml in the user's configuration folder, then ONEREEL_* variables.

Nothing else in Onereel reads the environment; `calm_threads` is the only place that writes to it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from memory.errors import FilmError

CONFIG_FILE = Path(platformdirs.user_config_dir("onereel")) / "config.toml"
_THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ORT_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


class Settings(BaseSettings):
    """What a person can set once for all films; command options override it."""

    model_config = SettingsConfigDict(env_prefix="ONEREEL_", toml_file=CONFIG_FILE, extra="ignore", frozen=True)

    workers: Annotated[int, Field(ge=1, le=64)] = min(os.cpu_count() or 2, 8)
    """Worker processes that make takes side by side."""
    fps: Annotated[int, Field(ge=1, le=120)] = 30
    """Frames a second of a new film."""
    stills: str = "papercut"
    clips: str = "parallax"
    speech: str = "hibari"
    music: str = "score"
    sounds: str = "synth"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Values given in code win over the environment, which wins over the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings() -> Settings:
    """The settings of this machine's user; FilmError names the setting that is wrong and where it came from."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise FilmError(
            f"The setting {name!r} is not usable: {first['msg'].lower()}. "
            f"Correct it in {CONFIG_FILE} or in the variable ONEREEL_{name.upper()}."
        ) from error
    except ValueError as error:
        raise FilmError(f"{CONFIG_FILE} is not valid TOML ({error}). Correct or remove it; no film was touched.") from error


def calm_threads() -> None:
    """One thread for every numerical library in this process and its children: the build uses the cores, by processes."""
    for name in _THREAD_VARIABLES:
        os.environ[name] = "1"
