using System.Globalization;
using Microsoft.Data.Sqlite;

namespace EdgeWatch.Outbox;

/// <summary>
/// The outbox's table in an SQLite database in WAL mode. For one caller at a time. It belongs to this process alone: a second one
/// finds it locked.
/// </summary>
internal sealed class OutboxFile : IDisposable
{
    /// <summary>The newest schema that this version reads, in SQLite's <c>user_version</c>.</summary>
    public const int Schema = 1;

    /// <summary>SQLite's result code: another process has the file.</summary>
    public const int Busy = 5;

    /// <summary>Marks the file as an outbox (SQLite's <c>application_id</c>): "EWob".</summary>
    private const int ApplicationId = 0x45576F62;

    /// <summary>
    /// SQLite's result codes for a file that is damaged or no database at all. Its general one is that of a header with impossible
    /// values, since the statements here are right.
    /// </summary>
    private const int General = 1;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    /// <summary>How long to wait for a file that another process has: it may be about to end.</summary>
    private const int LockTimeoutSeconds = 1;

    /// <summary>What the write-ahead log shrinks to after a checkpoint; SQLite makes one every 1000 pages, 4 MB.</summary>
    private const int LogBytesKept = 4 * 1024 * 1024;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _delete;
    private bool _isSynchronous = true;

    private OutboxFile(SqliteConnection connection)
    {
        _connection = connection;
        _insert = OutboxRow.Insertion(connection);
        _delete = connection.CreateCommand();
        _delete.CommandText = "DELETE FROM message WHERE id = $id";
        _delete.Parameters.Add(new SqliteParameter { ParameterName = "$id" });
    }

    /// <summary>Opens the file, or creates it.</summary>
    /// <exception cref="OutboxFileException">It is no outbox, of a newer version, or damaged.</exception>
    /// <exception cref="SqliteException">It cannot be opened or written to; nothing is wrong with the file itself.</exception>
    public static OutboxFile Open(string path)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = Address(path),
            Pooling = false,
            DefaultTimeout = LockTimeoutSeconds,
        }.ToString());
        try
        {
            connection.Open();
            Prepare(connection);
            return new OutboxFile(connection);
        }
        catch (SqliteException e) when (IsDamage(e))
        {
            connection.Dispose();
            throw new OutboxFileException(Reason(e));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Tells SQLite not to trust the disk with the neighbourhood of what it overwrites (psow: powersafe overwrite): each commit is
    /// padded to a whole sector, so that a torn write of the next one cannot damage it. Flash cards are not to be trusted.
    /// </summary>
    private static string Address(string path) => $"file:{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}?psow=0";

    /// <summary>Whether the file itself is at fault, so that trying again is no use.</summary>
    public static bool IsDamage(SqliteException exception) => exception.SqliteErrorCode is General or Corrupt or NotADatabase;

    /// <summary>SQLite's own words, without what the binding puts around them.</summary>
    public static string Reason(SqliteException exception) =>
        SQLitePCL.raw.sqlite3_errstr(exception.SqliteExtendedErrorCode).utf8_to_string();

    /// <summary>Reads all that it holds, in order.</summary>
    /// <param name="isDamaged">Whether something could not be read.</param>
    public IReadOnlyList<OutboxMessage> Read(out bool isDamaged)
    {
        OutboxSalvage salvage = new(_connection);
        IReadOnlyList<OutboxMessage> messages = salvage.Read();
        isDamaged = salvage.IsDamaged || !PassesCheck();
        return messages;
    }

    /// <summary>Reads the ids of all that it holds.</summary>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    public IReadOnlyList<long> ReadIds()
    {
        List<long> ids = [];
        using SqliteCommand command = Command(_connection, "SELECT id FROM message");
        using SqliteDataReader row = command.ExecuteReader();
        while (row.Read())
        {
            ids.Add(row.GetInt64(0));
        }

        return ids;
    }

    /// <summary>
    /// Writes new messages and deletes old ones, all or nothing. When there are new ones, they are on the disk on return; mere
    /// deletions are not waited for, since losing one to a power cut does no more than send a message twice.
    /// </summary>
    /// <exception cref="SqliteException">Nothing was changed.</exception>
    public void Commit(IEnumerable<OutboxMessage> added, IEnumerable<long> removed)
    {
        List<OutboxMessage> messages = [.. added];
        SetSynchronous(messages.Count > 0);
        using SqliteTransaction transaction = _connection.BeginTransaction();
        Run(_insert, transaction, messages, message => OutboxRow.Bind(_insert, message));
        Run(_delete, transaction, removed, id => _delete.Parameters[0].Value = id);
        transaction.Commit();
    }

    /// <summary>Closes it; what is in the log goes into the database.</summary>
    public void Dispose()
    {
        _insert.Dispose();
        _delete.Dispose();
        _connection.Dispose();
    }

    private static void Prepare(SqliteConnection connection)
    {
        // Exclusive: no -shm file, and a second process is told. Before anything is read, or it comes too late.
        Execute(connection, "PRAGMA locking_mode = EXCLUSIVE");
        if (Number(connection, "SELECT count(*) FROM sqlite_schema") == 0 && Number(connection, "PRAGMA application_id") == 0)
        {
            // In WAL mode from the first page on: the creation is one commit of the log.
            Execute(connection, "PRAGMA journal_mode = WAL");
            Create(connection);
        }

        RequireOutbox(connection);
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, "PRAGMA synchronous = FULL");
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA journal_size_limit = {LogBytesKept}"));

        // Takes the lock, and finds out whether the file can be written to.
        Execute(connection, "BEGIN IMMEDIATE; COMMIT");
    }

    private static void Create(SqliteConnection connection) => Execute(connection, string.Create(CultureInfo.InvariantCulture, $"""
        BEGIN;
        CREATE TABLE message (
            id INTEGER PRIMARY KEY,
            event_id TEXT NOT NULL,
            type INTEGER NOT NULL,
            topic TEXT NOT NULL,
            payload BLOB NOT NULL,
            appended_at INTEGER NOT NULL, -- Unix time in milliseconds
            checksum BLOB NOT NULL);
        PRAGMA application_id = {ApplicationId};
        PRAGMA user_version = {Schema};
        COMMIT;
        """));

    private static void RequireOutbox(SqliteConnection connection)
    {
        if (Number(connection, "PRAGMA application_id") != ApplicationId)
        {
            throw new OutboxFileException("it is a database of another program");
        }

        long schema = Number(connection, "PRAGMA user_version");
        if (schema != Schema)
        {
            throw new OutboxFileException(
                $"it was written by another version of EdgeWatch (its schema is {schema}, this one reads {Schema})");
        }

        if (Number(connection, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'message'") != 1)
        {
            throw new OutboxFileException("its table is missing");
        }
    }

    private bool PassesCheck()
    {
        try
        {
            using SqliteCommand command = Command(_connection, "PRAGMA quick_check(1)");
            return command.ExecuteScalar() is "ok";
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private void SetSynchronous(bool isSynchronous)
    {
        if (_isSynchronous != isSynchronous)
        {
            Execute(_connection, isSynchronous ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            _isSynchronous = isSynchronous;
        }
    }

    private static void Run<T>(SqliteCommand command, SqliteTransaction transaction, IEnumerable<T> items, Action<T> bind)
    {
        command.Transaction = transaction;
        foreach (T item in items)
        {
            bind(item);
            command.ExecuteNonQuery();
        }
    }

    private static long Number(SqliteConnection connection, string query)
    {
        using SqliteCommand command = Command(connection, query);
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string statement)
    {
        using SqliteCommand command = Command(connection, statement);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, string text)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        return command;
    }
}

/// <summary>A file is no outbox, or none that this version can read, or damaged; says which.</summary>
internal sealed class OutboxFileException(string message) : Exception(message);
