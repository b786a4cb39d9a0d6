namespace EdgeWatch.Web;

/// <summary>All that one server answers.</summary>
/// <param name="Parts">Each with its addresses.</param>
/// <param name="Guard">What has to be given back with it; null for nothing.</param>
internal sealed record WebAnswers(IReadOnlyList<IWebPart> Parts, IDisposable? Guard = null) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Guard?.Dispose();
}
