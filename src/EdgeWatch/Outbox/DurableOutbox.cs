using EdgeWatch.Core.Events;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Outbox;

/// <summary>
/// An outbox that outlives the process and power cuts: a <see cref="MemoryOutbox"/>, and a file that a message is on before it can be
/// sent. The file is read once, at the start. While it cannot be written to, the outbox goes on in memory, says so, and comes back
/// to the file when it can. Nothing is written while nothing happens.
/// </summary>
internal sealed partial class DurableOutbox : IOutbox, IDisposable
{
    /// <summary>Name of the file in the state directory.</summary>
    public const string FileName = "outbox.db";

    /// <summary>Acknowledged messages whose removal may be outstanding: after a crash, so many are sent twice at most.</summary>
    public const int MostRemovals = 64;

    /// <summary>How long a removal may be outstanding.</summary>
    private static readonly TimeSpan RemovalDelay = TimeSpan.FromSeconds(1);

    /// <summary>How often to look whether the disk can be written to again.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(30);

    /// <summary>Ids of a start at which the file could not be read, for each millisecond since 1970: more than messages can come in one.
    /// </summary>
    private const long IdsPerMillisecond = 1L << 20;

    /// <summary>Where such ids begin at least, however wrong the clock is: above those that are given with the file.</summary>
    private const long LeastIdWithoutFile = 1L << 40;

    private readonly string _path;
    private readonly MemoryOutbox _queue;
    private readonly ILogger _logger;

    /// <summary>
    /// Guards the file. Taken before the queue's own lock. What is taken to be sent needs that one alone; what has been acknowledged waits
    /// here for a message that is just written.
    /// </summary>
    private readonly Lock _gate = new();

    private readonly List<long> _removed = [];
    private readonly ITimer _timer;
    private OutboxFile? _file;
    private bool _hasLoaded;
    private bool _isDisposed;
    private volatile string? _fault;

    /// <summary>Opens the file; a file that cannot be used is set aside, and a disk that cannot be used is no reason to fail.</summary>
    /// <param name="stateDirectory">Folder of the file.</param>
    /// <param name="queue">Empty; brings the limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told when alerts are in memory only.</param>
    public DurableOutbox(string stateDirectory, MemoryOutbox queue, TimeProvider time, ILogger<DurableOutbox> logger)
    {
        _path = Path.Combine(stateDirectory, FileName);
        _queue = queue;
        _logger = logger;
        _timer = time.CreateTimer(_ => KeepFile(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            OpenLocked();
            if (!_hasLoaded)
            {
                _queue.SkipTo(FirstIdWithoutFile(time));
            }
        }
    }

    /// <inheritdoc/>
    public OutboxCounts Counts => _queue.Counts with { Fault = _fault };

    /// <inheritdoc/>
    public bool HasUnsent => _queue.HasUnsent;

    /// <inheritdoc/>
    public void Append(string eventId, AlertEventType type, string topic, byte[] payload)
    {
        lock (_gate)
        {
            OutboxMessage message = _queue.Stamp(eventId, type, topic, payload);
            CommitLocked([message]);
            AddLocked(message);
        }
    }

    /// <inheritdoc/>
    public void Rewind() => _queue.Rewind();

    /// <inheritdoc/>
    public OutboxMessage? TakeFresh() => _queue.TakeFresh();

    /// <inheritdoc/>
    public OutboxMessage? TakeBacklog() => _queue.TakeBacklog();

    /// <inheritdoc/>
    public void Remove(long id)
    {
        lock (_gate)
        {
            _queue.Remove(id);
            MarkRemovedLocked([id]);
            if (_removed.Count >= MostRemovals)
            {
                CommitLocked([]);
            }
        }
    }

    /// <summary>Writes what is outstanding and closes the file. What waits stays in it.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            WriteRemovalsLocked();
            _file?.Dispose();
            _file = null;
            _isDisposed = true;
        }
    }

    /// <summary>
    /// Where ids begin when the file could not be read at the start: above all ids that it may hold, also of earlier starts without it, so
    /// that its messages come first once it can.
    /// </summary>
    private static long FirstIdWithoutFile(TimeProvider time) =>
        Math.Max(LeastIdWithoutFile, time.GetUtcNow().ToUnixTimeMilliseconds() * IdsPerMillisecond);

    private void KeepFile()
    {
        lock (_gate)
        {
            if (_file is null && !_isDisposed)
            {
                OpenLocked();
            }

            WriteRemovalsLocked();
        }
    }

    private void WriteRemovalsLocked()
    {
        if (_removed.Count > 0)
        {
            CommitLocked([]);
        }
    }

    private void AddLocked(OutboxMessage message) => MarkRemovedLocked(_queue.Add(message));

    private void MarkRemovedLocked(IReadOnlyList<long> ids)
    {
        if (_file is null || ids.Count == 0)
        {
            return;
        }

        if (_removed.Count == 0)
        {
            _timer.Change(RemovalDelay, Timeout.InfiniteTimeSpan);
        }

        _removed.AddRange(ids);
    }

    private void CommitLocked(IReadOnlyList<OutboxMessage> added)
    {
        try
        {
            _file?.Commit(added, _removed);
            _removed.Clear();
        }
        catch (SqliteException e)
        {
            DegradeLocked(OutboxFile.Reason(e));
        }
    }

    private void OpenLocked()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            _file = OpenOrSetAsideLocked();
            ReconcileLocked(_file);
            RecoverLocked();
        }
        catch (SqliteException e)
        {
            DegradeLocked(e.SqliteErrorCode == OutboxFile.Busy ? "another process uses it" : OutboxFile.Reason(e));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            DegradeLocked(e.Message);
        }
    }

    /// <summary>Opens the file, and at the first time fills the queue from it.</summary>
    private OutboxFile OpenOrSetAsideLocked()
    {
        OutboxFile? file = null;
        IReadOnlyList<OutboxMessage> saved = [];
        string? reason = null;
        try
        {
            file = OutboxFile.Open(_path);
            saved = file.Read(out bool isDamaged);
            reason = isDamaged ? "it is damaged" : null;
        }
        catch (OutboxFileException e)
        {
            reason = e.Message;
        }

        if (reason is not null)
        {
            file?.Dispose();
            SetAside();
            LogSetAside(_path, reason, Aside(_path), saved.Count);
            file = OutboxFile.Open(_path);
        }

        Load(saved);
        return file!;
    }

    private void Load(IReadOnlyList<OutboxMessage> saved)
    {
        if (_hasLoaded)
        {
            return;
        }

        _hasLoaded = true;
        foreach (OutboxMessage message in saved)
        {
            _queue.Add(message);
        }

        if (saved.Count > 0)
        {
            LogLoaded(saved.Count);
        }
    }

    /// <summary>Makes the file hold what the queue holds: both have gone their own way while it could not be written to.</summary>
    private void ReconcileLocked(OutboxFile file)
    {
        HashSet<long> extra = [.. file.ReadIds()];
        List<OutboxMessage> missing = [];
        foreach (OutboxMessage message in _queue.Messages)
        {
            if (!extra.Remove(message.Id))
            {
                missing.Add(message);
            }
        }

        if (missing.Count + extra.Count > 0)
        {
            file.Commit(missing, extra);
        }
    }

    private void DegradeLocked(string reason)
    {
        bool isNews = _fault != reason;
        _fault = reason;
        _removed.Clear();
        _file?.Dispose();
        _file = null;
        _timer.Change(RetryInterval, Timeout.InfiniteTimeSpan);
        if (isNews)
        {
            LogDegraded(_path, reason, RetryInterval);
        }
    }

    private void RecoverLocked()
    {
        bool wasDegraded = _fault is not null;
        _fault = null;
        if (wasDegraded)
        {
            LogRecovered(_path);
        }
    }

    /// <summary>The log goes first: a log without its database is nothing, a database with another's log would be ruined.</summary>
    private void SetAside()
    {
        Move($"{_path}-wal", $"{Aside(_path)}-wal");
        File.Delete($"{_path}-shm");
        Move(_path, Aside(_path));
    }

    private static string Aside(string path) => $"{path}.unusable";

    private static void Move(string from, string to)
    {
        File.Delete(to);
        if (File.Exists(from))
        {
            File.Move(from, to);
        }
    }
}
