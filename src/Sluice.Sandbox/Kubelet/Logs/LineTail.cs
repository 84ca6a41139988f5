namespace Sluice.Sandbox.Kubelet.Logs;

/// <summary>Complete lines of a file that grows and may be begun anew; each line ends in its line feed.</summary>
internal sealed class LineTail(string path) : IDisposable
{
    private FileStream? _file;
    private byte[] _rest = [];

    /// <summary>Everything there is, the older file first.</summary>
    public IEnumerable<byte[]> ReadAll(string older)
    {
        if (File.Exists(older))
        {
            using var file = Open(older);
            foreach (byte[] line in Lines(file))
            {
                yield return line;
            }
        }

        foreach (byte[] line in ReadNew())
        {
            yield return line;
        }
    }

    /// <summary>What came since the last read.</summary>
    public IEnumerable<byte[]> ReadNew()
    {
        _file ??= File.Exists(path) ? Open(path) : null;
        if (_file is null)
        {
            yield break;
        }

        foreach (byte[] line in Lines(_file))
        {
            yield return line;
        }

        if (File.Exists(path) && new FileInfo(path).Length < _file.Position)
        {
            _file.Dispose();
            _file = Open(path);
            foreach (byte[] line in Lines(_file))
            {
                yield return line;
            }
        }
    }

    public void Dispose() => _file?.Dispose();

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);

    private IEnumerable<byte[]> Lines(FileStream file)
    {
        byte[] buffer = new byte[1 << 16];
        while (file.Read(buffer) is > 0 and var count)
        {
            byte[] text = [.. _rest, .. buffer.AsSpan(0, count)];
            int start = 0;
            for (int end; (end = Array.IndexOf(text, (byte)'\n', start)) >= 0; start = end + 1)
            {
                yield return text[start..(end + 1)];
            }

            _rest = text[start..];
        }
    }
}
