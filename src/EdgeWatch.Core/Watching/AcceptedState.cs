using System.Runtime.InteropServices;
using System.Text;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Teaching;

namespace EdgeWatch.Core.Watching;

/// <summary>
/// The bytes in which earlier versions kept what was called normal, all events in one: a header that says what it belongs to, and the
/// surprises as little-endian 32-bit floats. It is read as one lesson, so that nobody has to say it again.
/// </summary>
public static class AcceptedState
{
    /// <summary>Version of the layout.</summary>
    public const int LayoutVersion = 1;

    /// <summary>Stands for the id of an event in what earlier versions have kept.</summary>
    public const string EventId = "earlier";

    /// <summary>Reads it.</summary>
    /// <param name="content">What an earlier version has written.</param>
    /// <param name="grid">The patch grid of now.</param>
    /// <param name="modelSha256">The network in use.</param>
    /// <param name="owner">See <see cref="Lesson.Owner"/>.</param>
    /// <exception cref="InvalidDataException">
    /// About another network or picture size; the message completes "… cannot be used: ".
    /// </exception>
    public static Lesson Read(ReadOnlySpan<byte> content, PatchGrid grid, string modelSha256, string owner)
    {
        byte[] header = Encoding.UTF8.GetBytes($"{modelSha256}\n{grid.Columns}x{grid.Rows}x{Kinds.Count}\n");
        SurpriseMap accepted = new(grid);
        if (!content.StartsWith(header) || content.Length != header.Length + (accepted.All.Length * sizeof(float)))
        {
            throw new InvalidDataException("it belongs to another model or another picture size");
        }

        MemoryMarshal.Cast<byte, float>(content[header.Length..]).CopyTo(accepted.All);
        return new Lesson
        {
            EventId = EventId,
            IsNormal = true,
            JudgedAt = DateTimeOffset.UnixEpoch,
            Words = "what was called normal before events were kept one by one",
            Owner = owner,
            Marks = Lesson.MarksOf(accepted),
            Looks = new LookSet(0),
        };
    }
}
