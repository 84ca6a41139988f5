namespace Sluice.Analysis.Evidence;

/// <summary>Means of numbers that are kept as logarithms.</summary>
internal static class LogSum
{
    /// <summary>ln of the mean of exp(log − origin).</summary>
    public static double Mean(ReadOnlySpan<double> logs, ReadOnlySpan<double> origins)
    {
        var top = double.NegativeInfinity;
        for (var i = 0; i < logs.Length; i++)
        {
            top = Math.Max(top, logs[i] - origins[i]);
        }

        var sum = 0.0;
        for (var i = 0; i < logs.Length; i++)
        {
            sum += Math.Exp(logs[i] - origins[i] - top);
        }

        return top + Math.Log(sum / logs.Length);
    }

    /// <summary>ln of the mean of exp(log).</summary>
    public static double Mean(ReadOnlySpan<double> logs)
    {
        var top = double.NegativeInfinity;
        foreach (var log in logs)
        {
            top = Math.Max(top, log);
        }

        var sum = 0.0;
        foreach (var log in logs)
        {
            sum += Math.Exp(log - top);
        }

        return top + Math.Log(sum / logs.Length);
    }

    /// <summary>ln(exp(left) + exp(right)).</summary>
    public static double Add(double left, double right)
    {
        var (high, low) = left >= right ? (left, right) : (right, left);
        return double.IsNegativeInfinity(low) ? high : high + Math.Log(1 + Math.Exp(low - high));
    }
}
