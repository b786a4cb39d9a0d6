using EdgeWatch.Core.Patches;

namespace EdgeWatch.Benchmarks.Baselines;

/// <summary>One way to see what goes on in each patch of a picture.</summary>
internal interface IPatchMeasure : IDisposable
{
    /// <summary>Name in the table.</summary>
    string Name { get; }

    /// <summary>What it is in any scene; see <see cref="Core.Normality.RowStatistics"/>.</summary>
    Core.Normality.Gaussian Prior { get; }

    /// <summary>Looks at the next picture.</summary>
    /// <param name="history">The last pictures, this one included.</param>
    /// <param name="scene">The patches in which something happens, by the gate of the product.</param>
    /// <param name="values">Receives a value for each patch of the grid, row-major; NaN where nothing moves.</param>
    void Measure(LumaHistory history, ScenePatches scene, Span<double> values);

    /// <summary>Another recording begins.</summary>
    void Restart();
}
