using Microsoft.ML.OnnxRuntime;

namespace EdgeWatch.Model;

/// <summary>Tensors laid over pinned arrays, so that a network reads and writes them in place.</summary>
internal sealed class PinnedTensors : IDisposable
{
    private readonly List<OrtValue> _values = [];

    /// <summary>A tensor over the first values of an array.</summary>
    /// <param name="array">The array; pinned.</param>
    /// <param name="sizes">The tensor's sizes.</param>
    public OrtValue Lay<T>(T[] array, params ReadOnlySpan<int> sizes)
        where T : unmanaged
    {
        int length = 1;
        long[] shape = new long[sizes.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            shape[i] = sizes[i];
            length *= sizes[i];
        }

        OrtValue value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, array.AsMemory(0, length), shape);
        _values.Add(value);
        return value;
    }

    /// <summary>Gives the tensors back; the arrays stay.</summary>
    public void Dispose()
    {
        foreach (OrtValue value in _values)
        {
            value.Dispose();
        }

        _values.Clear();
    }
}
