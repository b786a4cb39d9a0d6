using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EdgeWatch.Configuration.Yaml;

/// <summary>
/// The library's parser with all its complaints as <see cref="YamlException"/>. For some damaged texts its scanner throws
/// <see cref="InvalidOperationException"/> or <see cref="ArgumentException"/> instead (18.1.0: a bracket that is never closed).
/// </summary>
internal sealed class CheckedParser(TextReader text) : IParser
{
    private readonly Parser _parser = new(text);

    public ParsingEvent? Current => _parser.Current;

    public bool MoveNext()
    {
        Mark reached = Current?.End ?? Mark.Empty;
        try
        {
            return _parser.MoveNext();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new YamlException(reached, reached, "what follows cannot be understood", e);
        }
    }
}
