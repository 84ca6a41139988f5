using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Sandbox.Store;

/// <summary>One line of the store's file: an object as it is since a revision, or (with no object) its removal.</summary>
internal sealed record StoreRecord(long Revision, ResourceKey? Key, JsonObject? Object);

/// <summary>
/// The store's file: one JSON document a line, only ever appended to, and replaced as a whole by a shorter one with the
/// same meaning when it has grown. Every append reaches the kernel before it returns, so a killed process loses nothing
/// that was answered; a line torn by the kill is cut off at the next start. Not thread-safe: the store's lock covers it.
/// </summary>
internal sealed class StoreLog : IDisposable
{
    private const byte LineEnd = (byte)'\n';
    private readonly string _path;
    private readonly long _maxBytes;
    private FileStream _file;
    private long _length;

    private StoreLog(string path, FileStream file, long length, long maxBytes)
    {
        _path = path;
        _maxBytes = maxBytes;
        _file = file;
        _length = length;
    }

    /// <summary>Bytes in the file.</summary>
    public long Length => _length;

    /// <summary>Opens or creates the file and reads what it holds.</summary>
    /// <exception cref="StoreCorruptException">A line other than a torn last one cannot be read.</exception>
    public static StoreLog Open(string path, ICollection<StoreRecord> records, long maxBytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path + ".new");
        byte[] bytes = File.Exists(path) ? File.ReadAllBytes(path) : [];
        long good = Read(path, bytes, records);
        var file = OpenFile(path);
        file.SetLength(good);
        file.Position = good;
        var log = new StoreLog(path, file, good, maxBytes);
        if (good > 0 && bytes[good - 1] != LineEnd)
        {
            log.Write([LineEnd]);
        }

        return log;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Appends one record.</summary>
    /// <exception cref="IOException">The disk refused it; the file is as before.</exception>
    public void Append(StoreRecord record) => Write(Line(record));

    /// <summary>Replaces the file by one that holds only <paramref name="records"/>; on an I/O error the old one stays.</summary>
    public void Rewrite(IEnumerable<StoreRecord> records)
    {
        string next = _path + ".new";
        try
        {
            using (var file = OpenFile(next))
            {
                foreach (var record in records)
                {
                    file.Write(Line(record));
                }

                file.Flush(flushToDisk: true);
            }

            File.Move(next, _path, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(next);
            throw;
        }

        var opened = OpenFile(_path);
        _file.Dispose();
        _file = opened;
        _length = opened.Length;
        opened.Position = _length;
    }

    private static long Read(string path, byte[] bytes, ICollection<StoreRecord> records)
    {
        long start = 0;
        for (long line = 1; start < bytes.Length; line++)
        {
            int end = Array.IndexOf(bytes, LineEnd, (int)start);
            int stop = end < 0 ? bytes.Length : end;
            if (Parse(bytes.AsSpan((int)start, stop - (int)start)) is { } record)
            {
                records.Add(record);
                start = end < 0 ? stop : end + 1;
                continue;
            }

            if (end >= 0)
            {
                throw new StoreCorruptException(path, line, "is not a record of the store; ./build.sh SandboxReset starts an empty one");
            }

            return start;
        }

        return start;
    }

    private static StoreRecord? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            if (JsonNode.Parse(line) is not JsonObject json || json["r"] is not JsonValue revision)
            {
                return null;
            }

            var key = json["k"] is JsonArray parts
                ? new ResourceKey(parts[0]!.GetValue<string>(), parts[1]!.GetValue<string>(), parts[2]!.GetValue<string>())
                : null;
            var value = json["o"] as JsonObject;
            json.Remove("o");
            return new StoreRecord(revision.GetValue<long>(), key, value);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static FileStream OpenFile(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.ReadWrite,
        Share = FileShare.Read,
        BufferSize = 0,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });

    private static byte[] Line(StoreRecord record)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("r", record.Revision);
            if (record.Key is { } key)
            {
                json.WriteStartArray("k");
                json.WriteStringValue(key.Resource);
                json.WriteStringValue(key.Namespace);
                json.WriteStringValue(key.Name);
                json.WriteEndArray();
            }

            if (record.Object is { } value)
            {
                json.WritePropertyName("o");
                value.WriteTo(json);
            }

            json.WriteEndObject();
        }

        buffer.WriteByte(LineEnd);
        return buffer.ToArray();
    }

    private void Write(byte[] bytes)
    {
        if (_length + bytes.Length > _maxBytes)
        {
            throw new IOException($"{_path} may not grow beyond {_maxBytes} bytes");
        }

        if (_file.Length != _length)
        {
            // An earlier write failed half-way and could not be cut off then.
            _file.SetLength(_length);
        }

        _file.Position = _length;
        try
        {
            _file.Write(bytes);
            _length += bytes.Length;
        }
        catch (IOException)
        {
            TryCut();
            throw;
        }
    }

    private void TryCut()
    {
        try
        {
            _file.SetLength(_length);
        }
        catch (IOException)
        {
            // The next write tries again before it appends.
        }
    }
}
