using EdgeWatch.Configuration.Zones;

namespace EdgeWatch.Configuration.Editing;

/// <summary>The areas that somebody wants, as the config has them: those that were there in their order, and then the new ones.</summary>
internal sealed class Wanted
{
    private readonly (CameraArea Area, int Index)[] _zones;
    private readonly (CameraArea Area, int Index)[] _masks;

    private Wanted(IReadOnlyList<CameraArea> areas, CameraOptions before)
    {
        _zones = InOrder(areas, isMask: false, before.Zones.Count);
        _masks = InOrder(areas, isMask: true, before.PrivacyMasks.Count);
        Zones =
        [
            .. _zones.Select(zone => new ZoneOptions
            {
                Name = zone.Area.Name,
                Kind = zone.Area.Kind!.Value,
                Points = [.. zone.Area.Points],
                Threshold = zone.Area.Threshold,
                MinimumStay = zone.Area.MinimumStay,

                // Who draws says nothing about it.
                Enabled = zone.Area.Was is not { } was || before.Zones[was].Enabled,
            }),
        ];
        Masks = [.. _masks.Select(mask => new PrivacyMaskOptions { Name = mask.Area.Name, Points = [.. mask.Area.Points] })];
    }

    /// <summary>The zones.</summary>
    public IList<ZoneOptions> Zones { get; }

    /// <summary>The masks.</summary>
    public IList<PrivacyMaskOptions> Masks { get; }

    /// <summary>Of each zone, its place in the file; null for one that is new.</summary>
    public int?[] ZonesWere => [.. _zones.Select(zone => zone.Area.Was)];

    /// <summary>Of each mask, its place in the file; null for one that is new.</summary>
    public int?[] MasksWere => [.. _masks.Select(mask => mask.Area.Was)];

    /// <summary>Takes areas in any order.</summary>
    /// <param name="areas">What is wanted.</param>
    /// <param name="before">What there is.</param>
    /// <exception cref="EditRefusedException">Two of them were the same, or one was none that there is.</exception>
    public static Wanted Of(IReadOnlyList<CameraArea> areas, CameraOptions before) => new(areas, before);

    /// <summary>A broken rule as who draws knows it.</summary>
    /// <param name="violation">The rule.</param>
    /// <param name="camera">Path of the camera, with a dot.</param>
    public AreaMistake MistakeOf(RuleViolation violation, string camera)
    {
        foreach ((string list, (CameraArea, int Index)[] areas) in new[] { ("zones[", _zones), ("privacy_masks[", _masks) })
        {
            string begin = camera + list;
            if (violation.Key.StartsWith(begin, StringComparison.Ordinal)
                && violation.Key.IndexOf(']', begin.Length) is var end
                && int.TryParse(violation.Key.AsSpan(begin.Length..end), out int place))
            {
                return new AreaMistake(areas[place].Index, violation.Key[(end + 1)..].TrimStart('.'), violation.Message);
            }
        }

        return new AreaMistake(null, violation.Key, violation.Message);
    }

    private static (CameraArea Area, int Index)[] InOrder(IReadOnlyList<CameraArea> areas, bool isMask, int count)
    {
        (CameraArea Area, int Index)[] ordered =
        [
            .. areas.Select((area, index) => (area, index))
                .Where(entry => entry.area.Kind is null == isMask)
                .OrderBy(entry => entry.area.Was ?? count),
        ];
        int[] were = [.. ordered.Select(entry => entry.Area.Was).OfType<int>()];
        return were.Distinct().Count() == were.Length && were.All(was => was >= 0 && was < count)
            ? ordered
            : throw new EditRefusedException(EditFault.Changed, "the areas are not those of the file any more");
    }
}
