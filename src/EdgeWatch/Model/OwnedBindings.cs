namespace EdgeWatch.Model;

/// <summary>
/// What a network keeps for each owner of arrays that it reads and writes in place: made when first asked for, given back when the owner
/// is forgotten. Thread-safe; the bindings of one owner are used by one thread at a time.
/// </summary>
/// <param name="bind">Lays the network's tensors over the arrays of an owner.</param>
internal sealed class OwnedBindings<TOwner, TBindings>(Func<TOwner, TBindings> bind) : IDisposable
    where TOwner : class
    where TBindings : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TOwner, TBindings> _bindings = [];

    /// <summary>Those of an owner.</summary>
    public TBindings Of(TOwner owner)
    {
        lock (_lock)
        {
            if (!_bindings.TryGetValue(owner, out TBindings? bindings))
            {
                bindings = bind(owner);
                _bindings.Add(owner, bindings);
            }

            return bindings;
        }
    }

    /// <summary>Gives those of an owner back, if there are any.</summary>
    public void Forget(TOwner owner)
    {
        lock (_lock)
        {
            if (_bindings.Remove(owner, out TBindings? bindings))
            {
                bindings.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (TBindings bindings in _bindings.Values)
        {
            bindings.Dispose();
        }

        _bindings.Clear();
    }
}
