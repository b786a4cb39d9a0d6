using System.Security.Cryptography;
using EdgeWatch.Storage;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Logging.Testing;

namespace EdgeWatch.Tests.Storage;

public sealed class SealedFileTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100).Select(i => (byte)(i * 37))];

    private static readonly Dictionary<string, SealedFormat> Formats =
        new[]
        {
            SealedFormat.Learned, SealedFormat.Lessons, SealedFormat.Trace, SealedFormat.Accepted, SealedFormat.Zoned, SealedFormat.Node,
        }
        .ToDictionary(format => format.Name);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeLogger<SealedFileTests> _log = new();

    public static TheoryData<string> Names => [.. Formats.Keys];

    private string FilePath => _folder.File("deep/state");

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_read_is_what_was_written(string name)
    {
        SealedFile file = Open(Formats[name]);

        file.Write(new byte[1000]);
        file.Write(Content);

        Assert.Equal(Content, Read(file));
        Assert.Equal(["state"], Directory.GetFiles(_folder.File("deep")).Select(Path.GetFileName));
        Assert.Empty(_log.Collector.GetSnapshot());
    }

    /// <summary>Files on disk outlive programs: what is learned takes weeks.</summary>
    [Fact]
    public void The_bytes_are_those_of_all_versions_so_far()
    {
        Assert.Equal(Followed([0x45, 0x57, 0x53, 0x54, 6, 0, 0, 0, .. Content]), SealedFile.Seal(Content, SealedFormat.Learned));
        Assert.Equal(Followed([.. "edgewatch accepted 1\n"u8, .. Content]), SealedFile.Seal(Content, SealedFormat.Accepted));
        Assert.Equal(Followed([.. "edgewatch lessons 1\n"u8, .. Content]), SealedFile.Seal(Content, SealedFormat.Lessons));
        Assert.Equal(Followed([.. "edgewatch trace 1\n"u8, .. Content]), SealedFile.Seal(Content, SealedFormat.Trace));
        Assert.Equal(Followed([.. "edgewatch node 1\n"u8, .. Content]), SealedFile.Seal(Content, SealedFormat.Node));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_flipped_bit_is_noticed(string name)
    {
        byte[] whole = SealedFile.Seal(Content, Formats[name]);
        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            byte[] damaged = [.. whole];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));

            bool isInMark = bit / 8 < Formats[name].Mark.Length;
            Assert.Equal(isInMark ? $"it is not a file of {name}" : "its checksum does not match: it is damaged", Refuse(damaged, name));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_missing_end_and_whatever_follows_is_noticed(string name)
    {
        byte[] whole = SealedFile.Seal(Content, Formats[name]);
        for (int length = 0; length < whole.Length; length++)
        {
            Refuse(whole[..length], name);
        }

        Assert.Equal("its checksum does not match: it is damaged", Refuse([.. whole, 0], name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(35)]
    [InlineData(36)]
    [InlineData(4000)]
    public void Something_else_is_not_taken_for_it(int length)
    {
        Assert.Equal("it is not a file of learned state", Refuse(new byte[length], SealedFormat.Learned.Name));
        byte[] another = SealedFile.Seal(new byte[length], SealedFormat.Node);
        Assert.Equal("it is not a file of learned state", Refuse(another, SealedFormat.Learned.Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Another_version_is_named(string name)
    {
        byte[] other = SealedFile.Seal(Content, Formats[name] with { Version = 9 });

        Assert.Equal($"it has version 9 of the layout; this program reads version {Formats[name].Version}", Refuse(other, name));
    }

    [Fact]
    public void One_that_cannot_be_used_is_set_aside()
    {
        SealedFile file = Open(SealedFormat.Learned);
        file.Write(Content);
        byte[] damaged = File.ReadAllBytes(FilePath)[..^3];
        File.WriteAllBytes(FilePath, damaged);

        Assert.Null(Read(file));
        Assert.False(File.Exists(FilePath));
        Assert.Equal(damaged, File.ReadAllBytes($"{FilePath}.unusable"));
        Assert.Equal(
            $"Camera yard: {FilePath} cannot be used: its checksum does not match: it is damaged. It is kept as {FilePath}.unusable, "
            + "and learning starts anew.",
            Assert.Single(_log.Collector.GetSnapshot()).Message);
    }

    [Fact]
    public void One_whose_content_is_refused_is_set_aside()
    {
        SealedFile file = Open(SealedFormat.Learned);
        file.Write(Content);

        Assert.False(file.TryRead(_ => throw new InvalidDataException("it is about another street")));
        Assert.True(File.Exists($"{FilePath}.unusable"));
        Assert.Contains("another street", Assert.Single(_log.Collector.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_of_many_megabytes_is_set_aside_unread()
    {
        Directory.CreateDirectory(_folder.File("deep"));
        using (FileStream large = File.Create(FilePath))
        {
            large.SetLength(SealedFile.MaxBytes + 1);
        }

        Assert.Null(Read(Open(SealedFormat.Learned)));
        Assert.Contains("more than 32 MiB", Assert.Single(_log.Collector.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void None_is_no_fault()
    {
        Assert.Null(Read(Open(SealedFormat.Learned)));
        Assert.Empty(_log.Collector.GetSnapshot());
    }

    [Fact]
    public void One_that_cannot_be_read_stays_where_it_is()
    {
        Directory.CreateDirectory(FilePath);

        Assert.Null(Read(Open(SealedFormat.Learned)));
        Assert.True(Directory.Exists(FilePath));
        Assert.EndsWith("So learning starts anew.", Assert.Single(_log.Collector.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_one()
    {
        SealedFile file = Open(SealedFormat.Learned);
        file.Write(Content);
        Directory.CreateDirectory($"{FilePath}.new");

        Assert.Throws<UnauthorizedAccessException>(() => file.Write([1, 2, 3]));
        Assert.Equal(Content, Read(file));
    }

    [Fact]
    public void A_deleted_one_is_gone_and_none_can_be_deleted()
    {
        SealedFile file = Open(SealedFormat.Learned);
        file.Write(Content);

        file.Delete();
        file.Delete();

        Assert.Null(Read(file));
    }

    public void Dispose() => _folder.Dispose();

    private SealedFile Open(SealedFormat format) => new(FilePath, format, "Camera yard", "learning starts anew", _log);

    private static byte[] Followed(byte[] whole) => [.. whole, .. SHA256.HashData(whole)];

    private static byte[]? Read(SealedFile file)
    {
        byte[]? content = null;
        return file.TryRead(read => content = read.ToArray()) ? content : null;
    }

    private static string Refuse(byte[] bytes, string name) =>
        Assert.Throws<InvalidDataException>(() => SealedFile.Open(bytes, Formats[name]).ToArray()).Message;
}
