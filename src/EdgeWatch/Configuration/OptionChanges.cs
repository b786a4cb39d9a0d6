using EdgeWatch.Configuration.Yaml;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Configuration;

/// <summary>A key whose value differs between two configs.</summary>
/// <param name="Path">For example <c>mqtt.host</c>.</param>
/// <param name="Effect">What it asks for.</param>
/// <param name="Undo">Gives the later config the earlier value.</param>
internal sealed record OptionChange(string Path, Effect Effect, Action Undo);

/// <summary>Finds what differs between two configs, key by key.</summary>
internal static class OptionChanges
{
    /// <summary>The differences, cameras left out: they come and go, and each is compared by itself.</summary>
    /// <param name="before">Options of one type.</param>
    /// <param name="after">Options of the same type.</param>
    /// <param name="path">Where they stand; empty for the whole config.</param>
    public static IEnumerable<OptionChange> Between(object before, object after, string path = "")
    {
        OptionSection section = OptionSection.Of(before);
        foreach (OptionKey key in section.Keys)
        {
            string child = KeyPath.Child(path, key.Name);
            object? was = key.Get(before);
            object? isNow = key.Get(after);
            if (was is not null && isNow is not null && OptionSection.Find(key.Type) is not null)
            {
                foreach (OptionChange change in Between(was, isNow, child))
                {
                    yield return change;
                }
            }
            else if (was is not IEnumerable<CameraOptions> && !IsSame(was, isNow))
            {
                yield return new OptionChange(child, section.EffectOf(key), () => key.Set(after, was));
            }
        }
    }

    private static bool IsSame(object? one, object? other) => (one, other) switch
    {
        (IEnumerable<string> texts, IEnumerable<string> others) => texts.SequenceEqual(others),
        (IEnumerable<RelativePoint> points, IEnumerable<RelativePoint> others) => points.SequenceEqual(others),
        (IEnumerable<object> items, IEnumerable<object> others) =>
            items.Count() == others.Count() && items.Zip(others).All(pair => !Between(pair.First, pair.Second).Any()),
        _ => Equals(one, other),
    };
}
