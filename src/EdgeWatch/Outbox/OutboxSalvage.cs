using Microsoft.Data.Sqlite;

namespace EdgeWatch.Outbox;

/// <summary>
/// Reads the messages of an outbox, also of a damaged one: whatever can be reached from either end, and what lies between row by
/// row. A row whose checksum is wrong is left out.
/// </summary>
/// <param name="connection">The database.</param>
internal sealed class OutboxSalvage(SqliteConnection connection)
{
    /// <summary>Ids that are looked for one by one at most: more than an outbox holds, unless an id is damaged itself.</summary>
    private const long MostProbes = 100_000;

    /// <summary>
    /// Failures in a row after which the rest is given up: a damaged inner page of the table hides some 400 others, of two messages each.
    /// </summary>
    private const int MostFailures = 2_000;

    private readonly SortedDictionary<long, OutboxMessage> _messages = [];
    private bool _fails;

    /// <summary>Whether something could not be read.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Reads all that can be read, in order.</summary>
    public IReadOnlyList<OutboxMessage> Read()
    {
        using SqliteCommand ascending = Query("ORDER BY id");
        long? lastFromStart = Scan(ascending);
        if (IsDamaged)
        {
            using SqliteCommand descending = Query("ORDER BY id DESC");
            long? lastFromEnd = Scan(descending);
            long from = (lastFromStart ?? 0) + 1;
            long to = Math.Min(lastFromEnd ?? MostProbes, from + MostProbes);
            Probe(from, to);
        }

        return [.. _messages.Values];
    }

    /// <summary>Looks for one id after the other.</summary>
    private void Probe(long from, long to)
    {
        using SqliteCommand one = Query("WHERE id = $id");
        SqliteParameter sought = one.Parameters.Add("$id", SqliteType.Integer);
        int failures = 0;
        for (long id = from; id < to && failures < MostFailures; id++)
        {
            _fails = false;
            sought.Value = id;
            Scan(one);
            failures = _fails ? failures + 1 : 0;
        }
    }

    /// <summary>Reads until the end or the first failure.</summary>
    /// <returns>The last id that was read.</returns>
    private long? Scan(SqliteCommand command)
    {
        long? last = null;
        try
        {
            using SqliteDataReader row = command.ExecuteReader();
            while (row.Read())
            {
                last = Take(row) ?? last;
            }
        }
        catch (SqliteException)
        {
            _fails = true;
            IsDamaged = true;
        }

        return last;
    }

    private SqliteCommand Query(string which)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT {OutboxRow.Columns} FROM message {which}";
        return command;
    }

    private long? Take(SqliteDataReader row)
    {
        if (OutboxRow.Read(row) is not { } message)
        {
            IsDamaged = true;
            return null;
        }

        _messages[message.Id] = message;
        return message.Id;
    }
}
