namespace Sluice.Analysis;

/// <summary>A judge over a candidate while it runs. It knows no clock and asks nobody: it is told samples and answers each of them.</summary>
public interface IGate
{
    /// <summary>Its name in <c>sluice.yaml</c>.</summary>
    string Name { get; }

    /// <summary>Takes what came since the sample before and answers. A sample that makes no sense changes nothing and is told back.</summary>
    Answer Observe(in GateSample sample);

    /// <summary>The last answer with every number behind it; before any sample: that nothing was seen yet.</summary>
    Verdict Explain();

    /// <summary>Everything that it has learnt, a few kB; <see cref="Restore"/> goes on from there bit for bit.</summary>
    byte[] Save();

    /// <summary>Goes on from a <see cref="Save"/> of a gate with the same settings.</summary>
    /// <returns>Why it cannot, and then nothing has changed; <see langword="null"/> if it does.</returns>
    string? Restore(ReadOnlySpan<byte> saved);
}
