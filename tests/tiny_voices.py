"""Coqui models of random weights, small and quick: no words come of them, but all else is as with real ones."""

from __future__ import annotations

import json
import string
from pathlib import Path
from typing import Any

from tools.engines.neural_sound import with_torchaudio


def tiny_xtts(folder: Path) -> Path:
    """XTTS with two narrow layers, in a folder as the hub's: config.json, model.pth, vocab.json."""
    with_torchaudio()
    import torch
    from TTS.tts.configs.xtts_config import XttsArgs, XttsConfig
    from TTS.tts.models.xtts import Xtts

    torch.manual_seed(5)
    folder.mkdir(parents=True)
    _vocabulary(folder / "vocab.json")
    args = XttsArgs(
        gpt_layers=2, gpt_n_model_channels=64, gpt_n_heads=2, gpt_max_audio_tokens=24, gpt_max_text_tokens=200,
        gpt_use_perceiver_resampler=True, decoder_input_dim=64, tokenizer_file=str(folder / "vocab.json"),
    )  # fmt: skip
    config = XttsConfig(model_args=args)
    model: Any = Xtts(config)
    from TTS.tts.layers.xtts.tokenizer import VoiceBpeTokenizer

    model.tokenizer = VoiceBpeTokenizer(vocab_file=folder / "vocab.json")
    model.init_models()
    torch.save({"model": model.state_dict()}, folder / "model.pth")
    config.save_json(str(folder / "config.json"))
    return folder


def _vocabulary(path: Path) -> None:
    signs = ["[STOP]", "[UNK]", "[SPACE]", "[START]", "[en]", "[de]", *string.ascii_lowercase, *".,!?'"]
    plain = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
    added = [
        {"id": number, "content": sign, "special": True, **plain} for number, sign in enumerate(signs[:6])
    ]  # fmt: skip
    model = {"type": "BPE", "unk_token": "[UNK]", "vocab": {sign: n for n, sign in enumerate(signs)}, "merges": []}
    whole = {"version": "1.0", "added_tokens": added, "pre_tokenizer": {"type": "Whitespace"}, "model": model}
    path.write_text(json.dumps(whole), encoding="utf-8")


def tiny_vits(folder: Path) -> Path:
    """VITS with small layers, in a folder: config.json and model.pth."""
    with_torchaudio()
    import torch
    from TTS.tts.configs.vits_config import VitsArgs, VitsConfig
    from TTS.tts.models.vits import Vits

    torch.manual_seed(5)
    folder.mkdir(parents=True)
    args = VitsArgs(
        hidden_channels=16, hidden_channels_ffn_text_encoder=32, num_heads_text_encoder=2, num_layers_text_encoder=1,
        num_layers_posterior_encoder=1, num_layers_flow=1, upsample_initial_channel_decoder=32, out_channels=513,
        init_discriminator=False,
    )  # fmt: skip
    config = VitsConfig(model_args=args, use_phonemes=False, text_cleaner="basic_cleaners")
    model: Any = Vits.init_from_config(config)
    torch.save({"model": model.state_dict()}, folder / "model.pth")
    config.save_json(str(folder / "config.json"))
    return folder
