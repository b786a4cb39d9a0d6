using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgeWatch.Cameras;
using EdgeWatch.Cameras.Live;

namespace EdgeWatch.Web.Page.Live;

/// <summary>What one of those who look is sent.</summary>
/// <param name="cameras">The cameras of the moment.</param>
/// <param name="wanted">Ids of those whose pictures are wanted.</param>
/// <param name="withAttention">Whether they are wanted with where the network looks.</param>
/// <param name="state">How the node is.</param>
/// <param name="revision">Another number when the list of events has changed.</param>
/// <param name="mayLook">Whether they still may.</param>
/// <param name="output">Where to.</param>
internal sealed class LiveStream(
    IReadOnlyList<Camera> cameras,
    IReadOnlyCollection<string> wanted,
    bool withAttention,
    Func<StateMessage> state,
    Func<long> revision,
    Func<bool> mayLook,
    PipeWriter output)
    : IDisposable
{
    /// <summary>How often it is looked for something new: a picture waits for half of the time to the next one at most.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Rounds from one time that scores are sent, and that it is looked whether they may be, to the next.</summary>
    private const int RoundsOfSecond = 10;

    private readonly Dictionary<string, Look> _looks = [];
    private byte[] _state = [];
    private long? _revision;

    /// <summary>Sends until who looks has left, or may look no longer.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="ending"/> fired.</exception>
    public async Task RunAsync(TimeProvider time, CancellationToken ending)
    {
        using PeriodicTimer timer = new(Interval, time);
        long round = 0;
        do
        {
            if (round++ % RoundsOfSecond == 0)
            {
                if (!mayLook())
                {
                    return;
                }

                TellState();
                Tell("scores", ScoresAt(time.GetUtcNow()), PageJson.Readable.ScoresMessage);
            }

            TellNews();
            TellPictures();

            // Who is slow gets fewer pictures: the next round waits for what has been written.
            await output.FlushAsync(ending);
        }
        while (await timer.WaitForNextTickAsync(ending));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Look look in _looks.Values)
        {
            look.Looking.Dispose();
        }
    }

    private ScoresMessage ScoresAt(DateTimeOffset now)
    {
        Dictionary<string, CameraScore> scores = [];
        foreach (Camera camera in cameras)
        {
            if (CameraScore.Of(camera.Live.Scores, now) is { } score)
            {
                scores[camera.Id] = score;
            }
        }

        return new ScoresMessage(scores);
    }

    private void TellState()
    {
        byte[] now = JsonSerializer.SerializeToUtf8Bytes(state(), PageJson.Readable.StateMessage);
        if (!now.AsSpan().SequenceEqual(_state))
        {
            _state = now;
            Begin("state");
            output.Write(now);
            End();
        }
    }

    private void TellNews()
    {
        long now = revision();
        if (now != _revision)
        {
            _revision = now;
            Tell("events", new EventNews(now), PageJson.Readable.EventNews);
        }
    }

    private void TellPictures()
    {
        foreach (Camera camera in cameras)
        {
            if (wanted.Contains(camera.Id) && LookAt(camera) is { Newest: { } picture } look && picture.Number != look.Told)
            {
                look.Told = picture.Number;
                Tell("picture", PictureMessage.Of(camera.Id, picture, withAttention), PageJson.Readable.PictureMessage);
            }
        }
    }

    /// <summary>A camera that was started anew is another one under the same id.</summary>
    private Look LookAt(Camera camera)
    {
        if (!_looks.TryGetValue(camera.Id, out Look? look) || look.View != camera.Live)
        {
            look?.Looking.Dispose();
            look = new Look(camera.Live, camera.Live.Look(withAttention));
            _looks[camera.Id] = look;
        }

        return look;
    }

    private void Tell<T>(string name, T message, JsonTypeInfo<T> type)
    {
        Begin(name);
        using (Utf8JsonWriter writer = new(output))
        {
            JsonSerializer.Serialize(writer, message, type);
        }

        End();
    }

    private void Begin(string name) => Encoding.UTF8.GetBytes($"event: {name}\ndata: ", output);

    private void End() => output.Write("\n\n"u8);

    /// <summary>One camera that is looked at.</summary>
    private sealed class Look(LiveView view, IDisposable looking)
    {
        public LiveView View => view;

        public IDisposable Looking => looking;

        public LivePicture? Newest => view.Newest;

        /// <summary>Number of the picture that was sent last.</summary>
        public long Told { get; set; }
    }
}
