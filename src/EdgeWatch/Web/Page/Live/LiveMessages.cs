using System.Text.Json.Serialization;
using EdgeWatch.Cameras;
using EdgeWatch.Cameras.Live;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Mqtt.Commands;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Web.Page.Control;

namespace EdgeWatch.Web.Page.Live;

/// <summary>How the node is: sent when it changes.</summary>
/// <param name="Cameras">Its cameras, in the order of the config.</param>
/// <param name="Problems">What is wrong with the node as a whole, in words.</param>
/// <param name="Profile">The profile in force, and whether it is quiet.</param>
internal sealed record StateMessage(
    IReadOnlyList<CameraStateMessage> Cameras, IReadOnlyList<string> Problems, ProfileMessage Profile);

/// <summary>What a camera does.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status">Whether pictures come, and why not.</param>
/// <param name="Phase">Learns, watches, or neither; null before the first frame.</param>
/// <param name="Threshold">The threshold in force, 0–1.</param>
/// <param name="LeastThreshold">The least that it can be set to.</param>
/// <param name="MostThreshold">The greatest.</param>
/// <param name="AlertIsOn">Whether an event is on.</param>
/// <param name="SuspendedUntil">No events until then; null when they are wanted.</param>
/// <param name="IsDisarmed">Whether all zones from which alerts could come are off, by the config or the profile in force.</param>
/// <param name="IsOverridden">Whether somebody has switched it on or off, and not the config or the profile.</param>
/// <param name="LearningSeconds">How long it learns what is normal.</param>
internal sealed record CameraStateMessage(
    string Id,
    CameraStatusMessage Status,
    PhaseMessage? Phase,
    double? Threshold,
    double LeastThreshold,
    double MostThreshold,
    bool AlertIsOn,
    DateTimeOffset? SuspendedUntil,
    bool IsDisarmed,
    bool IsOverridden,
    double LearningSeconds)
{
    /// <summary>That of a camera now, in a language.</summary>
    public static CameraStateMessage Of(Camera camera, Language language)
    {
        ThresholdRange range = ThresholdRange.Of(camera.Control.Policy);
        return new CameraStateMessage(
            camera.Id,
            StatusWords.Of(camera.Status, language),
            camera.Phase,
            WireNumber.Unit(camera.Control.Policy.Threshold),
            range.Least,
            range.Most,
            camera.AlertIsOn,
            camera.SuspendedUntil,
            camera.IsDisarmed,
            camera.IsOverridden,
            camera.LearningTime.TotalSeconds);
    }
}

/// <summary>The newest scores of all cameras that have any now: sent once a second, which also says that the connection is alive.</summary>
/// <param name="Cameras">By id.</param>
internal sealed record ScoresMessage(IReadOnlyDictionary<string, CameraScore> Cameras);

/// <summary>A camera's newest score.</summary>
/// <param name="At">Second of the newest frame, since 1970.</param>
/// <param name="Score">Highest score of that second, 0–1.</param>
/// <param name="Kinds">Scores of the newest frame by kind, those above 0 alone.</param>
internal sealed record CameraScore(long At, double? Score, IReadOnlyDictionary<string, double?> Kinds)
{
    /// <summary>For how long a score is one of now: slow cameras take up to ten seconds from one frame to the next.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromSeconds(15);

    /// <summary>That of a camera; null while there is none, as while it learns, is offline or switched off.</summary>
    /// <param name="trace">The camera's scores.</param>
    /// <param name="now">The time.</param>
    public static CameraScore? Of(ScoreTrace trace, DateTimeOffset now)
    {
        if (trace.Newest is not { } newest || newest.UnixSecond < (now - Validity).ToUnixTimeSeconds())
        {
            return null;
        }

        double[] kinds = trace.NewestKinds();
        return new CameraScore(
            newest.UnixSecond,
            WireNumber.Unit(newest.Score),
            Core.Normality.Kinds.All
                .Where(kind => kinds[kind.Index] > 0)
                .ToDictionary(kind => kind.Name, kind => WireNumber.Unit(kinds[kind.Index])));
    }
}

/// <summary>The scores of a camera over the last minutes.</summary>
/// <param name="At">Seconds since 1970, rising.</param>
/// <param name="Scores">The highest score of each, 0–1.</param>
internal sealed record ScoreTraceMessage(IReadOnlyList<long> At, IReadOnlyList<double?> Scores);

/// <summary>A picture of a camera.</summary>
/// <param name="Camera">Its id.</param>
/// <param name="At">When it was taken.</param>
/// <param name="Width">Of the frame, in pixels; the JPEG file may be smaller.</param>
/// <param name="Height">Of the frame.</param>
/// <param name="Jpeg">A JPEG file.</param>
/// <param name="Heat">What is unusual in it; null where nothing is said about it.</param>
/// <param name="Attention">Where the network looks in it; left out where that is not asked for, or cannot be told.</param>
internal sealed record PictureMessage(
    string Camera,
    DateTimeOffset At,
    int Width,
    int Height,
    byte[] Jpeg,
    HeatMessage? Heat,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AttentionMessage? Attention)
{
    /// <summary>A picture as it is sent.</summary>
    public static PictureMessage Of(string camera, LivePicture picture, bool withAttention) => new(
        camera,
        picture.CapturedAt,
        picture.Size.Width,
        picture.Size.Height,
        picture.Jpeg,
        picture.Heat is { } heat ? HeatMessage.Of(heat) : null,
        withAttention && picture.Attention is { } attention ? AttentionMessage.Of(attention) : null);
}

/// <summary>Where the network looks in a picture.</summary>
/// <param name="Rows">Rows of the grid, which begins at the upper left corner.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="PatchPixels">Width and height of one of its squares in pixels of the frame.</param>
/// <param name="Most">How much attention the square that gets most gets from the other active ones, 0–1, their mean.</param>
/// <param name="Shares">Row after row, how much each gets, 0–255 for 0 to <paramref name="Most"/>; null where nothing is active.</param>
internal sealed record AttentionMessage(
    int Rows,
    int Columns,
    int PatchPixels,
    double? Most,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] byte[]? Shares)
{
    /// <summary>A map as it is sent.</summary>
    public static AttentionMessage Of(AttentionMap map)
    {
        float most = map.Shares.Max();
        return new AttentionMessage(
            map.Grid.Rows,
            map.Grid.Columns,
            PatchGrid.PatchSize * map.Grid.Scale,
            WireNumber.Unit(most),
            most > 0 ? [.. map.Shares.Select(share => (byte)Math.Round(share / most * byte.MaxValue))] : null);
    }
}

/// <summary>What is unusual in a picture.</summary>
/// <param name="Rows">Rows of the grid, which begins at the upper left corner.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="PatchPixels">Width and height of one of its squares in pixels of the frame.</param>
/// <param name="Threshold">The threshold in force, 0–1.</param>
/// <param name="Scores">Row after row, 0–255 for 0–1; null where nothing is.</param>
internal sealed record HeatMessage(
    int Rows,
    int Columns,
    int PatchPixels,
    double Threshold,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] byte[]? Scores)
{
    /// <summary>A heat map as it is sent.</summary>
    public static HeatMessage Of(HeatMap map)
    {
        byte[] scores = new byte[map.Scores.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = (byte)Math.Round(Math.Clamp(map.Scores.Span[i], 0, 1) * byte.MaxValue);
        }

        return new HeatMessage(
            map.Rows, map.Columns, map.PatchPixels, map.Threshold, scores.AsSpan().ContainsAnyExcept((byte)0) ? scores : null);
    }
}

/// <summary>The list of events has changed: one has begun, gone on or ended, or somebody has judged one.</summary>
/// <param name="Revision">Another number each time.</param>
internal sealed record EventNews(long Revision);
