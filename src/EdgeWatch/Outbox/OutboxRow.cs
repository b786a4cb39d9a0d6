using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using EdgeWatch.Core.Events;
using Microsoft.Data.Sqlite;

namespace EdgeWatch.Outbox;

/// <summary>
/// How a message stands in the outbox's table. SQLite has no checksums of its own for what is in the database, so every row carries
/// one: a row that a failing disk has changed is recognised and never sent.
/// </summary>
internal static class OutboxRow
{
    /// <summary>The columns in the order in which <see cref="Read"/> expects them.</summary>
    public const string Columns = "id, event_id, type, topic, payload, appended_at, checksum";

    private static readonly string[] Parameters = ["$id", "$event_id", "$type", "$topic", "$payload", "$appended_at", "$checksum"];

    /// <summary>A statement that writes one row; <see cref="Bind"/> gives it its values.</summary>
    public static SqliteCommand Insertion(SqliteConnection connection)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO message ({Columns}) VALUES ({string.Join(", ", Parameters)})";
        foreach (string parameter in Parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        }

        return command;
    }

    /// <summary>Gives an <see cref="Insertion"/> the values of a message.</summary>
    public static void Bind(SqliteCommand insertion, OutboxMessage message)
    {
        long appendedAt = message.AppendedAt.ToUnixTimeMilliseconds();
        object[] values =
        [
            message.Id, message.EventId, (int)message.Type, message.Topic, message.Payload, appendedAt, Checksum(message, appendedAt),
        ];
        for (int i = 0; i < values.Length; i++)
        {
            insertion.Parameters[i].Value = values[i];
        }
    }

    /// <summary>The message of a row; null when the row is damaged.</summary>
    public static OutboxMessage? Read(SqliteDataReader row)
    {
        if (!HasTypes(row))
        {
            return null;
        }

        long appendedAt = row.GetInt64(5);
        OutboxMessage message = new(
            row.GetInt64(0),
            row.GetString(1),
            (AlertEventType)row.GetInt32(2),
            row.GetString(3),
            row.GetFieldValue<byte[]>(4),
            DateTimeOffset.UnixEpoch.AddMilliseconds(appendedAt));
        return Checksum(message, appendedAt).AsSpan().SequenceEqual(row.GetFieldValue<byte[]>(6)) ? message : null;
    }

    /// <summary>A damaged row may hold anything; SQLite's types are those of the values, not of the columns.</summary>
    private static bool HasTypes(SqliteDataReader row) =>
        row.GetValue(0) is long && row.GetValue(1) is string && row.GetValue(2) is >= 0L and <= byte.MaxValue && row.GetValue(3) is string
        && row.GetValue(4) is byte[] && row.GetValue(5) is >= 0L and < 253_402_300_800_000L && row.GetValue(6) is byte[];

    /// <summary>SHA-256 over all other columns, texts with their lengths before them.</summary>
    private static byte[] Checksum(OutboxMessage message, long appendedAt)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AddNumber(hash, message.Id);
        AddBytes(hash, Encoding.UTF8.GetBytes(message.EventId));
        AddNumber(hash, (int)message.Type);
        AddBytes(hash, Encoding.UTF8.GetBytes(message.Topic));
        AddBytes(hash, message.Payload);
        AddNumber(hash, appendedAt);
        return hash.GetHashAndReset();
    }

    private static void AddBytes(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        AddNumber(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void AddNumber(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
