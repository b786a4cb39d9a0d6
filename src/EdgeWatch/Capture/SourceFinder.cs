using EdgeWatch.Configuration;

namespace EdgeWatch.Capture;

/// <summary>Finds out what a camera's source is, anew each time: cameras are set up otherwise while we run.</summary>
internal sealed class SourceFinder(CameraOptions options, TimeProvider time)
{
    /// <summary>Told after each look what an unusual HTTP address shows, in words.</summary>
    public Action<string>? Found { get; init; }

    /// <summary>Looks at what the options name; at HTTP addresses unless there are options for ffmpeg, which knows better then.</summary>
    /// <exception cref="CaptureException">There is nothing, or no video.</exception>
    public async ValueTask<CaptureSource> FindAsync(Credentials credentials, CancellationToken cancellationToken)
    {
        CaptureSource source = CaptureSource.Of(options);
        if (source.Kind is not SourceKind.Http || options.InputOptions.Count > 0)
        {
            return source;
        }

        return source with { Sight = await LookAsync(source, credentials, cancellationToken) };
    }

    private async Task<HttpSight> LookAsync(CaptureSource source, Credentials credentials, CancellationToken cancellationToken)
    {
        using HttpCamera camera = new(source.Location, credentials);
        (HttpSight sight, string title) = await HttpLook.AtAsync(camera, time, cancellationToken);
        if (sight is HttpSight.WebPage)
        {
            throw new CaptureException(CaptureFailure.WebPage, title.Length > 0 ? $"its title is \"{title}\"" : null);
        }

        if (Words(sight) is { } words)
        {
            Found?.Invoke(words);
        }

        return sight;
    }

    private string? Words(HttpSight sight) => sight switch
    {
        HttpSight.JpegStream => "Motion JPEG in an unusual form, read picture by picture",
        HttpSight.Jpeg or HttpSight.Png =>
            $"a single picture, asked for every {1 / options.PollsPerSecond:0.##} s (polls_per_second)",
        _ => null,
    };
}
