"""The delivered file: the finished film in the codec, at the loudness and in the container that somebody wants it in.

Pictures that are H.264 already are copied; sound that is wanted as the mix has it is copied too. Loudness for elsewhere is
made anew from the mix's stems, so that nothing is limited or compressed twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from memory.errors import EngineError, TakeError
from memory.takes import Take
from tools.engines import EngineSpec, Made
from tools.engines.cut.encode import BARE, check_frames
from tools.engines.cut.mix import CEILING, EXACT, MARGIN, MOST, TARGET
from tools.engines.deliveries import Codec, Container, DeliverRequest
from tools.ffmpeg import probe, run_ffmpeg
from tools.loudness import METER, SILENCE, Loudness, measure, read_meter

_COLOURS = ["-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"]
PICTURES: dict[Codec, list[str]] = {
    "h264": ["-c:v", "copy"],
    "h265": [
        "-c:v", "libx265", "-preset", "fast", "-crf", "20", "-pix_fmt", "yuv420p", "-tag:v", "hvc1", *_COLOURS, "-x265-params",
        "log-level=error:info=0:colorprim=bt709:transfer=bt709:colormatrix=bt709:range=limited",
    ],
    "av1": ["-c:v", "libsvtav1", "-preset", "8", "-crf", "28", "-pix_fmt", "yuv420p10le", *_COLOURS],
    "prores": ["-c:v", "prores_ks", "-profile:v", "3", "-vendor", "apl0", "-pix_fmt", "yuv422p10le", *_COLOURS],
    "ffv1": ["-c:v", "ffv1", "-level", "3", "-g", "1", "-slices", "16", "-slicecrc", "1", *_COLOURS],
}  # fmt: skip
"""How each codec is written: AV1 and ProRes with ten bits, FFV1 every frame for itself with check sums."""
SOUNDS: dict[Codec, list[str]] = {
    "h264": ["-c:a", "aac", "-profile:a", "aac_low", "-b:a", "320k"],
    "h265": ["-c:a", "aac", "-profile:a", "aac_low", "-b:a", "320k"],
    "av1": ["-c:a", "aac", "-profile:a", "aac_low", "-b:a", "320k"],
    "prores": ["-c:a", "pcm_s24le"],
    "ffv1": ["-c:a", "flac", "-sample_fmt", "s32", "-bits_per_raw_sample", "24"],
}
CONTAINERS: dict[Container, tuple[str, list[str], str]] = {
    "mp4": ("mp4", ["-movflags", "+faststart"], "mov_text"),
    "mov": ("mov", ["-movflags", "+faststart+write_colr"], "mov_text"),
    "mkv": ("matroska", [], "subrip"),
}
"""The format, its options, and how captions are written in it."""
STEMS = ("voice.flac", "music.flac", "effects.flac")
_RATE = ["-ar", "48000", "-ac", "2"]


class Deliver:
    """Writes the finished film for somebody: a platform, a broadcaster, an archive."""

    spec = EngineSpec(
        name="deliver",
        version="2",
        role="cut",
        licence="Apache-2.0; ffmpeg GPL",
        credit="Delivery: Onereel with ffmpeg (GPL)",
        needs=("imageio_ffmpeg", "av"),
        capabilities={"codecs": tuple(PICTURES), "containers": tuple(CONTAINERS)},
    )

    def __call__(self, request: DeliverRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Write film.mp4, .mov or .mkv; data: frames, fps, width, height, seconds, codec, integrated, true_peak, captions.

        EngineError when the film or its mix is missing, TakeError when the file does not hold every frame.
        """
        missing = [name for name in ("film", "mix") if name not in inputs]
        if missing:
            raise EngineError(f"There is no {' and no '.join(missing)} to deliver. Render the film first; nothing was written.")
        film, sound = inputs["film"], folder / "sound.mka"
        heard = _sound(request, inputs["mix"], sound)
        path = folder / f"film.{request.container}"
        captioned = request.captions and bool(film.data.get("captions"))
        try:
            _mux(request, film.main, sound, path, captioned)
        finally:
            sound.unlink(missing_ok=True)
        frames = int(film.data["frames"])
        check_frames(path, frames)
        found = probe(path)
        data = {
            "frames": frames, "fps": int(film.data["fps"]), "width": found.width, "height": found.height,
            "seconds": frames / int(film.data["fps"]), "codec": found.video_codec, "integrated": heard.integrated,
            "true_peak": max(heard.peak, -120.0), "captions": captioned,
        }  # fmt: skip
        return Made(path.name, _note(request, heard), data)


def _note(request: DeliverRequest, heard: Loudness) -> tuple[str, ...]:
    if heard.integrated > SILENCE and abs(heard.integrated - request.lufs) <= 1:
        return ()
    return (f"The sound stays at {heard.integrated:.1f} LUFS: there is too little in it to bring it to {request.lufs:g}.",)


def _sound(request: DeliverRequest, mix: Take, path: Path) -> Loudness:
    """Write the sound by itself; what the mix holds already is copied."""
    if request.codec in ("h264", "h265", "av1") and (request.lufs, request.peak) == (TARGET, CEILING):
        run_ffmpeg(["-i", str(mix.main), "-c:a", "copy", *BARE, "-f", "matroska", str(path)])
        return Loudness(float(mix.data["integrated"]), float(mix.data["range"]), float(mix.data["true_peak"]))
    stems = [mix.folder / name for name in STEMS]
    if not all(stem.is_file() for stem in stems):
        raise TakeError("The mix has no stems to make another loudness from. Render the film again; nothing was written.")
    return _mastered(stems, request, path)


def _mastered(stems: list[Path], request: DeliverRequest, path: Path) -> Loudness:
    """Bring the sum of the stems to the loudness under the ceiling: encode, measure what came out, correct where it must be."""
    given = [word for stem in stems for word in ("-i", str(stem))]
    whole = f"[0:a][1:a][2:a]amix=inputs={len(stems)}:normalize=0:duration=longest"
    heard = read_meter(run_ffmpeg([*given, "-filter_complex", f"{whole},{METER}[a]", "-map", "[a]", "-f", "null", "-"]))
    gain = 0.0 if heard.integrated <= SILENCE else min(request.lufs - heard.integrated, MOST)
    ceiling = request.peak - MARGIN
    for _ in range(4):
        limit = f"alimiter=limit={10 ** (ceiling / 20):.5f}:attack=4:release=80:level=0:latency=1"
        graph = f"{whole},volume={gain:.3f}dB,{limit},aresample=48000[a]"
        run_ffmpeg([
            *given, "-filter_complex", graph, "-map", "[a]", *SOUNDS[request.codec], *_RATE, *EXACT,
            "-f", "matroska", str(path),
        ])  # fmt: skip
        final = measure(path)
        short = min(request.lufs - final.integrated, MOST - gain)
        if final.integrated <= SILENCE or (abs(short) <= 0.1 and final.peak <= request.peak):
            break
        gain += short
        ceiling -= max(final.peak - request.peak, 0.0) + (0.1 if final.peak > request.peak else 0.0)
    return final


def _mux(request: DeliverRequest, film: Path, sound: Path, path: Path, captioned: bool) -> None:
    """Bring pictures, sound, captions, chapters and title together in the container."""
    form, options, captions = CONTAINERS[request.container]
    fps = probe(film).fps
    args = ["-i", str(film), "-i", str(sound), "-map", "0:v:0", "-map", "1:a:0"]
    args += ["-map", "0:s:0", "-c:s", captions, "-disposition:s:0", "0", "-map_metadata:s:s:0", "0:s:s:0"] if captioned else []
    args += [*PICTURES[request.codec], "-c:a", "copy", "-map_metadata", "0", "-map_chapters", "0"]
    args += ["-map_metadata:s:a:0", "0:s:a:0", "-map_metadata:s:v:0", "0:s:v:0"]
    args += ["-fflags", "+bitexact", "-flags:v", "+bitexact"]
    args += ["-video_track_timescale", str(round(1000 * fps))] if request.container != "mkv" else []
    run_ffmpeg([*args, *options, "-f", form, str(path)])
