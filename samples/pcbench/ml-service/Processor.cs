namespace PcBench.MlService;

/// <summary>What the model knows of a processor.</summary>
/// <param name="Cores">1 to 512.</param>
/// <param name="ClockGHz">0.1 to 10.</param>
/// <param name="CacheMb">0 to 4096.</param>
public sealed record Processor(int Cores, double ClockGHz, double CacheMb)
{
    /// <summary>What is out of range, or <see langword="null"/>.</summary>
    public string? Invalid() =>
        Cores is < 1 or > 512 ? $"cores={Cores}: allowed are 1 to 512"
        : ClockGHz is not (>= 0.1 and <= 10) ? FormattableString.Invariant($"clockGHz={ClockGHz}: allowed are 0.1 to 10")
        : CacheMb is not (>= 0 and <= 4096) ? FormattableString.Invariant($"cacheMb={CacheMb}: allowed are 0 to 4096")
        : null;
}
