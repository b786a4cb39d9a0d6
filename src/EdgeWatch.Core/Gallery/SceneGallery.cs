using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Gallery;

/// <summary>
/// Pictures of normal time in which what a camera takes for normal can be seen: each exemplar knows one of them and the place in it. Where
/// there is no room, the picture that shows the fewest exemplars makes it. Nothing of this changes what is normal. Not thread-safe.
/// </summary>
public sealed class SceneGallery
{
    /// <summary>Pictures at most: half of them hold what stands still by day and by night, the rest who came by.</summary>
    public const int MostPictures = 48;

    /// <summary>Bytes of all pictures at most, 1 MiB.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>Areas to each side in which the nearest look is sought: nobody walks the same line twice.</summary>
    private const int Surroundings = PresenceNormality.Surroundings;

    /// <summary>Stands for the picture that may be taken while it is counted what it would show.</summary>
    private const byte Candidate = byte.MaxValue;

    private readonly PresenceNormality _presence;
    private readonly AppearanceNormality _appearance;
    private readonly PatchGrid _places;
    private readonly ExemplarMemory[] _memories;
    private readonly GalleryPicture?[] _pictures = new GalleryPicture?[MostPictures + 1];
    private readonly int[] _shown = new int[MostPictures + 1];
    private long _glances;

    /// <summary>An empty gallery.</summary>
    /// <param name="presence">What each place looks like.</param>
    /// <param name="appearance">What moves looks like.</param>
    /// <param name="patches">The patch grid.</param>
    public SceneGallery(PresenceNormality presence, AppearanceNormality appearance, PatchGrid patches)
    {
        ArgumentNullException.ThrowIfNull(presence);
        ArgumentNullException.ThrowIfNull(appearance);
        (_presence, _appearance, _places) = (presence, appearance, PlaceLooks.GridOf(patches));
        _memories = [.. presence.Looks.Memories, .. appearance.Looks.Memories];
    }

    /// <summary>The places of the picture.</summary>
    public PatchGrid Places => _places;

    /// <summary>Another number whenever a picture has come or gone.</summary>
    public long Revision { get; private set; }

    /// <summary>The pictures that are there, by number.</summary>
    public IEnumerable<(int Number, GalleryPicture Picture)> Pictures => _pictures
        .Select((picture, number) => (number, picture))
        .Where(entry => entry.picture is not null)
        .Select(entry => (entry.number, entry.picture!));

    /// <summary>A picture; null when there is none of this number.</summary>
    public GalleryPicture? Find(int number) => number is > 0 and <= MostPictures ? _pictures[number] : null;

    /// <summary>
    /// Decides whether the newest frame is worth a picture: it was glanced at and learned from, and shows more exemplars of which there is
    /// no picture yet than the picture that has to make room.
    /// </summary>
    /// <returns>The number under which the picture is to be kept (<see cref="Put"/>) or given up (<see cref="Drop"/>); 0: none.</returns>
    public int Choose()
    {
        if (_presence.Looks.GlancesLearned == _glances)
        {
            return 0;
        }

        _glances = _presence.Looks.GlancesLearned;
        int gain = Claim(_presence.Looks) + Claim(_appearance.Looks);
        int number = gain == 0 ? 0 : FindRoom(gain);
        Settle(_presence.Looks, (byte)number);
        Settle(_appearance.Looks, (byte)number);
        return number;
    }

    /// <summary>Keeps a picture under the number that <see cref="Choose"/> gave.</summary>
    public void Put(int number, GalleryPicture picture)
    {
        _pictures[number] = picture;
        Revision++;
        while (Bytes > MostBytes && Poorest(number) is > 0 and int poorest)
        {
            Drop(poorest);
        }
    }

    /// <summary>Gives a picture up, or one that could not be made.</summary>
    public void Drop(int number)
    {
        _pictures[number] = null;
        Revision++;
        ForEach((memory, index) =>
        {
            ref ExemplarPicture its = ref _memories[memory].PictureOf(index);
            its = its.Number == number ? default : its;
        });
    }

    /// <summary>What is normal and looks most like something that is not, with a picture.</summary>
    /// <param name="place">Where it is, row-major.</param>
    /// <param name="look">Its look in 127ths.</param>
    /// <returns>Null when there is no picture of anything normal around.</returns>
    public NormalExample? FindNearest(int place, ReadOnlySpan<sbyte> look)
    {
        PatchPosition position = _places.PositionOf(place);
        LookMemory.Nearest there = _presence.Looks.Find(position, look, _presence.Now, Surroundings, isPictured: true);
        LookMemory.Nearest moving = _appearance.Looks.Find(position, look, _appearance.Now, isPictured: true);
        return ExampleOf(moving.Distance < there.Distance ? moving : there);
    }

    /// <summary>What a place looks like most of the time, with a picture; null when there is none of it.</summary>
    /// <param name="place">The place, row-major.</param>
    /// <param name="look">What it looks like now, in 127ths.</param>
    public NormalExample? FindUsual(int place, ReadOnlySpan<sbyte> look)
    {
        LookMemory.Nearest usual = new(LookMemory.Unknown, null, -1);
        ExemplarMemory memory = _presence.Looks.MemoryOf(_places.PositionOf(place));
        for (int i = 0; i < memory.Count; i++)
        {
            if (Shows(memory, i, _presence.Now) && (usual.Memory is null || memory.TimesSeen(i) > memory.TimesSeen(usual.Index)))
            {
                usual = new(memory.DistanceTo(i, look), memory, i);
            }
        }

        return ExampleOf(usual);
    }

    /// <summary>Number of the picture that shows the most exemplars; 0 when there is none.</summary>
    public int Richest()
    {
        Count();
        return _shown.AsSpan(1).ContainsAnyExcept(0) ? _shown.AsSpan().IndexOf(_shown.AsSpan(1).ToArray().Max()) : 0;
    }

    /// <summary>What is normal at a place, with pictures, the most frequent first: what it looks like, then what moves there.</summary>
    /// <param name="place">The place, row-major.</param>
    public IReadOnlyList<PlaceExample> ExamplesAt(int place)
    {
        PatchPosition position = _places.PositionOf(place);
        return
        [
            .. ExamplesIn(_presence.Looks.MemoryOf(position), _presence.Now, place, moves: false)
                .Concat(ExampleBeside(place))
                .OrderByDescending(its => its.Times),
            .. ExamplesIn(_appearance.Looks.MemoryOf(position), _appearance.Now, place, moves: true).OrderByDescending(its => its.Times),
        ];
    }

    /// <summary>What a place looks like has no exemplar of its own where one beside it looks alike.</summary>
    private IEnumerable<PlaceExample> ExampleBeside(int place) =>
        _presence.Looks.Sightings[place] is { Memory: { } memory, Index: var index }
        && memory != _presence.Looks.MemoryOf(_places.PositionOf(place))
        && Shows(memory, index, _presence.Now)
            ? [ExampleOf(memory, index, moves: false)]
            : [];

    private IEnumerable<PlaceExample> ExamplesIn(ExemplarMemory memory, long now, int place, bool moves) => Enumerable
        .Range(0, memory.Count)
        .Where(index => Shows(memory, index, now))
        .Select(index => ExampleOf(memory, index, moves))
        .Where(its => !moves || _places.Distance(its.Place, place) <= 1);

    private static PlaceExample ExampleOf(ExemplarMemory memory, int index, bool moves) =>
        new(memory.PictureOf(index).Number, memory.PictureOf(index).Place, memory.TimesSeen(index), moves);

    /// <summary>Writes the pictures and which exemplars each of them shows.</summary>
    internal void Save(BinaryWriter writer)
    {
        writer.Write(Pictures.Count());
        foreach ((int number, GalleryPicture picture) in Pictures)
        {
            writer.Write((byte)number);
            writer.Write(picture.TakenAt.UtcTicks);
            writer.Write(picture.Jpeg.Length);
            writer.Write(picture.Jpeg);
        }

        List<(Exemplar Exemplar, ExemplarPicture Picture)> shown = [];
        ForEach((memory, index) =>
        {
            ExemplarPicture picture = _memories[memory].PictureOf(index);
            if (Find(picture.Number) is not null)
            {
                shown.Add((Identify(memory, index), picture));
            }
        });
        writer.Write(shown.Count);
        foreach ((Exemplar exemplar, ExemplarPicture picture) in shown)
        {
            writer.Write(exemplar.Memory);
            writer.Write(exemplar.Fingerprint);
            writer.Write(picture.Number);
            writer.Write(picture.Place);
        }
    }

    /// <summary>
    /// Replaces the pictures by saved ones. Exemplars are known again by their fingerprints: those that have come since have no picture,
    /// whichever of both was saved later.
    /// </summary>
    /// <exception cref="InvalidDataException">Not written by <see cref="Save"/>.</exception>
    internal void Restore(BinaryReader reader)
    {
        GalleryPicture?[] pictures = new GalleryPicture?[MostPictures + 1];
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            int number = reader.ReadByte();
            DateTimeOffset takenAt = new(reader.ReadInt64(), TimeSpan.Zero);
            int length = reader.ReadInt32();
            if (number is < 1 or > MostPictures || length is < 0 or > MostBytes)
            {
                throw new InvalidDataException($"picture {number} of {length} bytes is none");
            }

            byte[] jpeg = new byte[length];
            reader.BaseStream.ReadExactly(jpeg);
            pictures[number] = new GalleryPicture(jpeg, takenAt);
        }

        Dictionary<Exemplar, ExemplarPicture> shown = [];
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            Exemplar exemplar = new(reader.ReadInt32(), reader.ReadUInt64());
            ExemplarPicture picture = new(reader.ReadByte(), reader.ReadUInt16());
            if (picture.Number > MostPictures || pictures[picture.Number] is null || picture.Place >= _places.Count)
            {
                throw new InvalidDataException($"picture {picture.Number} shows nothing at place {picture.Place}");
            }

            shown[exemplar] = picture;
        }

        pictures.CopyTo(_pictures, 0);
        ForEach((memory, index) => _memories[memory].PictureOf(index) = shown.GetValueOrDefault(Identify(memory, index)));
        Revision++;
    }

    private static int Claim(LookMemory looks)
    {
        int claimed = 0;
        for (int place = 0; place < looks.Sightings.Length; place++)
        {
            if (looks.Sightings[place] is { Memory: { } memory, Index: var index } && !memory.PictureOf(index).IsThere)
            {
                memory.PictureOf(index) = new ExemplarPicture(Candidate, (ushort)place);
                claimed++;
            }
        }

        return claimed;
    }

    /// <summary>Gives what was claimed to a picture; 0: to none.</summary>
    private static void Settle(LookMemory looks, byte number)
    {
        foreach (LookMemory.Sighting seen in looks.Sightings)
        {
            if (seen.Memory is { } memory && memory.PictureOf(seen.Index) is { Number: Candidate, Place: var place })
            {
                memory.PictureOf(seen.Index) = number == 0 ? default : new ExemplarPicture(number, place);
            }
        }
    }

    private int Bytes => _pictures.Sum(its => its?.Jpeg.Length ?? 0);

    /// <summary>
    /// A number that is free, where there is room for one more of the usual size, or that of a picture that shows less than what would be
    /// gained; 0 where there is none.
    /// </summary>
    private int FindRoom(int gain)
    {
        int free = Array.IndexOf(_pictures, null, 1);
        int bytesOfOne = Bytes / Math.Max(1, Pictures.Count());
        if (free > 0 && Bytes + bytesOfOne <= MostBytes)
        {
            return free;
        }

        int poorest = Poorest(except: 0);
        if (gain <= _shown[poorest])
        {
            return 0;
        }

        Drop(poorest);
        return poorest;
    }

    /// <summary>Number of the picture that shows the fewest exemplars; 0 when there is no other one.</summary>
    private int Poorest(int except)
    {
        Count();
        int poorest = 0;
        for (int number = 1; number <= MostPictures; number++)
        {
            bool isPoorer = poorest == 0 || _shown[number] < _shown[poorest];
            poorest = number != except && _pictures[number] is not null && isPoorer ? number : poorest;
        }

        return poorest;
    }

    /// <summary>Counts the exemplars that each picture shows.</summary>
    private void Count()
    {
        Array.Clear(_shown);
        ForEach((memory, index) =>
        {
            if (_memories[memory].PictureOf(index).Number is var number and > 0 and <= MostPictures)
            {
                _shown[number]++;
            }
        });
    }

    private bool Shows(ExemplarMemory memory, int index, long now) =>
        !memory.IsQuarantined(index, now) && Find(memory.PictureOf(index).Number) is not null;

    private NormalExample? ExampleOf(LookMemory.Nearest nearest) =>
        nearest.Memory?.PictureOf(nearest.Index) is { } its && Find(its.Number) is { } picture
            ? new NormalExample(picture, its.Place, nearest.Distance)
            : null;

    /// <summary>Does something with every exemplar, given by its memory and its place there.</summary>
    private void ForEach(Action<int, int> act)
    {
        for (int memory = 0; memory < _memories.Length; memory++)
        {
            for (int index = 0; index < _memories[memory].Count; index++)
            {
                act(memory, index);
            }
        }
    }

    private Exemplar Identify(int memory, int index) => new(memory, _memories[memory].FingerprintOf(index));

    /// <summary>An exemplar, as it is known again: places may look exactly alike.</summary>
    private readonly record struct Exemplar(int Memory, ulong Fingerprint);
}

/// <summary>A picture of normal time.</summary>
/// <param name="Jpeg">A JPEG file of the whole frame, what privacy masks hide made black.</param>
/// <param name="TakenAt">When the frame was captured.</param>
public sealed record GalleryPicture(byte[] Jpeg, DateTimeOffset TakenAt);

/// <summary>Something normal, as a place in a picture.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Place">The place in it, row-major.</param>
/// <param name="Distance">1 − cosine of its look and the one that it was sought for.</param>
public sealed record NormalExample(GalleryPicture Picture, int Place, double Distance);

/// <summary>Something that is normal at a place.</summary>
/// <param name="Picture">Number of a picture in the gallery.</param>
/// <param name="Place">The place in it, row-major: one that looks like it.</param>
/// <param name="Times">How often the like was seen.</param>
/// <param name="Moves">Whether it is among what moves there.</param>
public sealed record PlaceExample(int Picture, int Place, int Times, bool Moves);
