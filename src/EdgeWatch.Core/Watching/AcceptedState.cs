using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Watching;

/// <summary>
/// The bytes in which <see cref="AcceptedSurprises"/> are kept: a header that says what they belong to, the surprises as little-endian
/// 32-bit floats, and a SHA-256 of all before it. About 3 kB for a 4:3 picture.
/// </summary>
public static class AcceptedState
{
    /// <summary>First line of a file; the version of the layout is part of it.</summary>
    private const string Magic = "edgewatch accepted 1";

    /// <summary>Writes what was accepted.</summary>
    /// <param name="accepted">What was accepted.</param>
    /// <param name="modelSha256">SHA-256 of the network in hex: another network is surprised by other things.</param>
    public static byte[] Write(AcceptedSurprises accepted, string modelSha256)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        byte[] content = [.. Header(accepted.Accepted.Grid, modelSha256), .. MemoryMarshal.AsBytes(accepted.Accepted.All)];
        return [.. content, .. SHA256.HashData(content)];
    }

    /// <summary>Reads it back.</summary>
    /// <param name="bytes">What <see cref="Write"/> made.</param>
    /// <param name="accepted">Receives it; unchanged when an exception is thrown.</param>
    /// <param name="modelSha256">The network in use.</param>
    /// <exception cref="LearnedStateException">Damaged, or about another network or picture size.</exception>
    public static void Read(ReadOnlySpan<byte> bytes, AcceptedSurprises accepted, string modelSha256)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        if (bytes.Length < SHA256.HashSizeInBytes
            || !SHA256.HashData(bytes[..^SHA256.HashSizeInBytes]).AsSpan().SequenceEqual(bytes[^SHA256.HashSizeInBytes..]))
        {
            throw new LearnedStateException("its checksum does not match: it is damaged");
        }

        ReadOnlySpan<byte> content = bytes[..^SHA256.HashSizeInBytes];
        byte[] header = Header(accepted.Accepted.Grid, modelSha256);
        if (!content.StartsWith(header) || content.Length != header.Length + (accepted.Accepted.All.Length * sizeof(float)))
        {
            throw new LearnedStateException("it belongs to another model, another picture size or another version of the program");
        }

        accepted.Restore(MemoryMarshal.Cast<byte, float>(content[header.Length..]));
    }

    private static byte[] Header(PatchGrid grid, string modelSha256) =>
        Encoding.UTF8.GetBytes($"{Magic}\n{modelSha256}\n{grid.Columns}x{grid.Rows}x{Kinds.Count}\n");
}
