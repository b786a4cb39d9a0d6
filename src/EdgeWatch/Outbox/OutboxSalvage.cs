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

    private readonly SortedDictionary<long, OutboxMessage> _messages = [];

    /// <summary>Whether something could not be read.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Reads all that can be read, in order.</summary>
    public IReadOnlyList<OutboxMessage> Read()
    {
        long? lastFromStart = Scan("ORDER BY id");
        if (IsDamaged)
        {
            long? lastFromEnd = Scan("ORDER BY id DESC");
            long from = (lastFromStart ?? 0) + 1;
            long to = Math.Min(lastFromEnd ?? MostProbes, from + MostProbes);
            for (long id = from; id < to; id++)
            {
                Scan($"WHERE id = {id}");
            }
        }

        return [.. _messages.Values];
    }

    /// <summary>Reads until the end or the first failure.</summary>
    /// <returns>The last id that was read.</returns>
    private long? Scan(string which)
    {
        long? last = null;
        try
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"SELECT {OutboxRow.Columns} FROM message {which}";
            using SqliteDataReader row = command.ExecuteReader();
            while (row.Read())
            {
                last = Take(row) ?? last;
            }
        }
        catch (SqliteException)
        {
            IsDamaged = true;
        }

        return last;
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
