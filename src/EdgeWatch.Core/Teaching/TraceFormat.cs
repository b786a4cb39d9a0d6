using System.Text;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Teaching;

/// <summary>
/// The bytes in which traces of events and lessons are kept, little-endian: some 8 kB for each, and 24 kB more for one that has changed the
/// view. Who keeps them sees to it that they are
/// intact and of this layout. Kinds are written by name, so that a program that has others reads what it knows.
/// </summary>
public static class TraceFormat
{
    /// <summary>Version of the layout; to be raised whenever it changes.</summary>
    public const int LayoutVersion = 1;

    /// <summary>Marks of one trace at most: those of a picture of 720 rows in which everything is surprising in every way.</summary>
    private const int MostMarks = 1 << 16;

    /// <summary>Writes what an event showed.</summary>
    /// <param name="trace">What it showed.</param>
    /// <param name="owner">See <see cref="Lesson.Owner"/>.</param>
    public static byte[] Write(EventTrace trace, string owner)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return Write(writer =>
        {
            writer.Write(owner);
            WriteShown(writer, Lesson.MarksOf(trace.Surprises), trace.Looks);
        });
    }

    /// <summary>Reads what an event showed.</summary>
    /// <param name="content">What <see cref="Write(EventTrace, string)"/> made.</param>
    /// <param name="grid">The patch grid of now.</param>
    /// <param name="owner">The network and the picture of now.</param>
    /// <returns>Null when it is about another network or another shape of the picture.</returns>
    /// <exception cref="InvalidDataException">Not such content; the message completes "… cannot be used: ".</exception>
    public static EventTrace? Read(ReadOnlySpan<byte> content, PatchGrid grid, string owner) => Read(content, reader =>
    {
        string its = reader.ReadString();
        (IReadOnlyList<SurpriseMark> marks, LookSet looks) = ReadShown(reader);
        return its == owner ? TraceOf(grid, marks, looks) : null;
    });

    /// <summary>Reads what an event showed, whatever it is about.</summary>
    /// <param name="content">What <see cref="Write(EventTrace, string)"/> made.</param>
    /// <param name="gridOf">The patch grid of an owner; null where that is not known.</param>
    /// <returns>Whose it is, and what it showed; null where its grid is not known.</returns>
    /// <exception cref="InvalidDataException">Not such content; the message completes "… cannot be used: ".</exception>
    public static (string Owner, EventTrace Shown)? ReadAny(ReadOnlySpan<byte> content, Func<string, PatchGrid?> gridOf) =>
        Read<(string Owner, EventTrace Shown)?>(content, reader =>
        {
            string owner = reader.ReadString();
            (IReadOnlyList<SurpriseMark> marks, LookSet looks) = ReadShown(reader);
            return gridOf(owner) is { } grid ? (owner, TraceOf(grid, marks, looks)) : null;
        });

    /// <summary>Writes lessons.</summary>
    public static byte[] Write(IReadOnlyList<Lesson> lessons)
    {
        ArgumentNullException.ThrowIfNull(lessons);
        return Write(writer =>
        {
            writer.Write(lessons.Count);
            foreach (Lesson lesson in lessons)
            {
                writer.Write(lesson.EventId);
                writer.Write(lesson.IsNormal);
                writer.Write(lesson.JudgedAt.UtcTicks);
                writer.Write(lesson.Words);
                writer.Write(lesson.Owner);
                WriteShown(writer, lesson.Marks, lesson.Looks);
            }

            WriteViews(writer, lessons);
        });
    }

    /// <summary>Reads lessons, whomever they are about.</summary>
    /// <param name="content">What <see cref="Write(IReadOnlyList{Lesson})"/> made.</param>
    /// <exception cref="InvalidDataException">Not such content; the message completes "… cannot be used: ".</exception>
    public static IReadOnlyList<Lesson> ReadLessons(ReadOnlySpan<byte> content) => Read(content, reader =>
    {
        int count = reader.ReadInt32();
        if (count is < 0 or > Lessons.Capacity)
        {
            throw new InvalidDataException($"it is said to have {count} lessons; at most {Lessons.Capacity} are written");
        }

        List<Lesson> lessons = [];
        for (int i = 0; i < count; i++)
        {
            lessons.Add(ReadLesson(reader));
        }

        ReadViews(reader, lessons);
        return lessons;
    });

    /// <summary>Few have a view, and what earlier versions have written ends here.</summary>
    private static void WriteViews(BinaryWriter writer, IReadOnlyList<Lesson> lessons)
    {
        foreach (Lesson lesson in lessons.Where(lesson => !lesson.ViewBefore.IsEmpty))
        {
            writer.Write(lesson.EventId);
            writer.Write(lesson.ViewBefore.Length);
            writer.Write(lesson.ViewBefore.Span);
        }
    }

    private static void ReadViews(BinaryReader reader, List<Lesson> lessons)
    {
        Stream stream = reader.BaseStream;
        while (stream.Position < stream.Length)
        {
            string eventId = reader.ReadString();
            int length = reader.ReadInt32();
            int index = lessons.FindIndex(lesson => lesson.EventId == eventId);
            if (index < 0 || length <= 0 || length > stream.Length - stream.Position)
            {
                throw new InvalidDataException($"it is said to have a view of {length} bytes");
            }

            lessons[index] = lessons[index] with { ViewBefore = reader.ReadBytes(length) };
        }
    }

    private static Lesson ReadLesson(BinaryReader reader)
    {
        (string eventId, bool isNormal, long judgedAt) = (reader.ReadString(), reader.ReadBoolean(), reader.ReadInt64());
        (string words, string owner) = (reader.ReadString(), reader.ReadString());
        (IReadOnlyList<SurpriseMark> marks, LookSet looks) = ReadShown(reader);
        return new Lesson
        {
            EventId = eventId,
            IsNormal = isNormal,
            JudgedAt = judgedAt >= 0 && judgedAt <= DateTimeOffset.MaxValue.Ticks
                ? new DateTimeOffset(judgedAt, TimeSpan.Zero)
                : throw new InvalidDataException($"{judgedAt} is no time"),
            Words = words,
            Owner = owner,
            Marks = marks,
            Looks = looks,
        };
    }

    private static EventTrace TraceOf(PatchGrid grid, IReadOnlyList<SurpriseMark> marks, LookSet looks)
    {
        EventTrace trace = new(grid);
        foreach (SurpriseMark mark in marks.Where(mark => mark.Patch < grid.Count))
        {
            trace.Surprises.Of(mark.Kind)[mark.Patch] = mark.Surprise;
        }

        for (int i = 0; i < looks.Count; i++)
        {
            trace.Looks.Add(looks.Places[i], looks.LookAt(i), looks.IsOdd(i));
        }

        return trace;
    }

    private static void WriteShown(BinaryWriter writer, IReadOnlyList<SurpriseMark> marks, LookSet looks)
    {
        IGrouping<int, SurpriseMark>[] kinds = [.. marks.GroupBy(mark => mark.Kind)];
        writer.Write((byte)kinds.Length);
        foreach (IGrouping<int, SurpriseMark> kind in kinds)
        {
            writer.Write(Kinds.All[kind.Key].Name);
            writer.Write(kind.Count());
            foreach (SurpriseMark mark in kind)
            {
                writer.Write(mark.Patch);
                writer.Write(mark.Surprise);
            }
        }

        looks.Save(writer);
    }

    private static (IReadOnlyList<SurpriseMark> Marks, LookSet Looks) ReadShown(BinaryReader reader)
    {
        List<SurpriseMark> marks = [];
        int kinds = reader.ReadByte();
        for (int i = 0; i < kinds; i++)
        {
            string name = reader.ReadString();
            int kind = Kinds.All.FirstOrDefault(its => its.Name == name)?.Index ?? -1;
            int count = reader.ReadInt32();
            if (count < 0 || count > MostMarks - marks.Count)
            {
                throw new InvalidDataException($"it is said to have {count} marks of {name}");
            }

            for (int mark = 0; mark < count; mark++)
            {
                Read(reader, kind, marks);
            }
        }

        LookSet looks = new(EventTrace.MostLooks);
        looks.Restore(reader);
        return (marks, looks);
    }

    private static void Read(BinaryReader reader, int kind, List<SurpriseMark> marks)
    {
        (int patch, float surprise) = (reader.ReadInt32(), reader.ReadSingle());
        if (patch < 0 || !float.IsFinite(surprise))
        {
            throw new InvalidDataException($"a surprise of {surprise} at patch {patch} is none");
        }

        if (kind >= 0)
        {
            marks.Add(new SurpriseMark(kind, patch, surprise));
        }
    }

    private static byte[] Write(Action<BinaryWriter> write)
    {
        using MemoryStream stream = new();
        using (BinaryWriter writer = new(stream, Encoding.UTF8, leaveOpen: true))
        {
            write(writer);
        }

        return stream.ToArray();
    }

    private static T Read<T>(ReadOnlySpan<byte> content, Func<BinaryReader, T> read)
    {
        using MemoryStream stream = new(content.ToArray());
        using BinaryReader reader = new(stream, Encoding.UTF8);
        try
        {
            T what = read(reader);
            return stream.Position == stream.Length ? what : throw new InvalidDataException("bytes are left over");
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"its content is not what this program writes: {e.Message}", e);
        }
    }
}
