using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace EdgeWatch.Capture;

/// <summary>
/// A look at what an HTTP address shows, before ffmpeg is sent there: ffmpeg reads Motion JPEG in its textbook form only, takes a single
/// picture for a very short video, and says "invalid data" of a web page.
/// </summary>
internal static partial class HttpLook
{
    /// <summary>How long the look may take; a camera that needs longer is left to ffmpeg.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Bytes looked at: the first picture must fit in.</summary>
    private const int MostBytes = 8 << 20;

    /// <summary>How long after a whole picture the answer must be at its end for a single one; a stream stays open.</summary>
    private static readonly TimeSpan EndOfPicture = TimeSpan.FromSeconds(1);

    /// <summary>Bytes after a JPEG's end mark that some cameras count to the picture.</summary>
    private const int LongestPadding = 64;

    private const int LongestTitle = 60;

    /// <summary>Bytes of a page in which its title is looked for.</summary>
    private const int PageBytes = 64 << 10;

    private static ReadOnlySpan<byte> JpegStart => [0xFF, 0xD8, 0xFF];

    private static ReadOnlySpan<byte> JpegEnd => [0xFF, 0xD9];

    private static ReadOnlySpan<byte> PngStart => [0x89, (byte)'P', (byte)'N', (byte)'G'];

    /// <summary>Looks.</summary>
    /// <returns>What is there, and of a page its title.</returns>
    public static async Task<(HttpSight Sight, string Title)> AtAsync(
        HttpCamera camera, TimeProvider time, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(Limit, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using HttpResponseMessage answer = await camera.AskAsync(either.Token);
            await using Stream body = await answer.Content.ReadAsStreamAsync(either.Token);
            return await JudgeAsync(body, TypeOf(answer.Content.Headers), time, either.Token);
        }
        catch (Exception e) when (e is CaptureException or IOException or HttpRequestException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Whatever it is, ffmpeg will meet it too.
            return (HttpSight.ForFfmpeg, "");
        }
    }

    /// <summary>Judges the beginning of an answer.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="type">What its head says it is, in small letters; may be empty.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static Task<(HttpSight Sight, string Title)> JudgeAsync(
        Stream body, string type, TimeProvider time, CancellationToken cancellationToken) =>
        new Beginning(body, time).JudgeAsync(type, cancellationToken);

    private static string TypeOf(HttpContentHeaders headers) =>
        headers.NonValidated.TryGetValues("Content-Type", out HeaderStringValues types) ? types.ToString().Trim().ToLowerInvariant() : "";

    /// <summary>The beginning of an answer, as far as it has been read.</summary>
    private sealed class Beginning(Stream body, TimeProvider time)
    {
        private byte[] _bytes = new byte[64 << 10];
        private int _length;
        private bool _isEnd;

        private ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

        public async Task<(HttpSight Sight, string Title)> JudgeAsync(string type, CancellationToken cancellationToken)
        {
            await ReadAsync(cancellationToken);
            if (Bytes.StartsWith(PngStart))
            {
                return (HttpSight.Png, "");
            }

            if (IsText(type))
            {
                while (!_isEnd && _length < PageBytes)
                {
                    await ReadAsync(cancellationToken);
                }

                return (HttpSight.WebPage, Title(Encoding.UTF8.GetString(Bytes[..Math.Min(_length, PageBytes)])));
            }

            while (Bytes.IndexOf(JpegStart) < 0 && !_isEnd && _length < (64 << 10))
            {
                await ReadAsync(cancellationToken);
            }

            int start = Bytes.IndexOf(JpegStart);
            return start < 0 ? (HttpSight.ForFfmpeg, "")
                : start == 0 ? (await IsSingleAsync(cancellationToken) ? HttpSight.Jpeg : HttpSight.JpegStream, "")
                : (await IsTextbookAsync(start, cancellationToken) ? HttpSight.ForFfmpeg : HttpSight.JpegStream, "");
        }

        private static string Title(string page) =>
            TitleElement().Match(page) is { Success: true } title ? Shorten(Blanks().Replace(title.Groups[1].Value, " ").Trim()) : "";

        private static string Shorten(string title) => title.Length <= LongestTitle ? title : title[..LongestTitle] + "…";

        /// <summary>A play list (#EXTM3U) is a text too, and ffmpeg's business.</summary>
        private bool IsText(string type)
        {
            ReadOnlySpan<byte> first = Bytes.TrimStart("\r\n\t \xEF\xBB\xBF"u8);
            return first.StartsWith("<"u8) || first.StartsWith("{"u8)
                || ((type.StartsWith("text/html", StringComparison.Ordinal) || type.StartsWith("text/plain", StringComparison.Ordinal)
                    || type.StartsWith("application/json", StringComparison.Ordinal))
                && !first.StartsWith("#EXTM3U"u8) && !first.StartsWith("--"u8) && first.IndexOf(JpegStart) < 0);
        }

        /// <summary>Whether the answer ends with the picture.</summary>
        private async Task<bool> IsSingleAsync(CancellationToken cancellationToken)
        {
            while (!_isEnd && Bytes.IndexOf(JpegEnd) < 0 && _length < MostBytes)
            {
                await ReadAsync(cancellationToken);
            }

            // An end mark may also be that of a preview inside, so all that comes is read; a stream has a next picture or stays open.
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using ITimer timer = time.CreateTimer(_ => end.Cancel(), null, EndOfPicture, Timeout.InfiniteTimeSpan);
            try
            {
                await ReadToEndAsync(end.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            return _isEnd && !HasNextPicture();
        }

        private bool HasNextPicture()
        {
            Span<byte> border = [0xFF, 0xD9, 0xFF, 0xD8];
            return Bytes.IndexOf(border) >= 0;
        }

        /// <summary>
        /// Whether the first part is as ffmpeg wants it: a line that begins with two dashes, a type of image/jpeg, and a length that is
        /// that of the picture.
        /// </summary>
        private async Task<bool> IsTextbookAsync(int start, CancellationToken cancellationToken)
        {
            string head = Encoding.Latin1.GetString(Bytes[..start]);
            if (!PartHead().IsMatch(head)
                || PartLength().Match(head) is not { Success: true } match
                || !int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int length)
                || length > MostBytes - start)
            {
                return false;
            }

            while (!_isEnd && _length < start + length)
            {
                await ReadAsync(cancellationToken);
            }

            return _length >= start + length
                && Bytes.Slice(start + Math.Max(0, length - LongestPadding), Math.Min(length, LongestPadding)).LastIndexOf(JpegEnd) >= 0;
        }

        private async Task ReadToEndAsync(CancellationToken cancellationToken)
        {
            while (!_isEnd && _length < MostBytes && !HasNextPicture())
            {
                await ReadAsync(cancellationToken);
            }
        }

        private async Task ReadAsync(CancellationToken cancellationToken)
        {
            if (_length == _bytes.Length)
            {
                Array.Resize(ref _bytes, 2 * _length);
            }

            int read = await body.ReadAsync(_bytes.AsMemory(_length), cancellationToken);
            _length += read;
            _isEnd = read == 0;
        }
    }

    [GeneratedRegex(@"^\s*--[^\r\n]+\r\n(?:[^\r\n]+\r\n)*content-type:\s*image/jpeg\s*\r\n", RegexOptions.IgnoreCase)]
    private static partial Regex PartHead();

    [GeneratedRegex(@"\ncontent-length:\s*(\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex PartLength();

    // No "<" in the beginning: else each beginning of a page of nothing but beginnings is held against all of the rest.
    [GeneratedRegex("<title[^<>]*>([^<]*)", RegexOptions.IgnoreCase)]
    private static partial Regex TitleElement();

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Blanks();
}
