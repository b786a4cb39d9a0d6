namespace EdgeWatch.Configuration;

/// <summary>Guesses which key was meant.</summary>
internal static class ClosestKey
{
    /// <summary>One wrong letter in three is still a typing mistake; more is another word.</summary>
    private const int LettersPerMistake = 3;

    /// <summary>The allowed key that is written most alike, or null when none is near.</summary>
    public static string? Find(string written, IEnumerable<string> allowed)
    {
        string normal = Normalized(written);
        return allowed
            .Where(key => Math.Abs(key.Length - written.Length) <= key.Length)
            .Select(key => (Key: key, Distance: Distance(normal, Normalized(key))))
            .Where(candidate => candidate.Distance <= Math.Max(1, candidate.Key.Length / LettersPerMistake))
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Key)
            .FirstOrDefault();
    }

    /// <summary>How many letters must be changed, added, removed or swapped with their neighbour.</summary>
    internal static int Distance(string a, string b)
    {
        int[,] distance = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                distance[i, j] = i == 0 || j == 0 ? i + j : Step(distance, a, b, i, j);
            }
        }

        return distance[a.Length, b.Length];
    }

    private static int Step(int[,] distance, string a, string b, int i, int j)
    {
        int change = distance[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        int best = Math.Min(change, Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1);
        bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        return swapped ? Math.Min(best, distance[i - 2, j - 2] + 1) : best;
    }

    /// <summary>Other habits of writing (<c>framesPerSecond</c>, <c>frames-per-second</c>) are no difference.</summary>
    private static string Normalized(string key) => string.Concat(key.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
