using System.Runtime.InteropServices;
using System.Text;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Watching;

/// <summary>
/// The bytes in which <see cref="AcceptedSurprises"/> are kept: a header that says what they belong to, and the surprises as little-endian
/// 32-bit floats. About 3 kB for a 4:3 picture. Who keeps them sees to it that they are intact and of this layout.
/// </summary>
public static class AcceptedState
{
    /// <summary>Version of the layout; to be raised whenever it changes.</summary>
    public const int LayoutVersion = 1;

    /// <summary>Writes what was accepted.</summary>
    /// <param name="accepted">What was accepted.</param>
    /// <param name="modelSha256">SHA-256 of the network in hex: another network is surprised by other things.</param>
    public static byte[] Write(AcceptedSurprises accepted, string modelSha256)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        return [.. Header(accepted.Accepted.Grid, modelSha256), .. MemoryMarshal.AsBytes(accepted.Accepted.All)];
    }

    /// <summary>Reads it back.</summary>
    /// <param name="content">What <see cref="Write"/> made.</param>
    /// <param name="accepted">Receives it; unchanged when an exception is thrown.</param>
    /// <param name="modelSha256">The network in use.</param>
    /// <exception cref="InvalidDataException">
    /// About another network or picture size; the message completes "… cannot be used: ".
    /// </exception>
    public static void Read(ReadOnlySpan<byte> content, AcceptedSurprises accepted, string modelSha256)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        byte[] header = Header(accepted.Accepted.Grid, modelSha256);
        if (!content.StartsWith(header) || content.Length != header.Length + (accepted.Accepted.All.Length * sizeof(float)))
        {
            throw new InvalidDataException("it belongs to another model or another picture size");
        }

        accepted.Restore(MemoryMarshal.Cast<byte, float>(content[header.Length..]));
    }

    private static byte[] Header(PatchGrid grid, string modelSha256) =>
        Encoding.UTF8.GetBytes($"{modelSha256}\n{grid.Columns}x{grid.Rows}x{Kinds.Count}\n");
}
