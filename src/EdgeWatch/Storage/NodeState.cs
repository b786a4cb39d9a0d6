using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Storage;

/// <summary>
/// Keeps a node's <see cref="NodeRecord"/> in memory and, soon after a change, in <c>&lt;state&gt;/node</c>. Safe from any thread; changing
/// never waits for the disk.
/// </summary>
internal sealed partial class NodeState
{
    /// <summary>Shortest time between two writes: whoever drags a slider must not wear out the card.</summary>
    public static readonly TimeSpan WriteInterval = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private readonly SealedFile _file;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly WakeSignal _changed = new();
    private readonly NodeRecord _record;
    private bool _isUnsaved;
    private bool _fails;

    /// <summary>Loads what there is.</summary>
    /// <param name="stateDirectory">The daemon's state directory.</param>
    /// <param name="time">For the pauses between writes.</param>
    /// <param name="logger">Told what was set aside and what cannot be written.</param>
    public NodeState(string stateDirectory, TimeProvider time, ILogger<NodeState> logger)
    {
        _path = Path.Combine(stateDirectory, "node");
        _file = new SealedFile(_path, SealedFormat.Node, "Node", "what was set over MQTT is forgotten", logger);
        _time = time;
        _logger = logger;
        _record = Load();
    }

    /// <summary>Called after settings have changed, by whoever changed them: it must be quick and must not throw.</summary>
    public event Action? OverridesChanged;

    /// <summary>Settings made over MQTT, of cameras that have any.</summary>
    public IReadOnlyDictionary<string, CameraOverrides> Overrides
    {
        get
        {
            lock (_gate)
            {
                return new SortedDictionary<string, CameraOverrides>(_record.Overrides, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Retained topics that this node has at the broker; see <see cref="NodeRecord.Retained"/>.</summary>
    public IReadOnlyDictionary<string, SortedDictionary<string, string>> Retained
    {
        get
        {
            lock (_gate)
            {
                return new SortedDictionary<string, SortedDictionary<string, string>>(_record.Retained, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>The profile that was set by hand; null while the schedule decides.</summary>
    public SetProfile? Profile
    {
        get
        {
            lock (_gate)
            {
                return _record.Profile;
            }
        }
    }

    /// <summary>Remembers the profile that was set by hand; null: the schedule decides.</summary>
    public void SetProfile(SetProfile? profile)
    {
        lock (_gate)
        {
            _record.Profile = profile;
            MarkUnsavedLocked();
        }
    }

    /// <summary>The day of which the digest was told last; null before the first.</summary>
    public DateOnly? DigestDay
    {
        get
        {
            lock (_gate)
            {
                return _record.DigestDay;
            }
        }
    }

    /// <summary>Remembers of which day the digest was told last.</summary>
    public void SetDigestDay(DateOnly day)
    {
        lock (_gate)
        {
            _record.DigestDay = day;
            MarkUnsavedLocked();
        }
    }

    /// <summary>Settings of one camera.</summary>
    public CameraOverrides Of(string cameraId)
    {
        lock (_gate)
        {
            return _record.Overrides.GetValueOrDefault(cameraId, CameraOverrides.None);
        }
    }

    /// <summary>Changes settings of one camera.</summary>
    public void Change(string cameraId, Func<CameraOverrides, CameraOverrides> change)
    {
        lock (_gate)
        {
            CameraOverrides before = _record.Overrides.GetValueOrDefault(cameraId, CameraOverrides.None);
            CameraOverrides after = change(before);
            if (after == before)
            {
                return;
            }

            if (after == CameraOverrides.None)
            {
                _record.Overrides.Remove(cameraId);
            }
            else
            {
                _record.Overrides[cameraId] = after;
            }

            MarkUnsavedLocked();
        }

        OverridesChanged?.Invoke();
    }

    /// <summary>Notes that a retained topic is at the broker.</summary>
    public void Remember(string topic, SortedDictionary<string, string> components)
    {
        lock (_gate)
        {
            if (!_record.Retained.TryGetValue(topic, out SortedDictionary<string, string>? known) || !known.SequenceEqual(components))
            {
                _record.Retained[topic] = components;
                MarkUnsavedLocked();
            }
        }
    }

    /// <summary>Notes that a retained topic is gone from the broker.</summary>
    public void Forget(string topic)
    {
        lock (_gate)
        {
            if (_record.Retained.Remove(topic))
            {
                MarkUnsavedLocked();
            }
        }
    }

    /// <summary>Writes changes until stopped, and the last ones then. What cannot be written is tried again.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await _changed.WaitAsync(stopping);
            Save();
            await Task.Delay(WriteInterval, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Save();
    }

    private void MarkUnsavedLocked()
    {
        _isUnsaved = true;
        _changed.Set();
    }

    private void Save()
    {
        byte[] content;
        lock (_gate)
        {
            if (!_isUnsaved)
            {
                return;
            }

            _isUnsaved = false;
            content = _record.ToJson();
        }

        try
        {
            _file.Write(content);
            _fails = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ReportNotSaved(e.Message);
        }
    }

    private void ReportNotSaved(string reason)
    {
        lock (_gate)
        {
            MarkUnsavedLocked();
        }

        if (!_fails)
        {
            _fails = true;
            LogNotSaved(_path, reason);
        }
    }

    private NodeRecord Load()
    {
        ConvertFirstForm();
        NodeRecord record = new();
        _file.TryRead(json => record = NodeRecord.Parse(json));
        return record;
    }

    /// <summary>The first form of this file had its checksum, in hex, in the first line, and then the JSON.</summary>
    private void ConvertFirstForm()
    {
        try
        {
            byte[] bytes = File.Exists(_path) ? File.ReadAllBytes(_path) : [];
            ReadOnlySpan<byte> json = bytes.AsSpan(bytes.IndexOf((byte)'\n') + 1);
            string firstLine = $"edgewatch node, sha256 {Convert.ToHexStringLower(SHA256.HashData(json))}\n";
            if (bytes.AsSpan().StartsWith(Encoding.ASCII.GetBytes(firstLine)))
            {
                _file.Write(json);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file can't be read or written, and reading it or writing it next says so.
        }
    }

    [LoggerMessage(805, LogLevel.Error, "{Path} cannot be written: {Reason}. What is set over MQTT will be forgotten at the next start.")]
    private partial void LogNotSaved(string path, string reason);
}
