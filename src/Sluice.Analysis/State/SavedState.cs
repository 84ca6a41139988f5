namespace Sluice.Analysis.State;

/// <summary>A saved gate: what kind it is and how it is set, so that numbers never reach a gate that they do not belong to.</summary>
internal static class SavedState
{
    private const int Version = 2;

    public static byte[] Write(string fingerprint, Action<IState> visit)
    {
        var writer = new StateWriter();
        var version = Version;
        string? text = fingerprint;
        writer.Int(ref version);
        writer.Text(ref text);
        visit(writer);
        return writer.ToArray();
    }

    /// <summary>Reads into a gate that nobody uses yet; the caller keeps the one it had unless this says <see langword="null"/>.</summary>
    public static string? Read(ReadOnlySpan<byte> saved, string fingerprint, Action<IState> visit)
    {
        var reader = new StateReader(saved.ToArray());
        var version = 0;
        string? text = null;
        reader.Int(ref version);
        if (reader.Failed || version != Version)
        {
            return reader.Failed ? "it is cut off" : $"it was saved in form {version}, and this version of Sluice reads form {Version}";
        }

        reader.Text(ref text);
        if (text != fingerprint)
        {
            return "it was saved by a gate with other settings";
        }

        visit(reader);
        return reader.IsComplete ? null : "it is cut off or too long";
    }
}
