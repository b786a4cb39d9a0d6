using System.Text;

namespace EdgeWatch.Scene;

/// <summary>Writes a scene as yuv4mpeg, which ffmpeg and EdgeWatch's own capture read from a pipe.</summary>
public static class SceneWriter
{
    private static readonly byte[] FrameHeader = "FRAME\n"u8.ToArray();

    /// <summary>Writes all frames as fast as the reader takes them.</summary>
    /// <exception cref="IOException">The reader has gone.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> fired.</exception>
    public static async Task WriteAsync(Stream output, SceneGenerator scene, CancellationToken cancellationToken)
    {
        string header = $"YUV4MPEG2 W{scene.Size.Width} H{scene.Size.Height} F{scene.FramesPerSecond}:1 Ip A1:1 C420jpeg\n";
        await output.WriteAsync(Encoding.ASCII.GetBytes(header), cancellationToken);
        byte[] pixels = new byte[scene.Size.TotalBytes];
        for (int frame = 0; frame < scene.Script.FrameCount; frame++)
        {
            scene.Render(frame, pixels);
            await output.WriteAsync(FrameHeader, cancellationToken);
            await output.WriteAsync(pixels, cancellationToken);
        }

        await output.FlushAsync(cancellationToken);
    }
}
