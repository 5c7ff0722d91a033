"""One tiny pipeline of every family that models.toml has a preset of, beside those of tiny_models.py; random weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.tiny_models import builds, clip_tokenizer, t5, t5_tokenizer
from tools.engines.neural.libraries import diffusers, torch, transformers

_TALK = "{% for m in messages %}{{ m['content'] }}{% endfor %}"
_CLIP = {
    "bos_token_id": 0, "eos_token_id": 2, "hidden_size": 32, "intermediate_size": 37, "num_attention_heads": 4,
    "num_hidden_layers": 3, "pad_token_id": 1, "vocab_size": 256, "hidden_act": "gelu", "projection_dim": 32,
}  # fmt: skip


def clip_reader(projected: bool = False) -> Any:
    """What reads words for pictures, very small; with a projection for models that want one."""
    names = transformers()
    kind = names.CLIPTextModelWithProjection if projected else names.CLIPTextModel
    return kind(names.CLIPTextConfig(**_CLIP)).eval()


def flow(**more: Any) -> Any:
    """The usual way from noise to a picture."""
    return diffusers().FlowMatchEulerDiscreteScheduler(**more)


def _vae(channels: int, **more: Any) -> Any:
    usual = {"block_out_channels": (4,), "norm_num_groups": 1, "use_quant_conv": False, "use_post_quant_conv": False}
    return diffusers().AutoencoderKL(
        in_channels=3, out_channels=3, layers_per_block=1, latent_channels=channels, sample_size=32, shift_factor=0.06,
        scaling_factor=1.5, **(usual | more),
    ).eval()  # fmt: skip


def qwen_tokenizer() -> Any:
    """A tokenizer of Qwen's kind that knows single bytes, and a chat that is just what was said."""
    names = transformers()
    letters = [chr(code) for code in (*range(33, 127), *range(161, 173), *range(174, 324))]
    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    made = names.Qwen2Tokenizer(vocab={unit: i for i, unit in enumerate([*letters, *special])}, merges=[])
    made.chat_template = _TALK
    return made


@builds("sdxl", "steps = 2\nwidth = 64\nheight = 64")
def _sdxl(folder: Path) -> None:
    library = diffusers()
    unet = library.UNet2DConditionModel(
        block_out_channels=(4, 8), layers_per_block=1, sample_size=32, in_channels=4, out_channels=4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=(2, 4), use_linear_projection=True, addition_embed_type="text_time", addition_time_embed_dim=8,
        transformer_layers_per_block=(1, 2), projection_class_embeddings_input_dim=80, cross_attention_dim=64,
        norm_num_groups=1,
    )  # fmt: skip
    scheduler = library.EulerDiscreteScheduler(
        beta_start=0.00085, beta_end=0.012, steps_offset=1, beta_schedule="scaled_linear", timestep_spacing="leading"
    )
    vae = _vae(
        4, block_out_channels=(8, 16), norm_num_groups=8, use_quant_conv=True, use_post_quant_conv=True,
        down_block_types=["DownEncoderBlock2D"] * 2, up_block_types=["UpDecoderBlock2D"] * 2,
    )  # fmt: skip
    library.StableDiffusionXLPipeline(
        vae=vae, unet=unet, scheduler=scheduler, text_encoder=clip_reader(), tokenizer=clip_tokenizer(),
        text_encoder_2=clip_reader(True),
        tokenizer_2=clip_tokenizer(),
    ).save_pretrained(folder)  # fmt: skip


@builds("sd3", "steps = 2\nwidth = 64\nheight = 64")
def _sd3(folder: Path) -> None:
    library = diffusers()
    transformer = library.SD3Transformer2DModel(
        sample_size=32, patch_size=1, in_channels=16, num_layers=1, attention_head_dim=8, num_attention_heads=4,
        caption_projection_dim=32, joint_attention_dim=32, pooled_projection_dim=64, out_channels=16,
    )  # fmt: skip
    library.StableDiffusion3Pipeline(
        transformer=transformer, scheduler=flow(), vae=_vae(16), text_encoder=clip_reader(True), tokenizer=clip_tokenizer(),
        text_encoder_2=clip_reader(True), tokenizer_2=clip_tokenizer(), text_encoder_3=t5(32), tokenizer_3=t5_tokenizer(),
    ).save_pretrained(folder)  # fmt: skip


@builds("flux", "steps = 2\nwidth = 64\nheight = 64")
def _flux(folder: Path) -> None:
    library = diffusers()
    transformer = library.FluxTransformer2DModel(
        patch_size=1, in_channels=4, num_layers=1, num_single_layers=1, attention_head_dim=16, num_attention_heads=2,
        joint_attention_dim=32, pooled_projection_dim=32, axes_dims_rope=[4, 4, 8],
    )  # fmt: skip
    library.FluxPipeline(
        transformer=transformer, scheduler=flow(), vae=_vae(1), text_encoder=clip_reader(), tokenizer=clip_tokenizer(),
        text_encoder_2=t5(32), tokenizer_2=t5_tokenizer(),
    ).save_pretrained(folder)  # fmt: skip


@builds("z-image", "steps = 2\nwidth = 64\nheight = 64")
def _z_image(folder: Path) -> None:
    library, names = diffusers(), transformers()
    transformer = library.ZImageTransformer2DModel(
        all_patch_size=(2,), all_f_patch_size=(1,), in_channels=16, dim=32, n_layers=1, n_refiner_layers=1, n_heads=2,
        n_kv_heads=2, norm_eps=1e-5, qk_norm=True, cap_feat_dim=16, rope_theta=256.0, t_scale=1000.0, axes_dims=[8, 4, 4],
        axes_lens=[1024, 32, 32],
    )  # fmt: skip
    with torch().no_grad():  # these two are made empty, and would be whatever was in memory
        transformer.x_pad_token.fill_(1)
        transformer.cap_pad_token.fill_(1)
    config = names.Qwen3Config(
        hidden_size=16, intermediate_size=16, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=2, vocab_size=512,
        max_position_embeddings=512,
    )  # fmt: skip
    vae = _vae(
        16, block_out_channels=(8, 16), norm_num_groups=8, use_quant_conv=True, use_post_quant_conv=True,
        down_block_types=["DownEncoderBlock2D"] * 2, up_block_types=["UpDecoderBlock2D"] * 2,
    )  # fmt: skip
    library.ZImagePipeline(
        transformer=transformer, scheduler=flow(), vae=vae, text_encoder=names.Qwen3Model(config).eval(),
        tokenizer=qwen_tokenizer(),
    ).save_pretrained(folder)  # fmt: skip


@builds("qwen-image", "steps = 2\nwidth = 64\nheight = 64")
def _qwen_image(folder: Path) -> None:
    library, names = diffusers(), transformers()
    transformer = library.QwenImageTransformer2DModel(
        patch_size=2, in_channels=16, out_channels=4, num_layers=1, attention_head_dim=16, num_attention_heads=3,
        joint_attention_dim=16, guidance_embeds=False, axes_dims_rope=(8, 4, 4),
    )  # fmt: skip
    vae = library.AutoencoderKLQwenImage(
        base_dim=8, z_dim=4, dim_mult=[1, 2, 4], num_res_blocks=1, temperal_downsample=[False, True], latents_mean=[0.0] * 4,
        latents_std=[1.0] * 4,
    )  # fmt: skip
    rope = {"mrope_section": [1, 1, 2], "rope_type": "default", "type": "default"}
    text = {
        "hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "num_key_value_heads": 2,
        "rope_scaling": rope, "rope_theta": 1e6, "vocab_size": 512,
    }  # fmt: skip
    seeing = {"depth": 1, "hidden_size": 16, "intermediate_size": 16, "num_heads": 2, "out_hidden_size": 16}
    config = names.Qwen2_5_VLConfig(text_config=text, vision_config=seeing, hidden_size=16, vocab_size=512)
    library.QwenImagePipeline(
        transformer=transformer, scheduler=flow(), vae=vae,
        text_encoder=names.Qwen2_5_VLForConditionalGeneration(config).eval(), tokenizer=qwen_tokenizer(),
    ).save_pretrained(folder)  # fmt: skip


@builds("ltx", "steps = 2\nwidth = 64\nheight = 64\nframes = 9\nfps = 4")
def _ltx(folder: Path) -> None:
    library = diffusers()
    transformer = library.LTXVideoTransformer3DModel(
        in_channels=8, out_channels=8, patch_size=1, patch_size_t=1, num_attention_heads=4, attention_head_dim=8,
        cross_attention_dim=32, num_layers=1, caption_channels=32,
    )  # fmt: skip
    vae = library.AutoencoderKLLTXVideo(
        in_channels=3, out_channels=3, latent_channels=8, block_out_channels=(8,) * 4, decoder_block_out_channels=(8,) * 4,
        layers_per_block=(1,) * 5, decoder_layers_per_block=(1,) * 5, spatio_temporal_scaling=(True, True, False, False),
        decoder_spatio_temporal_scaling=(True, True, False, False), decoder_inject_noise=(False,) * 5,
        upsample_residual=(False,) * 4, upsample_factor=(1,) * 4, timestep_conditioning=False, patch_size=1, patch_size_t=1,
        encoder_causal=True, decoder_causal=False,
    ).eval()  # fmt: skip
    library.LTXPipeline(
        transformer=transformer, vae=vae, scheduler=flow(), text_encoder=t5(32), tokenizer=t5_tokenizer()
    ).save_pretrained(folder)


@builds("wan", "steps = 2\nwidth = 32\nheight = 32\nframes = 5\nfps = 4")
def _wan(folder: Path) -> None:
    _wan_pictured(folder)


@builds("wan-ends", 'steps = 2\nwidth = 32\nheight = 32\nframes = 5\nfps = 4\nfollows = "ends"', family="wan")
def _wan_ends(folder: Path) -> None:
    """As the model that is given its first and its last frame: it looks at both at once."""
    _wan_pictured(folder, pos_embed_seq_len=2 * 17)


def _wan_pictured(folder: Path, **more: Any) -> None:
    library, names = diffusers(), transformers()
    library.WanImageToVideoPipeline(
        transformer=_wan_transformer(36, image_dim=4, **more), vae=_wan_vae(), scheduler=flow(shift=7.0), text_encoder=t5(32),
        tokenizer=t5_tokenizer(), transformer_2=None,
        image_encoder=names.CLIPVisionModelWithProjection(names.CLIPVisionConfig(
            hidden_size=4, projection_dim=4, num_hidden_layers=2, num_attention_heads=2, image_size=32, intermediate_size=16,
            patch_size=8,
        )).eval(), image_processor=names.CLIPImageProcessor(crop_size=32, size=32),
    ).save_pretrained(folder)  # fmt: skip


@builds("wan-text", "steps = 2\nwidth = 32\nheight = 32\nframes = 5\nfps = 4\nfrom_text = true", family="wan")
def _wan_text(folder: Path) -> None:
    diffusers().WanPipeline(
        transformer=_wan_transformer(16), vae=_wan_vae(), scheduler=flow(shift=7.0), text_encoder=t5(32),
        tokenizer=t5_tokenizer(), transformer_2=None,
    ).save_pretrained(folder)  # fmt: skip


def _wan_transformer(channels: int, **more: Any) -> Any:
    return diffusers().WanTransformer3DModel(
        patch_size=(1, 2, 2), num_attention_heads=2, attention_head_dim=12, in_channels=channels, out_channels=16, text_dim=32,
        freq_dim=256, ffn_dim=32, num_layers=1, cross_attn_norm=True, qk_norm="rms_norm_across_heads", rope_max_seq_len=32,
        **more,
    )  # fmt: skip


def _wan_vae() -> Any:
    return diffusers().AutoencoderKLWan(
        base_dim=3, z_dim=16, dim_mult=[1, 1, 1, 1], num_res_blocks=1, temperal_downsample=[False, True, True]
    ).eval()  # fmt: skip


@builds("cogvideox", "steps = 2\nwidth = 32\nheight = 16\nframes = 9\nfps = 4\nfixed = true")
def _cogvideox(folder: Path) -> None:
    """With learned places for its own size, as the 5B image-to-video model has: it films at that size alone."""
    _cog(diffusers().CogVideoXImageToVideoPipeline, 8, True, folder)


@builds(
    "cogvideox-video", "steps = 2\nwidth = 32\nheight = 16\nframes = 9\nfps = 4\nfollows = \"video\"\n"
    "pipeline = \"CogVideoXVideoToVideoPipeline\"", family="cogvideox",
)  # fmt: skip
def _cogvideox_video(folder: Path) -> None:
    _cog(diffusers().CogVideoXPipeline, 4, False, folder)


def _cog(kind: Any, channels: int, learned: bool, folder: Path) -> None:
    library = diffusers()
    transformer = library.CogVideoXTransformer3DModel(
        num_attention_heads=2, attention_head_dim=16, in_channels=channels, out_channels=4, time_embed_dim=2, text_embed_dim=32,
        num_layers=1, sample_width=4, sample_height=2, sample_frames=9, patch_size=2, temporal_compression_ratio=4,
        max_text_seq_length=226, use_rotary_positional_embeddings=True, use_learned_positional_embeddings=learned,
    )  # fmt: skip
    vae = library.AutoencoderKLCogVideoX(
        in_channels=3, out_channels=3, down_block_types=("CogVideoXDownBlock3D",) * 4,
        up_block_types=("CogVideoXUpBlock3D",) * 4, block_out_channels=(8,) * 4, latent_channels=4, layers_per_block=1,
        norm_num_groups=2, temporal_compression_ratio=4,
    ).eval()  # fmt: skip
    kind(
        transformer=transformer, vae=vae, scheduler=library.DDIMScheduler(), text_encoder=t5(32), tokenizer=t5_tokenizer()
    ).save_pretrained(folder)


@builds("audioldm2", "steps = 2\nseconds = 1.0")
def _audioldm2(folder: Path) -> None:
    library, names = diffusers(), transformers()
    from diffusers.pipelines.audioldm2 import AudioLDM2ProjectionModel, AudioLDM2UNet2DConditionModel

    unet = AudioLDM2UNet2DConditionModel(
        block_out_channels=(8, 16), layers_per_block=1, norm_num_groups=8, sample_size=32, in_channels=4, out_channels=4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=(8, 16),
    )  # fmt: skip
    vae = library.AutoencoderKL(
        block_out_channels=[8, 16], in_channels=1, out_channels=1, norm_num_groups=8, latent_channels=4,
        down_block_types=["DownEncoderBlock2D"] * 2, up_block_types=["UpDecoderBlock2D"] * 2,
    ).eval()  # fmt: skip
    text = {**_CLIP, "hidden_size": 8, "num_attention_heads": 1, "num_hidden_layers": 1, "projection_dim": 8}
    heard = {
        "spec_size": 8, "window_size": 4, "num_mel_bins": 8, "intermediate_size": 37, "depths": [1, 1],
        "num_attention_heads": [1, 1], "num_hidden_layers": 1, "hidden_size": 192, "projection_dim": 8, "patch_size": 2,
        "patch_stride": 2, "patch_embed_input_channels": 4,
    }  # fmt: skip
    speaking = names.GPT2LMHeadModel(names.GPT2Config(
        n_embd=16, n_head=1, n_layer=1, vocab_size=99, n_ctx=99, n_positions=99, bos_token_id=0, eos_token_id=1
    )).eval()  # fmt: skip
    speaking.config.max_new_tokens = 8
    vocoder = names.SpeechT5HifiGan(names.SpeechT5HifiGanConfig(
        model_in_dim=8, sampling_rate=16000, upsample_initial_channel=16, upsample_rates=[2, 2], upsample_kernel_sizes=[4, 4],
        resblock_kernel_sizes=[3, 7], resblock_dilation_sizes=[[1, 3, 5], [1, 3, 5]], normalize_before=False,
    )).eval()  # fmt: skip
    with torch().no_grad():  # untrained, it is all but silent
        vocoder.conv_post.weight.mul_(1000)
    library.AudioLDM2Pipeline(
        unet=unet, vae=vae, vocoder=vocoder, language_model=speaking, text_encoder_2=t5(32), tokenizer_2=t5_tokenizer(),
        scheduler=library.DDIMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False,
            set_alpha_to_one=False, steps_offset=1),
        text_encoder=names.ClapModel(names.ClapConfig(text_config=text, audio_config=heard, projection_dim=16)).eval(),
        tokenizer=_roberta(), feature_extractor=names.ClapFeatureExtractor(hop_length=7900),
        projection_model=AudioLDM2ProjectionModel(text_encoder_dim=16, text_encoder_1_dim=32, langauge_model_dim=16),
    ).save_pretrained(folder)  # fmt: skip


def _roberta() -> Any:
    letters = [chr(code) for code in (*range(33, 127), *range(161, 173), *range(174, 324))][:240]
    units = ["<s>", "<pad>", "</s>", "<unk>", "<mask>", *letters]
    return transformers().RobertaTokenizer(vocab={unit: i for i, unit in enumerate(units)}, merges=[], model_max_length=77)
