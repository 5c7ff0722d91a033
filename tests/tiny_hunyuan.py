"""Hunyuan's image-to-video pipeline, very small: it reads words and picture together, by the marks of its own template."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.tiny_families import clip_reader, flow
from tests.tiny_models import builds, clip_tokenizer
from tools.engines.neural.libraries import diffusers, transformers


@builds("hunyuan", "steps = 2\nwidth = 32\nheight = 32\nframes = 9\nfps = 4")
def _hunyuan(folder: Path) -> None:
    library, names = diffusers(), transformers()
    transformer = library.HunyuanVideoTransformer3DModel(
        in_channels=9, out_channels=4, num_attention_heads=2, attention_head_dim=10, num_layers=1, num_single_layers=1,
        num_refiner_layers=1, patch_size=1, patch_size_t=1, guidance_embeds=False, text_embed_dim=16, pooled_projection_dim=32,
        rope_axes_dim=(2, 4, 4), image_condition_type="latent_concat",
    )  # fmt: skip
    vae = library.AutoencoderKLHunyuanVideo(
        in_channels=3, out_channels=3, latent_channels=4, down_block_types=("HunyuanVideoDownBlock3D",) * 4,
        up_block_types=("HunyuanVideoUpBlock3D",) * 4, block_out_channels=(8,) * 4, layers_per_block=1, act_fn="silu",
        norm_num_groups=4, scaling_factor=0.476986, spatial_compression_ratio=8, temporal_compression_ratio=4,
        mid_block_add_attention=True,
    ).eval()  # fmt: skip
    words = {
        "hidden_size": 16, "intermediate_size": 37, "num_attention_heads": 4, "num_hidden_layers": 3, "vocab_size": 99,
        "bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 0,
    }  # fmt: skip
    eyes = {
        "hidden_size": 8, "intermediate_size": 37, "projection_dim": 32, "num_attention_heads": 4, "num_hidden_layers": 2,
        "image_size": 336, "patch_size": 14,
    }  # fmt: skip
    config = names.LlavaConfig(
        vision_config=names.CLIPVisionConfig(**eyes),
        text_config=names.LlamaConfig(**words),
        pad_token_id=0,
        image_token_index=7,
    )
    library.HunyuanVideoImageToVideoPipeline(
        transformer=transformer, vae=vae, scheduler=flow(shift=7.0), tokenizer=_llama_tokenizer(),
        text_encoder=names.LlavaForConditionalGeneration(config).eval(), text_encoder_2=clip_reader(),
        tokenizer_2=clip_tokenizer(),
        image_processor=names.CLIPImageProcessor(crop_size=336, size=336),
    ).save_pretrained(folder)  # fmt: skip


def _llama_tokenizer() -> Any:
    """One that tells the marks of Hunyuan's template from each other, and no word from another."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    marks = ["<pad>", "<bos>", "</s>", "<unk>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<image>", "\n\n"]
    made = Tokenizer(models.WordLevel({mark: number for number, mark in enumerate(marks)}, unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.add_special_tokens(marks)
    made.post_processor = processors.TemplateProcessing(single="<bos> $A", special_tokens=[("<bos>", 1)])
    return transformers().PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token="<pad>", bos_token="<bos>", eos_token="</s>", unk_token="<unk>"
    )
