using System.Globalization;

namespace Sluice.Rollouts.Tests.Interleaving;

/// <summary>What befalls a process at one of its points: right before it sends a request, or while an answer comes.</summary>
internal enum MishapKind
{
    /// <summary>This one message takes long; the rest of the process goes on.</summary>
    Slow,

    /// <summary>The whole process stands still, as on a laptop whose lid is closed.</summary>
    Asleep,

    /// <summary>The process ends.</summary>
    Killed,
}

/// <summary>A disturbance.</summary>
/// <param name="Process">Whose.</param>
/// <param name="Point">Number of its point, from 1.</param>
/// <param name="Kind">Which.</param>
/// <param name="Seconds">How long; <see cref="Late"/> until everybody else is done; a message that is so slow outlives its process.</param>
internal sealed record Mishap(string Process, int Point, MishapKind Kind, double Seconds)
{
    public const double Late = double.PositiveInfinity;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"new(\"{Process}\", {Point}, MishapKind.{Kind}, {(double.IsInfinity(Seconds) ? "Mishap.Late" : Seconds.ToString("0.##", CultureInfo.InvariantCulture))})");
}

/// <summary>Decides the order of everything. A failing one prints itself so that it can be typed into a test.</summary>
/// <param name="Seed">Of the time that messages take; 0: all the same.</param>
/// <param name="Offset">By how much the second process begins after the first, in seconds.</param>
/// <param name="Mishaps">Disturbances.</param>
internal sealed record Schedule(int Seed, double Offset, IReadOnlyList<Mishap> Mishaps)
{
    private static readonly double[] s_seconds = [0.2, 1.5, 4, 16, 35, Mishap.Late];

    /// <summary>A schedule with up to three disturbances.</summary>
    /// <param name="seed">Makes it.</param>
    /// <param name="points">How many points each process has when nothing disturbs it.</param>
    /// <param name="length">How long the first process takes then.</param>
    public static Schedule Random(int seed, IReadOnlyDictionary<string, int> points, TimeSpan length)
    {
        var random = new Random(seed);
        var offset = random.NextDouble() * length.TotalSeconds * 1.1;
        string[] names = [.. points.Keys.Order(StringComparer.Ordinal)];
        var mishaps = Enumerable.Range(0, random.Next(4)).Select(_ =>
        {
            var name = names[random.Next(names.Length)];
            var kind = random.Next(8) switch { 0 => MishapKind.Killed, < 5 => MishapKind.Slow, _ => MishapKind.Asleep };
            return new Mishap(name, 1 + random.Next(points[name]), kind, kind == MishapKind.Killed ? 0 : s_seconds[random.Next(s_seconds.Length)]);
        });
        return new Schedule(seed + 1, offset, [.. mishaps.DistinctBy(one => (one.Process, one.Point))]);
    }

    /// <summary>Smaller ones that may fail in the same way.</summary>
    public IEnumerable<Schedule> Smaller()
    {
        for (var at = 0; at < Mishaps.Count; at++)
        {
            yield return this with { Mishaps = [.. Mishaps.Where((_, index) => index != at)] };
        }

        if (Seed != 0)
        {
            yield return this with { Seed = 0 };
        }

        if (Offset != Math.Round(Offset))
        {
            yield return this with { Offset = Math.Round(Offset) };
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"new Schedule({Seed}, {Offset:R}, [{string.Join(", ", Mishaps)}])");
}
