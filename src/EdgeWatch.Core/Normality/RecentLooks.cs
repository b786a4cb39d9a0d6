using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// What each place looked like at the last glances, and how far off it was: what stays is told from what passes by. 0.5 MB for ten glances
/// at 15×26 places.
/// </summary>
/// <param name="places">How many places there are.</param>
/// <param name="glances">How many glances are kept.</param>
/// <param name="missed">At how many of them what stays may not be seen: somebody walks through in front of it, or it stirs.</param>
internal sealed class RecentLooks(int places, int glances, int missed)
{
    private readonly sbyte[] _looks = new sbyte[glances * places * PlaceLooks.Length];
    private readonly float[] _deviations = new float[glances * places];
    private int _taken;

    /// <summary>By how many deviations each place is farther off than usual at the newest glance, <c>[places]</c>.</summary>
    public Span<float> Deviations => _deviations.AsSpan(Newest * places, places);

    /// <summary>Whether as many glances were taken as are kept; before that nothing has stayed.</summary>
    private bool IsFull => _taken >= glances;

    private int Newest => (_taken - 1) % glances;

    /// <summary>Takes the looks of one more glance in place of the oldest.</summary>
    public void Take(PlaceLooks looks)
    {
        _taken++;
        for (int place = 0; place < places; place++)
        {
            looks.Of(place).CopyTo(LookAt(Newest, place));
        }
    }

    /// <summary>Forgets the glances, for example after a gap in the stream: what was there before has not stayed.</summary>
    public void Clear() => _taken = 0;

    /// <summary>By how many deviations a place has been off for as long as it has looked as it does now.</summary>
    /// <param name="place">The place.</param>
    /// <param name="within">Distance (1 − cosine) within which it looks as it does now.</param>
    /// <returns>What is reached at all glances but those missed; at most 0 where it has not stayed as it is.</returns>
    public float Lasting(int place, double within)
    {
        if (!IsFull)
        {
            return 0;
        }

        Span<float> lasting = stackalloc float[glances];
        for (int glance = 0; glance < glances; glance++)
        {
            float deviation = _deviations[(glance * places) + place];
            lasting[glance] = deviation <= 0 || IsAlike(glance, place, within) ? deviation : 0;
        }

        lasting.Sort();
        return lasting[missed];
    }

    /// <summary>Whether a place has looked as it does now at all glances but those missed.</summary>
    /// <inheritdoc cref="Lasting"/>
    public bool HasStayed(int place, double within)
    {
        int left = missed;
        for (int glance = 0; IsFull && glance < glances; glance++)
        {
            left -= IsAlike(glance, place, within) ? 0 : 1;
        }

        return IsFull && left >= 0;
    }

    private bool IsAlike(int glance, int place, double within) =>
        1 - UnitVectors.Cosine(UnitVectors.DotProduct(LookAt(Newest, place), LookAt(glance, place))) <= within;

    private Span<sbyte> LookAt(int glance, int place) => _looks.AsSpan(((glance * places) + place) * PlaceLooks.Length, PlaceLooks.Length);
}
