using EdgeWatch.Capture;
using EdgeWatch.Configuration;

namespace EdgeWatch.Onvif;

/// <summary>A device and what it offers.</summary>
/// <param name="Device">The device.</param>
/// <param name="Streams">Its streams; none where <paramref name="Failure"/> says why.</param>
/// <param name="Failure">Why it tells none; null if it does.</param>
internal sealed record FoundCamera(FoundDevice Device, IReadOnlyList<VideoStream> Streams, CaptureException? Failure)
{
    /// <summary>The stream to watch; null if there is none.</summary>
    public VideoStream? Best => VideoStream.Best(Streams);

    /// <summary>Asks a device.</summary>
    public static async Task<FoundCamera> AskAsync(
        FoundDevice device, Credentials credentials, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            using OnvifDevice asked = new(device.Address, credentials, time);
            IReadOnlyList<VideoStream> streams = await asked.StreamsAsync(cancellationToken);
            return new FoundCamera(
                device, streams, streams.Count > 0 ? null : new CaptureException(CaptureFailure.NoVideo, "it names no stream"));
        }
        catch (CaptureException e)
        {
            return new FoundCamera(device, [], e);
        }
    }

    /// <summary>An id for the config: what the camera calls itself, its model, or its address; one that is not taken.</summary>
    /// <param name="isTaken">Whether an id is taken.</param>
    public string IdThatIsFree(Predicate<string> isTaken)
    {
        string[] names = [Device.Name, Device.Hardware, $"camera-{Device.Address.Host}"];
        string id = names.Select(IdOf).First(id => id.Length > 0);
        return Enumerable.Range(1, int.MaxValue)
            .Select(i => i == 1 ? id : $"{id}-{i}")
            .First(candidate => !isTaken(candidate) && !CameraOptions.ReservedIds.Contains(candidate));
    }

    private static string IdOf(string name)
    {
        // Room for a number.
        const int longest = CameraOptions.MaxIdLength - 6;
        string letters = string.Concat(name.ToLowerInvariant().Select(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') ? c : '-'));
        string id = string.Join('-', letters.Split('-', StringSplitOptions.RemoveEmptyEntries));
        return id.Length <= longest ? id : id[..longest].TrimEnd('-');
    }
}
