namespace EdgeWatch.Core.Patches;

/// <summary>
/// Tells how the patches of a frame attend to each other in the last block of the network, until disposed. For one caller at a time.
/// </summary>
public interface IPatchAttention : IDisposable
{
    /// <summary>Computes them anew from the tokens of a batch, of which it changes nothing.</summary>
    /// <param name="batch">A batch that is dealt out; at least one patch.</param>
    /// <returns>
    /// <c>[Count, Count]</c>, 0–1: a row for each patch that looks, in it how much of its attention each patch gets, itself included;
    /// the mean over the heads. A row sums to 1.
    /// </returns>
    float[] WeightsOf(TokenBatch batch);
}
