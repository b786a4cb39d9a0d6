using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgeWatch.Core.Gallery;
using EdgeWatch.Core.Teaching;
using EdgeWatch.Core.Watching;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Storage;

/// <summary>What a kind of <see cref="SealedFile"/> begins with.</summary>
/// <param name="Name">What is in it, in words.</param>
/// <param name="Mark">The first bytes, in ASCII, that no other kind has.</param>
/// <param name="Version">Version of the layout of its content, from 1 to 255.</param>
/// <param name="Encode">How the version is written after the mark.</param>
internal sealed record SealedFormat(string Name, string Mark, int Version, Func<int, byte[]> Encode)
{
    /// <summary>What a camera has learned.</summary>
    public static readonly SealedFormat Learned = new("learned state", "EWST", LearnedState.LayoutVersion, InFourBytes);

    /// <summary>What people have said of a camera's events.</summary>
    public static readonly SealedFormat Lessons = new("lessons", "edgewatch lessons ", TraceFormat.LayoutVersion, AsRestOfLine);

    /// <summary>What an event showed.</summary>
    public static readonly SealedFormat Trace = new("what an event showed", "edgewatch trace ", TraceFormat.LayoutVersion, AsRestOfLine);

    /// <summary>What people had said is normal at a camera, in versions that did not keep events one by one.</summary>
    public static readonly SealedFormat Accepted =
        new("what was called normal", "edgewatch accepted ", AcceptedState.LayoutVersion, AsRestOfLine);

    /// <summary>What a camera usually reaches within its zones.</summary>
    public static readonly SealedFormat Zoned =
        new("what zones usually reach", "edgewatch zones ", ZonedState.LayoutVersion, AsRestOfLine);

    /// <summary>Pictures of what a camera takes for normal.</summary>
    public static readonly SealedFormat Gallery =
        new("pictures of what is normal", "edgewatch gallery ", GalleryState.LayoutVersion, AsRestOfLine);

    /// <summary>A node's settings.</summary>
    public static readonly SealedFormat Node = new("a node's settings", "edgewatch node ", NodeRecord.LayoutVersion, AsRestOfLine);

    public byte[] HeaderOf(int version) => [.. Encoding.ASCII.GetBytes(Mark), .. Encode(version)];

    private static byte[] InFourBytes(int version) => [(byte)version, 0, 0, 0];

    private static byte[] AsRestOfLine(int version) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{version}\n"));
}

/// <summary>
/// A file of the daemon's own state: a header that says what it is and in which version, the content, and a SHA-256 of both. It is
/// replaced whole or not at all, also when the power goes; one that cannot be used is set aside as <c>*.unusable</c>, never deleted.
/// </summary>
/// <param name="path">Where it is.</param>
/// <param name="format">What is in it.</param>
/// <param name="owner">Whose it is, for the log: "Camera yard".</param>
/// <param name="consequence">What comes of it when it cannot be used, for the log: "learning starts anew".</param>
/// <param name="logger">Told what was set aside.</param>
internal sealed partial class SealedFile(string path, SealedFormat format, string owner, string consequence, ILogger logger)
{
    /// <summary>Bytes of the largest file that is read: ten times what a camera of 720 rows learns.</summary>
    public const long MaxBytes = 32 << 20;

    /// <summary>Replaces the file: writes beside it, flushes to the disk, and renames.</summary>
    /// <exception cref="IOException">The disk is full, or the like; the old file is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to; the old file is still there.</exception>
    public void Write(ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = $"{path}.new";
        using (FileStream stream = new(temporary, FileMode.Create, FileAccess.Write))
        {
            stream.Write(Seal(content, format));
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Reads the content.</summary>
    /// <param name="restore">
    /// Takes it, or changes nothing and throws an <see cref="InvalidDataException"/> whose message completes "… cannot be used: ".
    /// </param>
    /// <returns>False when there is nothing that can be used; unless there is no file at all, the log says why.</returns>
    public bool TryRead(Action<ReadOnlySpan<byte>> restore)
    {
        try
        {
            restore(Open(ReadAll(), format));
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (InvalidDataException e)
        {
            SetAside(e.Message);
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(owner, path, e.Message, consequence);
            return false;
        }
    }

    /// <summary>Removes the file, if it is there.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be removed.</exception>
    public void Delete()
    {
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    /// <summary>The bytes of a file.</summary>
    internal static byte[] Seal(ReadOnlySpan<byte> content, SealedFormat format)
    {
        byte[] whole = [.. format.HeaderOf(format.Version), .. content];
        return [.. whole, .. SHA256.HashData(whole)];
    }

    /// <summary>The content in the bytes of a file.</summary>
    /// <exception cref="InvalidDataException">
    /// Damaged, something else, or of another version; the message completes "… cannot be used: ".
    /// </exception>
    internal static ReadOnlySpan<byte> Open(ReadOnlySpan<byte> bytes, SealedFormat format)
    {
        byte[] header = format.HeaderOf(format.Version);
        if (bytes.Length < header.Length + SHA256.HashSizeInBytes || !bytes.StartsWith(Encoding.ASCII.GetBytes(format.Mark)))
        {
            throw new InvalidDataException($"it is not a file of {format.Name}");
        }

        ReadOnlySpan<byte> whole = bytes[..^SHA256.HashSizeInBytes];
        if (!SHA256.HashData(whole).AsSpan().SequenceEqual(bytes[^SHA256.HashSizeInBytes..]))
        {
            throw new InvalidDataException("its checksum does not match: it is damaged");
        }

        return whole.StartsWith(header)
            ? whole[header.Length..]
            : throw new InvalidDataException(
                $"it has version {VersionOf(whole, format)} of the layout; this program reads version {format.Version}");
    }

    private static string VersionOf(ReadOnlySpan<byte> whole, SealedFormat format)
    {
        for (int version = 1; version <= byte.MaxValue; version++)
        {
            if (whole.StartsWith(format.HeaderOf(version)))
            {
                return version.ToString(CultureInfo.InvariantCulture);
            }
        }

        return "?";
    }

    private byte[] ReadAll()
    {
        using FileStream stream = File.OpenRead(path);
        if (stream.Length > MaxBytes)
        {
            throw new InvalidDataException($"it has more than {MaxBytes >> 20} MiB: it is not a file of {format.Name}");
        }

        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private void SetAside(string reason)
    {
        string aside = $"{path}.unusable";
        try
        {
            File.Move(path, aside, overwrite: true);
            LogSetAside(owner, path, reason, aside, consequence);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(owner, path, $"{reason}; and it cannot be set aside: {e.Message}", consequence);
        }
    }

    [LoggerMessage(800, LogLevel.Warning, "{Owner}: {Path} cannot be used: {Reason}. It is kept as {Aside}, and {Consequence}.")]
    private partial void LogSetAside(string owner, string path, string reason, string aside, string consequence);

    [LoggerMessage(801, LogLevel.Warning, "{Owner}: {Path} cannot be read: {Reason}. So {Consequence}.")]
    private partial void LogUnreadable(string owner, string path, string reason, string consequence);
}
