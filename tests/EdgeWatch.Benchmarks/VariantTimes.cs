using System.Globalization;
using EdgeWatch.Core.Patches;
using Microsoft.ML.OnnxRuntime;

namespace EdgeWatch.Benchmarks;

/// <summary>
/// Times the float graphs that <c>scripts/train variants</c> writes, round by round so that a change
/// of the machine's speed meets all of them: the median of <see cref="Rounds"/> runs of each.
/// </summary>
internal static class VariantTimes
{
    private const int Tokens = 64;
    private const int Rounds = 200;

    /// <summary>Prints a line per graph: name and milliseconds.</summary>
    /// <param name="folder">Where the graphs are.</param>
    /// <returns>The exit code: 1 where there are none.</returns>
    public static int Run(string folder)
    {
        string[] files = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.onnx").Order(StringComparer.Ordinal)] : [];
        if (files.Length == 0)
        {
            Console.Error.WriteLine(
                $"There is no .onnx file in {folder}; /usr/bin/python3 scripts/train variants makes them and says where.");
            return 1;
        }

        using SessionOptions options = Model.NetworkFile.CreateOptions();
        InferenceSession[] sessions = [.. files.Select(file => new InferenceSession(file, options))];
        double[][] milliseconds = [.. files.Select(_ => new double[Rounds])];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < sessions.Length; i++)
            {
                milliseconds[i][round] = Time(sessions[i]);
            }
        }

        for (int i = 0; i < files.Length; i++)
        {
            Array.Sort(milliseconds[i]);
            string name = Path.GetFileNameWithoutExtension(files[i]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-16} {milliseconds[i][Rounds / 2]:0.00} ms"));
            sessions[i].Dispose();
        }

        return 0;
    }

    private static double Time(InferenceSession session)
    {
        using OrtValue tokens = OrtValue.CreateTensorValueFromMemory(Values, [1, Tokens, TokenLayout.Length]);
        using OrtValue positions = OrtValue.CreateTensorValueFromMemory(Positions, [1, Tokens, 2]);
        using OrtValue padding = OrtValue.CreateTensorValueFromMemory(new bool[Tokens], [1, Tokens]);
        Dictionary<string, OrtValue> inputs = new() { ["tokens"] = tokens, ["positions"] = positions, ["padding"] = padding };
        long start = TimeProvider.System.GetTimestamp();
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(
            options, inputs.Where(input => session.InputMetadata.ContainsKey(input.Key)).ToDictionary(), session.OutputNames);
        return TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
    }

    private static float[] Values { get; } = CreateValues();

    /// <summary>A clump of 8×8 patches.</summary>
    private static long[] Positions { get; } = [.. Enumerable.Range(0, Tokens).SelectMany(k => new long[] { k / 8, k % 8 })];

    private static float[] CreateValues()
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, Tokens * TokenLayout.Length).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
