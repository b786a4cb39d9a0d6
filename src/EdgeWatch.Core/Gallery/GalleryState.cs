using System.Text;

namespace EdgeWatch.Core.Gallery;

/// <summary>
/// The bytes in which a gallery is kept: what it belongs to, the pictures, and which exemplars they show; 1.1 MB at most. Who keeps them
/// sees to it that they are intact and of this layout.
/// </summary>
public static class GalleryState
{
    /// <summary>Version of the layout; to be raised whenever it changes.</summary>
    public const int LayoutVersion = 1;

    /// <summary>Writes a gallery.</summary>
    /// <param name="gallery">The gallery.</param>
    /// <param name="owner">What it is about: network, shape of the picture, privacy masks.</param>
    public static byte[] Write(SceneGallery gallery, string owner)
    {
        ArgumentNullException.ThrowIfNull(gallery);
        using MemoryStream stream = new();
        using (BinaryWriter writer = new(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(owner);
            gallery.Save(writer);
        }

        return stream.ToArray();
    }

    /// <summary>Reads a gallery back.</summary>
    /// <param name="content">What <see cref="Write"/> made.</param>
    /// <param name="gallery">Receives it; unchanged when nothing is read.</param>
    /// <param name="owner">What it has to be about: pictures from before a privacy mask show what it hides.</param>
    /// <returns>False for that of another owner.</returns>
    /// <exception cref="InvalidDataException">Not such content; the message completes "… cannot be used: ".</exception>
    public static bool TryRead(ReadOnlySpan<byte> content, SceneGallery gallery, string owner)
    {
        ArgumentNullException.ThrowIfNull(gallery);
        using MemoryStream stream = new(content.ToArray());
        using BinaryReader reader = new(stream, Encoding.UTF8);
        try
        {
            if (reader.ReadString() != owner)
            {
                return false;
            }

            gallery.Restore(reader);
            return true;
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentOutOfRangeException)
        {
            throw new InvalidDataException($"its content is not what this program writes: {e.Message}", e);
        }
    }
}
