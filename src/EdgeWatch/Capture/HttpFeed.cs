using System.Globalization;
using System.Text;

namespace EdgeWatch.Capture;

/// <summary>Hands what an HTTP camera sends to ffmpeg's standard input, where ffmpeg cannot read it itself.</summary>
/// <param name="camera">The camera; disposed when the feeding has ended.</param>
/// <param name="interval">Time from one single picture to the next.</param>
/// <param name="answerLimit">How long one answer may take.</param>
/// <param name="time">Clock of both.</param>
internal sealed class HttpFeed(HttpCamera camera, TimeSpan interval, TimeSpan answerLimit, TimeProvider time)
{
    /// <summary>Bytes of the largest single picture.</summary>
    private const int MostBytes = 32 << 20;

    /// <summary>Failures in a row, all of them bridged but the last: a camera that is asked every second misses one now and then.</summary>
    private const int MostFailures = 3;

    /// <summary>Begin of a part as ffmpeg wants it; with its length known it is shown as soon as it is there.</summary>
    private const string PartHead = "--picture\r\nContent-Type: image/jpeg\r\nContent-Length: ";

    /// <summary>Passes a stream on until it ends.</summary>
    /// <exception cref="CaptureException">The camera says no, or not anything.</exception>
    public async Task PassOnAsync(Stream ffmpeg, CancellationToken cancellationToken)
    {
        using HttpCamera asked = camera;
        using HttpResponseMessage answer = await asked.AskAsync(cancellationToken);
        await using Stream body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await body.CopyToAsync(ffmpeg, cancellationToken);
    }

    /// <summary>Asks for one picture after another.</summary>
    /// <exception cref="CaptureException">Too often in a row there was none.</exception>
    public async Task PollAsync(Stream ffmpeg, CancellationToken cancellationToken)
    {
        using HttpCamera asked = camera;
        using PeriodicTimer timer = new(interval, time);
        int failures = 0;
        do
        {
            try
            {
                byte[] picture = await AskForOneAsync(cancellationToken);
                failures = 0;
                await WriteAsync(ffmpeg, picture, cancellationToken);
            }
            catch (CaptureException) when (++failures < MostFailures)
            {
                // The next one may come.
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private static async Task WriteAsync(Stream ffmpeg, byte[] picture, CancellationToken cancellationToken)
    {
        string head = string.Create(CultureInfo.InvariantCulture, $"{PartHead}{picture.Length}\r\n\r\n");
        await ffmpeg.WriteAsync(Encoding.ASCII.GetBytes(head), cancellationToken);
        await ffmpeg.WriteAsync(picture, cancellationToken);
        await ffmpeg.WriteAsync("\r\n"u8.ToArray(), cancellationToken);
        await ffmpeg.FlushAsync(cancellationToken);
    }

    private async Task<byte[]> AskForOneAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(answerLimit, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using HttpResponseMessage answer = await camera.AskAsync(either.Token);
            await answer.Content.LoadIntoBufferAsync(MostBytes, either.Token);
            byte[] picture = await answer.Content.ReadAsByteArrayAsync(either.Token);
            return picture.Length > 0 && picture[0] is 0xFF or 0x89
                ? picture
                : throw new CaptureException(CaptureFailure.WebPage, "no picture came where one had come before");
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CaptureException(CaptureFailure.NoAnswer, $"no answer within {answerLimit.TotalSeconds:0} s", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new CaptureException(CaptureFailure.BrokenOff, e.Message, e);
        }
    }
}
