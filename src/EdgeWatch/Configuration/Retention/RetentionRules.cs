namespace EdgeWatch.Configuration.Retention;

/// <summary>What must hold for <see cref="RetentionOptions"/>.</summary>
internal static class RetentionRules
{
    /// <summary>Checks the section.</summary>
    public static void Check(RuleSection section, RetentionOptions retention)
    {
        section.Range(
            "keep_for",
            retention.KeepFor,
            RetentionOptions.MinKeepFor,
            RetentionOptions.MaxKeepFor,
            RetentionOptions.DefaultKeepFor);
        section.Range(
            "max_mebibytes",
            retention.MaxMebibytes,
            RetentionOptions.MinMaxMebibytes,
            RetentionOptions.MaxMaxMebibytes,
            "MiB",
            RetentionOptions.DefaultMaxMebibytes);
        section.Range(
            "min_free_mebibytes",
            retention.MinFreeMebibytes,
            RetentionOptions.MinMinFreeMebibytes,
            RetentionOptions.MaxMinFreeMebibytes,
            "MiB",
            RetentionOptions.DefaultMinFreeMebibytes);
    }
}
