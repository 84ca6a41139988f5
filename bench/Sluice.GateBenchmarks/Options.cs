using System.Globalization;

namespace Sluice.GateBenchmarks;

/// <summary>What the command line says.</summary>
internal sealed record Options(bool IsQuick, string Folder, ulong Seed, int Threads)
{
    public const string Usage =
        """
        dotnet run -c Release --project bench/Sluice.GateBenchmarks -- [--quick] [--out DIR] [--seed N] [--threads N]
          --quick      few runs, for a first look and for CI: at most 20 s
          --out DIR    where gate-figures.md and gate-figures.svg go (default .nuke/temp/gate-figures)
          --seed N     of all random numbers (default 1)
          --threads N  runs at a time (default: processors); the figures do not depend on it
        Exit codes: 0 every figure is reached, 1 one is not, 2 the command line is wrong.
        """;

    /// <summary>The options, or everything that is wrong with them.</summary>
    public static (Options? Options, IReadOnlyList<string> Problems) Parse(IReadOnlyList<string> words)
    {
        var options = new Options(false, Path.Combine(".nuke", "temp", "gate-figures"), Seed: 1, Environment.ProcessorCount);
        List<string> problems = [];
        for (var index = 0; index < words.Count; index++)
        {
            var word = words[index];
            switch (word)
            {
                case "--quick":
                    options = options with { IsQuick = true };
                    break;
                case "--out" or "--seed" or "--threads" when index + 1 == words.Count:
                    problems.Add($"{word}: its value is missing");
                    break;
                case "--out":
                    options = options with { Folder = words[++index] };
                    break;
                case "--seed" when ulong.TryParse(words[++index], NumberStyles.None, CultureInfo.InvariantCulture, out var seed):
                    options = options with { Seed = seed };
                    break;
                case "--threads" when int.TryParse(words[++index], NumberStyles.None, CultureInfo.InvariantCulture, out var threads) && threads is >= 1 and <= 1024:
                    options = options with { Threads = threads };
                    break;
                case "--seed":
                    problems.Add($"--seed {words[index]}: a whole number from 0 on is allowed");
                    break;
                case "--threads":
                    problems.Add($"--threads {words[index]}: 1 to 1024 are allowed");
                    break;
                default:
                    problems.Add($"{word}: no such option");
                    break;
            }
        }

        return (problems.Count == 0 ? options : null, problems);
    }
}
