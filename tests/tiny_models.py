"""Real pipelines, very small: built from configs with random weights of a fixed seed, saved as any model is, loaded by path."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools.engines.neural.libraries import diffusers, torch, transformers

WORDS = (
    "a", "an", "the", "of", "lamp", "red", "boat", "sea", "storm", "keeper", "robot", "lighthouse", "calm", "wide", "rain",
)  # fmt: skip


_BUILDERS: dict[str, Callable[[Path], None]] = {}
_ROWS: dict[str, str] = {}


def build(kind: str, folder: Path) -> Path:
    """The tiny model of a kind in a folder of its own, made once."""
    place = folder / kind
    if not place.exists():
        torch().manual_seed(7)
        part = place.with_name(f".{kind}.part")
        _BUILDERS[kind](part)
        part.rename(place)
    return place


def table(kinds: dict[str, Path], more: str = "") -> str:
    """A models.toml with a preset for each tiny model, which is the usual one of its role."""
    lines = [
        f'[models.tiny-{kind}]\ndefault = true\nsource = "{folder}"\nlicence = "CC0-1.0"\n{_ROWS[kind]}\n'
        for kind, folder in kinds.items()
    ]
    return "\n".join([*lines, more])


def builds(kind: str, sizes: str = "", family: str = "") -> Callable[[Callable[[Path], None]], Callable[[Path], None]]:
    """Mark what builds the tiny model of a kind, with what its preset says and its family, where that is not the kind."""

    def marked(builder: Callable[[Path], None]) -> Callable[[Path], None]:
        _BUILDERS[kind], _ROWS[kind] = builder, f'family = "{family or kind}"\n{sizes}'
        return builder

    return marked


def lora(folder: Path, model: Path) -> Path:
    """A LoRA file for the tiny Stable Diffusion, as diffusers saves one, strong enough to be seen."""
    library = diffusers()
    unet = library.UNet2DConditionModel.from_pretrained(model / "unet")
    layers = {}
    for name, part in unet.named_modules():
        if name.endswith(("to_q", "to_v")):
            layers[f"{name}.lora_A.weight"] = torch().randn(4, part.in_features)
            layers[f"{name}.lora_B.weight"] = torch().randn(part.out_features, 4)
    library.StableDiffusionPipeline.save_lora_weights(folder, unet_lora_layers=layers, weight_name="bold.safetensors")
    return folder / "bold.safetensors"


def ip_adapter(folder: Path, model: Path) -> Path:
    """An IP-Adapter for the tiny Stable Diffusion: its weights, and beside them what looks at the reference."""
    from safetensors.torch import save_file

    library, names, found = diffusers(), transformers(), torch()
    unet = library.UNet2DConditionModel.from_pretrained(model / "unet")
    wide = unet.config.cross_attention_dim
    kept = {
        "image_proj.proj.weight": found.randn(4 * wide, 16), "image_proj.proj.bias": found.zeros(4 * wide),
        "image_proj.norm.weight": found.ones(wide), "image_proj.norm.bias": found.zeros(wide),
    }  # fmt: skip
    crossing = [part for name, part in unet.named_modules() if name.endswith("attn2")]
    for number, part in enumerate(crossing):
        for way in ("k", "v"):
            kept[f"ip_adapter.{2 * number + 1}.to_{way}_ip.weight"] = 3 * found.randn(part.to_k.out_features, wide)
    (folder / "models").mkdir(parents=True)
    save_file(kept, folder / "models" / "tiny.safetensors")
    config = names.CLIPVisionConfig(
        hidden_size=16, projection_dim=16, num_hidden_layers=1, num_attention_heads=2, image_size=32, intermediate_size=16,
        patch_size=8,
    )  # fmt: skip
    names.CLIPVisionModelWithProjection(config).eval().save_pretrained(folder / "models" / "image_encoder")
    return folder


def clip_tokenizer() -> Any:
    """A CLIP tokenizer that knows letters and a few words; transformers 5 wants the tables themselves."""
    letters = [chr(code) for code in range(33, 127)]
    units = [*letters, *(letter + "</w>" for letter in letters), *(word + "</w>" for word in WORDS)]
    units += ["<|startoftext|>", "<|endoftext|>"]
    return transformers().CLIPTokenizer(
        vocab={unit: i for i, unit in enumerate(dict.fromkeys(units))}, merges=[], model_max_length=77
    )


def t5_tokenizer() -> Any:
    """A T5 tokenizer of single letters."""
    pieces = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", -10.0), ("\u2581", -2.0)]
    pieces += [(letter, -3.0) for letter in "abcdefghijklmnopqrstuvwxyz,0123456789"]
    return transformers().T5Tokenizer(vocab=pieces, model_max_length=64)


def _text(size: int = 32, vocab: int = 256) -> Any:
    config = transformers().CLIPTextConfig(
        vocab_size=vocab, hidden_size=size, intermediate_size=37, num_hidden_layers=2, num_attention_heads=4,
        projection_dim=size,
        max_position_embeddings=77, bos_token_id=0, eos_token_id=2,
    )  # fmt: skip
    return transformers().CLIPTextModel(config).eval()


def t5(size: int = 8) -> Any:
    """What reads words for many models, very small."""
    config = transformers().T5Config(
        vocab_size=64, d_model=size, d_ff=16, d_kv=4, num_heads=2, num_layers=1, num_decoder_layers=1, decoder_start_token_id=0,
    )  # fmt: skip
    return transformers().T5EncoderModel(config).eval()


@builds("sd", "steps = 2\nwidth = 64\nheight = 64")
def _sd(folder: Path) -> None:
    library = diffusers()
    unet = library.UNet2DConditionModel(
        block_out_channels=(16, 32), layers_per_block=1, sample_size=32, in_channels=4, out_channels=4, norm_num_groups=8,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=32, attention_head_dim=4,
    )  # fmt: skip
    vae = library.AutoencoderKL(
        block_out_channels=(16, 32), in_channels=3, out_channels=3, latent_channels=4, norm_num_groups=8,
        down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2,
    )  # fmt: skip
    scheduler = library.DDIMScheduler(
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        clip_sample=False,
        set_alpha_to_one=False,
        steps_offset=1,
    )
    library.StableDiffusionPipeline(
        vae=vae, text_encoder=_text(), tokenizer=clip_tokenizer(), unet=unet, scheduler=scheduler, safety_checker=None,
        feature_extractor=None, requires_safety_checker=False,
    ).save_pretrained(folder, safe_serialization=True)  # fmt: skip


@builds("svd", "steps = 2\nwidth = 64\nheight = 64\nframes = 3\nfps = 2\nmultiple = 32")
def _svd(folder: Path) -> None:
    library, names = diffusers(), transformers()
    unet = library.UNetSpatioTemporalConditionModel(
        block_out_channels=(32, 64), layers_per_block=1, sample_size=32, in_channels=8, out_channels=4,
        num_attention_heads=(2, 4),
        down_block_types=("CrossAttnDownBlockSpatioTemporal", "DownBlockSpatioTemporal"), addition_time_embed_dim=32,
        up_block_types=("UpBlockSpatioTemporal", "CrossAttnUpBlockSpatioTemporal"), cross_attention_dim=32,
        projection_class_embeddings_input_dim=96,
    )  # fmt: skip
    vae = library.AutoencoderKLTemporalDecoder(
        block_out_channels=(32, 64),
        in_channels=3,
        out_channels=3,
        latent_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 2,
    )
    config = names.CLIPVisionConfig(
        hidden_size=32,
        projection_dim=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        image_size=224,
        intermediate_size=37,
        patch_size=32,
    )
    scheduler = library.EulerDiscreteScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", prediction_type="v_prediction", steps_offset=1,
        timestep_type="continuous", use_karras_sigmas=True, sigma_min=0.002, sigma_max=700.0, interpolation_type="linear",
    )  # fmt: skip
    library.StableVideoDiffusionPipeline(
        vae=vae, image_encoder=names.CLIPVisionModelWithProjection(config).eval(), unet=unet, scheduler=scheduler,
        feature_extractor=names.CLIPImageProcessor(crop_size=224, size=224),
    ).save_pretrained(folder, safe_serialization=True)  # fmt: skip


@builds("stable-audio", "steps = 2\nseconds = 1.0")
def _stable_audio(folder: Path) -> None:
    library = diffusers()
    transformer = library.StableAudioDiTModel(
        sample_size=64, in_channels=3, num_layers=1, attention_head_dim=4, num_attention_heads=2,
        num_key_value_attention_heads=2,
        out_channels=3, cross_attention_dim=8, time_proj_dim=8, global_states_input_dim=16, cross_attention_input_dim=8,
    )  # fmt: skip
    vae = library.AutoencoderOobleck(
        encoder_hidden_size=6, downsampling_ratios=[8, 16], decoder_channels=3, decoder_input_channels=3, audio_channels=2,
        channel_multiples=[2, 4], sampling_rate=8000,
    )  # fmt: skip
    scheduler = library.EDMDPMSolverMultistepScheduler(
        solver_order=2, prediction_type="v_prediction", sigma_data=1.0, sigma_schedule="exponential"
    )
    library.StableAudioPipeline(
        transformer=transformer, vae=vae, scheduler=scheduler, text_encoder=t5(), tokenizer=t5_tokenizer(),
        projection_model=_projection(),
    ).save_pretrained(folder, safe_serialization=True)  # fmt: skip


def _projection() -> Any:
    diffusers()
    from diffusers.pipelines.stable_audio import StableAudioProjectionModel

    return StableAudioProjectionModel(text_encoder_dim=8, conditioning_dim=8, min_value=0, max_value=32)


@builds("musicgen", "seconds = 0.5")
def _musicgen(folder: Path) -> None:
    names = transformers()
    text = names.T5Config(vocab_size=64, d_model=16, d_ff=16, d_kv=8, num_heads=2, num_layers=1)
    audio = names.EncodecConfig(
        sampling_rate=8000, audio_channels=1, hidden_size=16, num_filters=4, codebook_size=32, codebook_dim=16,
        upsampling_ratios=[8, 4, 4],
        target_bandwidths=[2.6], num_lstm_layers=1,
    )  # fmt: skip
    decoder = names.MusicgenDecoderConfig(
        vocab_size=32, hidden_size=16, ffn_dim=16, num_hidden_layers=1, num_attention_heads=2, num_codebooks=4, pad_token_id=32,
        bos_token_id=32, max_position_embeddings=256,
    )  # fmt: skip
    config = names.MusicgenConfig(text_encoder=text, audio_encoder=audio, decoder=decoder)
    model = names.MusicgenForConditionalGeneration(config).eval()
    model.generation_config.decoder_start_token_id = model.generation_config.pad_token_id = (
        model.generation_config.bos_token_id
    ) = 32
    model.save_pretrained(folder)
    t5_tokenizer().save_pretrained(folder)


@builds("depth")
def _depth(folder: Path) -> None:
    """A Depth Anything whose head is untrained, so that what it sees is noise with the picture's edges in it."""
    names = transformers()
    stages = ["stage1", "stage2", "stage3", "stage4"]
    backbone = names.Dinov2Config(
        hidden_size=32, num_hidden_layers=4, num_attention_heads=2, mlp_ratio=2, image_size=56, patch_size=14,
        out_features=stages, reshape_hidden_states=False, apply_layernorm=True,
    )  # fmt: skip
    config = names.DepthAnythingConfig(
        backbone_config=backbone, patch_size=14, reassemble_hidden_size=32, reassemble_factors=[4, 2, 1, 0.5],
        neck_hidden_sizes=[8] * 4, fusion_hidden_size=8, head_hidden_size=8,
    )  # fmt: skip
    names.DepthAnythingForDepthEstimation(config).eval().save_pretrained(folder)
    names.DPTImageProcessor(
        size={"height": 56, "width": 56}, keep_aspect_ratio=True, ensure_multiple_of=14, do_normalize=True
    ).save_pretrained(folder)


if __name__ == "__main__":
    for name in sys.argv[2:] or list(_BUILDERS):
        print(build(name, Path(sys.argv[1])))  # noqa: T201
