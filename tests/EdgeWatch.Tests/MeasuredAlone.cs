namespace EdgeWatch.Tests;

/// <summary>Tests that measure the whole process, such as its memory: no other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredAlone
{
    /// <summary>Names the collection.</summary>
    public const string Name = "measured alone";
}
