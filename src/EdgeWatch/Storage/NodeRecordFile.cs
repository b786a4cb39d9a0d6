using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EdgeWatch.Storage;

/// <summary>The bytes of a <see cref="NodeRecord"/>: a first line with a SHA-256 of all after it, then JSON that people can read.</summary>
internal static class NodeRecordFile
{
    private const string Mark = "edgewatch node, sha256 ";

    /// <summary>Far more than the settings of a hundred cameras.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>Writes a record.</summary>
    public static byte[] Write(NodeRecord record)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(record, NodeRecordJson.Default.NodeRecord);
        return [.. Encoding.ASCII.GetBytes($"{Mark}{Convert.ToHexStringLower(SHA256.HashData(json))}\n"), .. json];
    }

    /// <summary>Reads a record back.</summary>
    /// <exception cref="InvalidDataException">Damaged, or of another version; the message completes "… cannot be used: ".</exception>
    public static NodeRecord Read(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)'\n');
        if (bytes.Length > MostBytes || end < 0 || !bytes.StartsWith(Encoding.ASCII.GetBytes(Mark)))
        {
            throw new InvalidDataException("it is not a file of a node's settings");
        }

        ReadOnlySpan<byte> json = bytes[(end + 1)..];
        if (Encoding.ASCII.GetString(bytes[Mark.Length..end]) != Convert.ToHexStringLower(SHA256.HashData(json)))
        {
            throw new InvalidDataException("its checksum does not match: it is damaged");
        }

        return Parse(json);
    }

    private static NodeRecord Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            NodeRecord? record = JsonSerializer.Deserialize(json, NodeRecordJson.Default.NodeRecord);
            return record is { Schema: NodeRecord.SupportedSchema, Overrides: not null, Retained: not null }
                ? record
                : throw new InvalidDataException($"it has version {record?.Schema} of the layout; this program reads version {NodeRecord.SupportedSchema}");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"it is no valid JSON: {e.Message}", e);
        }
    }
}
