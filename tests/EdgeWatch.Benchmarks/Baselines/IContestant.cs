using EdgeWatch.Core.Frames;
using EdgeWatch.Evaluation;

namespace EdgeWatch.Benchmarks.Baselines;

/// <summary>Learns from normal frames, then scores others.</summary>
internal interface IContestant : IDisposable
{
    /// <summary>Name in the table.</summary>
    string Name { get; }

    /// <summary>Takes the next frame: learns from it where there are no scores to fill, else scores it.</summary>
    void Process(Frame frame, ClipScores? scores);

    /// <summary>A clip is over: scores the frames that wait for later ones.</summary>
    void EndClip(ClipScores? scores);

    /// <summary>All normal clips are over.</summary>
    void EndLearning();
}
