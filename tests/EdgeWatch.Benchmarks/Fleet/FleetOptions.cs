using System.Globalization;

namespace EdgeWatch.Benchmarks.Fleet;

/// <summary>How large a fleet is simulated, and for how long.</summary>
/// <param name="Nodes">Nodes, each with a connection of its own.</param>
/// <param name="Cameras">Cameras of each node.</param>
/// <param name="Length">Length of the measured stretch, after all nodes are online.</param>
internal sealed record FleetOptions(int Nodes, int Cameras, TimeSpan Length)
{
    /// <summary>
    /// Ten frames a second from every camera, with a new score each time: one a second is sent, the most that a node sends.
    /// </summary>
    public static readonly TimeSpan FrameInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>An event of each camera every ten minutes, 144 a day: far more than anyone would put up with.</summary>
    public static readonly TimeSpan EventInterval = TimeSpan.FromMinutes(10);

    /// <summary>Bytes of a snapshot and of a heat map: as large as those of a camera with 640×480.</summary>
    public const int PictureBytes = 60_000;

    /// <summary>Reads <c>nodes cameras seconds</c>; what is left out is 200, 4 and 60.</summary>
    public static FleetOptions Parse(IReadOnlyList<string> arguments) => new(
        Number(arguments, 0, 200), Number(arguments, 1, 4), TimeSpan.FromSeconds(Number(arguments, 2, 60)));

    private static int Number(IReadOnlyList<string> arguments, int index, int byDefault) =>
        index < arguments.Count ? int.Parse(arguments[index], CultureInfo.InvariantCulture) : byDefault;
}
