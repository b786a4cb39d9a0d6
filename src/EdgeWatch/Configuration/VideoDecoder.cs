namespace EdgeWatch.Configuration;

/// <summary>What decodes a camera's video.</summary>
public enum VideoDecoder
{
    /// <summary>ffmpeg, on the processor.</summary>
    Software,

    /// <summary>What this machine seems to have, tried once; on the processor where that gives no picture.</summary>
    Auto,

    /// <summary>V4L2 memory-to-memory: Raspberry Pi up to the 4. H.264.</summary>
    V4l2m2m,

    /// <summary>VA-API: Intel and AMD.</summary>
    Vaapi,

    /// <summary>NVDEC of NVIDIA's graphics cards.</summary>
    Nvdec,

    /// <summary>A Jetson, with NVIDIA's own ffmpeg. H.264.</summary>
    Nvv4l2dec,

    /// <summary>A Jetson, with the ffmpeg of the jetson-ffmpeg project. H.264.</summary>
    Nvmpi,
}
