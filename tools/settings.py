"""The one place where settings enter: defaults, then config.toml in the user's configuration folder, then ONEREEL_* variables.

Nothing else in Onereel reads the environment; only `quiet_gradio` and `tools.crew`, which hands it to workers, write to it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from memory.errors import FilmError

CONFIG_FILE = Path(platformdirs.user_config_dir("onereel")) / "config.toml"


class Settings(BaseSettings):
    """What a person can set once for all films; command options override it."""

    model_config = SettingsConfigDict(
        env_prefix="ONEREEL_", toml_file=CONFIG_FILE, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    workers: Annotated[int, Field(ge=1, le=64)] = min(os.cpu_count() or 2, 8)
    """Worker processes that make takes side by side."""
    fps: Annotated[int, Field(ge=1, le=120)] = 30
    """Frames a second of a new film."""
    stills: str = "papercut"
    clips: str = "parallax"
    speech: str = "hibari"
    music: str = "score"
    sounds: str = "synth"
    memory_dir: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("onereel")) / "memory")
    """Folder of what Onereel remembers of this user's taste, over all films."""
    shelf_dir: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("onereel")) / "shelf")
    """Folder of the weights that `onereel fetch` brings, shared by all films."""
    films_dir: Path = Field(default_factory=lambda: Path(platformdirs.user_documents_dir()) / "Onereel")
    """Folder of the films that the studio in the browser shows when none is named."""
    voices_dir: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("onereel")) / "voices")
    """Folder of the enrolled voices and of the ledger of consent, of one user and for all films."""
    signing_dir: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("onereel")) / "signing")
    """Folder of the self-made certificate that signs films where no other is set."""
    certificate: Path | None = None
    """Your own certificate chain (PEM, the signer's first) for content credentials; `certificate_key` is its private key."""
    certificate_key: Path | None = None
    """The private key (PEM, without a password) of `certificate`."""
    trust_list: Path | None = None
    """Certificates (PEM) of authorities whose signers `onereel verify` shall call trusted."""
    chroma_url: str = ""
    """Where a Chroma server answers (`chroma run`), such as http://127.0.0.1:8000; empty keeps the index in `memory_dir`."""
    openai_api_key: Annotated[SecretStr | None, Field(validation_alias=AliasChoices("OPENAI_API_KEY", "openai_api_key"))] = None
    """The key of the language model's server; with one, or with a base URL, a big model takes over the conversation."""
    openai_base_url: Annotated[str, Field(validation_alias=AliasChoices("OPENAI_BASE_URL", "openai_base_url"), repr=False)] = ""
    """Where an OpenAI-compatible server answers (Ollama, vLLM, llama.cpp), usually ending in /v1; empty is OpenAI itself."""
    coqui_model: str = "tts_models/multilingual/multi-dataset/xtts_v2"
    """The model with which the engine coqui speaks: a name of its hub, XTTS's folder, or another model's folder."""
    coqui_agreed: bool = False
    """Whether the person agrees to the licence of XTTS's weights (CPML, non-commercial)."""
    speech_model: str = "gpt-4o-mini-tts"
    """The model that speaks at OpenAI or at `openai_base_url`."""
    speech_price: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0
    """What a million letters spoken there cost, in any currency; 0 is unknown."""
    model: str = ""
    """The model's name there; "built-in" stays with the built-in director even though a key is set."""
    model_timeout: Annotated[float, Field(gt=0, le=3600)] = 120
    """Seconds that one answer of the model may take, waits and further tries included."""
    model_retries: Annotated[int, Field(ge=0, le=10)] = 2
    """Further tries of a request when the server is busy or the line breaks."""
    model_tokens_a_turn: Annotated[int, Field(ge=0)] = 100_000
    """Tokens that one turn of the conversation may use, question and answer together; 0 sends nothing."""
    model_tokens_a_film: Annotated[int, Field(ge=0)] = 3_000_000
    """Tokens that all turns about one film may use; 0 sends nothing."""
    model_price_in: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0
    """What a million tokens sent cost, in any currency; 0 is unknown."""
    models_file: Path = Field(default_factory=lambda: Path(platformdirs.user_config_dir("onereel")) / "models.toml")
    """The person's own presets of models for the big engines (the form of tools/models.toml)."""
    studio_dir: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("onereel")) / "studio")
    """Folder of what was agreed to and ordered on this machine: licences of models, pictures that were paid for."""
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    """Where models run; auto takes a CUDA card, then Apple's, then the processor."""
    precision: Literal["auto", "float32", "float16", "bfloat16"] = "auto"
    offload: Literal["auto", "none", "model", "sequential"] = "auto"
    """Whether parts of a model wait in main memory: auto does so where the card is smaller than the model needs."""
    remote_code: bool = False
    """Whether code that comes with a model may run on this machine."""
    nsfw_threshold: Annotated[float, Field(gt=0, le=1)] = 0.8
    """From which score (0..1) of the classifier a model's picture is refused; 1 asks no classifier."""
    images_base_url: str = ""
    """Where a server speaks OpenAI's images API; empty is `openai_base_url`, and else OpenAI itself."""
    spend_cap: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0
    """US dollars that may be spent in a calendar month on engines by key; 0 spends nothing."""
    model_price_out: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0
    """What a million tokens answered cost, in the same currency; 0 is unknown."""

    youtube_token: SecretStr | None = None
    """An OAuth token for uploads to YouTube (scopes youtube.upload and youtube.force-ssl)."""
    youtube_token_file: Path | None = None
    """The file of one that can be renewed: token, refresh_token, client_id, client_secret as JSON."""
    youtube_url: Annotated[str, Field(repr=False)] = ""
    """Where YouTube's Data API answers; empty is Google's own address."""

    @field_validator("openai_api_key")
    @classmethod
    def _no_empty_key(cls, key: SecretStr | None) -> SecretStr | None:
        """An empty variable is how many people unset a key; spaces and line ends come from pasting."""
        bare = key.get_secret_value().strip() if key else ""
        if not (bare.isascii() and bare.isprintable()):
            raise ValueError("it holds characters that no key has")
        return SecretStr(bare) if bare else None

    @field_validator("openai_base_url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        if url.strip() and not url.strip().startswith(("http://", "https://")):
            raise ValueError("it should begin with http:// or https://")
        return url.strip().rstrip("/")

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
        name = ".".join(str(part) for part in first["loc"]).lower()
        variable = name.upper() if name.startswith("openai_") else f"ONEREEL_{name.upper()}"
        raise FilmError(
            f"The setting {name!r} is not usable: {first['msg'].removeprefix('Value error, ').lower()}. "
            f"Correct it in {CONFIG_FILE} or in the variable {variable}."
        ) from error
    except ValueError as error:
        raise FilmError(f"{CONFIG_FILE} is not valid TOML ({error}). Correct or remove it; no film was touched.") from error


def quiet_gradio(uploads: Path) -> None:
    """Keep Gradio, before it is imported, from telling anybody anything, and its uploads in a folder of our own."""
    os.environ.update(
        GRADIO_ANALYTICS_ENABLED="False", GRADIO_TEMP_DIR=str(uploads), GRADIO_SHARE="False", GRADIO_MCP_SERVER="False",
        GRADIO_SSR_MODE="False", GRADIO_RUN_HISTORY="False", HF_HUB_DISABLE_TELEMETRY="1",
    )  # fmt: skip
