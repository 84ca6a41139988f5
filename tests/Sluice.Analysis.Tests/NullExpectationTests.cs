using Sluice.Analysis.Evidence;

namespace Sluice.Analysis.Tests;

/// <summary>Evidence against a hypothesis that holds is at most 1 on average: every outcome is enumerated with its probability.</summary>
public sealed class NullExpectationTests
{
    private const double Rounding = 1e-9;

    private static readonly MetricSettings s_errors = new("errors") { Effects = EffectGrid.Errors, Margins = [0.02, 0.01] };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Interval_OfIndependentBadRequestsUnderTheNull_IsAtMostOne(int seed)
    {
        var random = new Random(seed);
        var (nc, nb) = (random.Next(1, 40), random.Next(1, 80));
        var (rho0, delta) = (random.Next(3) == 0 ? 0 : 0.5 + random.NextDouble(), random.NextDouble() * 0.05);
        var thetaB = random.NextDouble() * 0.4;
        var beta = Math.Max(1e-4, thetaB * (0.2 + (3 * random.NextDouble())));
        var worse = Math.Min(0.99, ((rho0 * beta) + delta) * (1 + (9 * random.NextDouble())));
        var better = ((rho0 * beta) + delta) * (0.05 + (0.9 * random.NextDouble()));

        // At the edge of both nulls, and inside of each.
        foreach (var edge in new[] { 1.0, 0.6 })
        {
            Assert.InRange(Expectation(nc, nb, (rho0 * thetaB + delta) * edge, thetaB, worse, beta, rho0, delta), 0, 1 + Rounding);
            Assert.InRange(Expectation(nc, nb, Math.Min(1, (rho0 * thetaB + delta) / edge), thetaB, better, beta, rho0, delta), 0, 1 + Rounding);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void ExactInterval_OfIndependentBadRequestsUnderTheNull_IsAtMostOne(int seed)
    {
        var random = new Random(seed);
        var (nc, nb) = (random.Next(1, 40), random.Next(1, 80));
        var beta = 0.01 + (0.8 * random.NextDouble());
        var theta = beta + ((0.99 - beta) * random.NextDouble());

        // Stable's rate may be any, near the bet or not; the candidate's is the same or lower.
        foreach (var thetaB in new[] { 0, beta / 3, beta, (beta + theta) / 2, theta, 1 })
        {
            foreach (var thetaC in new[] { thetaB, thetaB / 2, 0 })
            {
                var (pc, pb) = (Binomial(nc, thetaC), Binomial(nb, thetaB));
                var expectation = Enumerable.Range(0, nc + 1).Sum(ec => Enumerable.Range(0, nb + 1).Sum(
                    eb => pc[ec] * pb[eb] * Math.Exp(BernoulliEvidence.LogOf(ArmsOf(nc, ec, nb, eb), theta, beta))));
                Assert.InRange(expectation, 0, 1 + Rounding);
            }
        }
    }

    [Theory]
    [InlineData(0.25, 0.25)]
    [InlineData(0.1, 0.4)]
    [InlineData(0.6, 0.6)]
    public void RollbackProcess_OfFrequentBadRequestsUnderTheNull_IsAtMostOne(double thetaC, double thetaB) =>
        Assert.InRange(ProcessExpectation(s_errors with { Prior = new(10_000, 2_500) }, thetaC, thetaB, process => process.LogEvidence), 0, 1 + Rounding);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Interval_OfClustersOfGeometricSizeUnderTheNull_IsAtMostOne(int seed)
    {
        var random = new Random(seed);
        var (nc, nb, kappa) = (random.Next(1, 100), random.Next(1, 400), 1 + (4 * random.NextDouble()));
        var (delta, thetaB) = (random.NextDouble() * 0.02, random.NextDouble() * 0.05);
        var beta = Math.Max(1e-4, thetaB * (0.2 + (3 * random.NextDouble())));
        var theta = (beta + delta) * (random.Next(2) == 0 ? 0.05 + (0.9 * random.NextDouble()) : 1 + (9 * random.NextDouble()));
        var tilt = IntervalEvidence.TiltOf(nc, nb, theta, beta, 1, delta);
        var (pc, pb) = (Clusters(nc * (thetaB + delta), kappa), Clusters(nb * thetaB, kappa));

        // The bets on both sides are independent, so the expectation is a product.
        var none = IntervalEvidence.LogOf(ArmsOf(nc, 0, nb, 0), tilt, 1, delta, kappa);
        var candidate = Mean(pc, e => IntervalEvidence.LogOf(ArmsOf(nc, e, nb, 0), tilt, 1, delta, kappa) - none);
        var baseline = Mean(pb, e => IntervalEvidence.LogOf(ArmsOf(nc, 0, nb, e), tilt, 1, delta, kappa) - none);

        Assert.InRange(candidate * baseline * Math.Exp(none), 0, 1 + 1e-6);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Block_WhoseClustersFallInProportionToTraffic_IsAtMostOne(int seed)
    {
        var random = new Random(seed);
        var (nc, nb, rho0) = (random.Next(1, 100), random.Next(1, 400), 0.5 + random.NextDouble());
        var rho = rho0 * (1.1 + (20 * random.NextDouble()));
        int[] sizes = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => random.Next(1, 9))];
        var p = nc * rho0 / ((nc * rho0) + nb);
        var expectation = 0.0;
        for (var outcome = 0; outcome < 1 << sizes.Length; outcome++)
        {
            var onCandidate = sizes.Where((_, index) => (outcome >> index & 1) == 1).Sum();
            var probability = sizes.Select((_, index) => (outcome >> index & 1) == 1 ? p : 1 - p).Aggregate((x, y) => x * y);
            expectation += probability * Math.Exp(BlockBet.LogOf(ArmsOf(100 * nc, onCandidate, 100 * nb, sizes.Sum() - onCandidate), rho, rho0));
        }

        Assert.InRange(expectation, 0, 1 + Rounding);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void BlockAgainstAnObjective_WhoseClustersFailAsOftenAsIsAllowed_IsOne(int seed)
    {
        var random = new Random(seed);
        var objective = 0.001 + (0.4 * random.NextDouble());
        var theta = objective + ((0.99 - objective) * random.NextDouble());
        int[] sizes = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => random.Next(1, 9))];
        var expectation = 0.0;
        for (var outcome = 0; outcome < 1 << sizes.Length; outcome++)
        {
            var bad = sizes.Where((_, index) => (outcome >> index & 1) == 1).Sum();
            var probability = sizes.Select((_, index) => (outcome >> index & 1) == 1 ? objective : 1 - objective).Aggregate((x, y) => x * y);
            expectation += probability * Math.Exp(BlockBet.LogAgainst(objective, new Counts(sizes.Sum(), bad), theta));
        }

        Assert.Equal(1, expectation, Rounding);
    }

    [Theory]
    [InlineData(0, 0.001, 0.1)]
    [InlineData(1, 0.001, 0.1)]
    [InlineData(0, 0.1, 0)]
    public void RollbackProcess_AgainstAnObjectiveThatIsJustMet_IsAtMostOne(double rho0, double delta, double objective) =>
        Assert.InRange(
            ProcessExpectation(
                s_errors with { Rho0 = rho0, Delta = delta, Objective = objective }, 0.1, 0.5, process => process.LogEvidence, objective > 0 ? Measure.Objective : Measure.Margin),
            0,
            1 + Rounding);

    [Theory]
    [InlineData(0.1, 0.1, 0, 1.0)]
    [InlineData(0.3, 0.3, 0.001, 1.0)]
    [InlineData(0.05, 0.4, 0, 1.0)]
    [InlineData(0.25, 0.25, 0.1, 1.0)]
    [InlineData(0.2, 0.2, 0.001, 2.5)]
    public void RollbackProcess_OverTwoStepsUnderTheNull_IsAtMostOne(double thetaC, double thetaB, double delta, double kappa) =>
        Assert.InRange(ProcessExpectation(s_errors with { Delta = delta, Kappa = kappa }, thetaC, thetaB, process => process.LogEvidence), 0, 1 + Rounding);

    [Theory]
    [InlineData(0.12, 0.1, 1.0)]
    [InlineData(0.3, 0.2, 1.0)]
    [InlineData(0.42, 0.4, 1.0)]
    public void PromotionProcess_OverTwoIntervalsAtTheMargin_IsAtMostOne(double thetaC, double thetaB, double kappa) =>
        Assert.InRange(ProcessExpectation(s_errors with { Kappa = kappa }, thetaC, thetaB, process => process.LogPromotion(0, Measure.Margin)), 0, 1 + Rounding);

    [Fact]
    public void PromotionProcess_AgainstAnObjectiveThatIsMissed_IsAtMostOne() =>
        Assert.InRange(
            ProcessExpectation(s_errors with { Objective = 0.1 }, 0.1, 0.5, process => process.LogPromotion(0, Measure.Objective), Measure.Objective), 0, 1 + Rounding);

    [Fact]
    public void RollbackProcess_WhereNearlyEverythingIsBadOnBothSides_BetsOnNothing() =>
        Assert.InRange(ProcessExpectation(s_errors with { Delta = 0.001, Prior = new(10_000, 9_985) }, 1, 1, process => process.LogEvidence), 0, 1 + Rounding);

    /// <summary>Mean evidence of a metric over every outcome of two intervals of three and four requests, the second one in a later step.</summary>
    private static double ProcessExpectation(MetricSettings settings, double thetaC, double thetaB, Func<MetricProcess, double> log, Measure measure = Measure.Margin)
    {
        const int nc = 3, nb = 4;
        var (pc, pb) = (Binomial(nc, thetaC), Binomial(nb, thetaB));
        var expectation = 0.0;
        for (var outcome = 0; outcome < (nc + 1) * (nb + 1) * (nc + 1) * (nb + 1); outcome++)
        {
            var (c1, b1) = (outcome % (nc + 1), outcome / (nc + 1) % (nb + 1));
            var rest = outcome / ((nc + 1) * (nb + 1));
            var (c2, b2) = (rest % (nc + 1), rest / (nc + 1));
            var process = new MetricProcess(settings);
            process.Add(ArmsOf(nc, c1, nb, b1), 0, measure);
            process.EndBlock();
            process.BeginStep(1);
            process.Add(ArmsOf(nc, c2, nb, b2), 0, measure);
            process.EndBlock();
            process.Update();
            expectation += pc[c1] * pb[b1] * pc[c2] * pb[b2] * Math.Exp(log(process));
        }

        return expectation;
    }

    private static double Expectation(int nc, int nb, double thetaC, double thetaB, double theta, double beta, double rho0, double delta)
    {
        var tilt = IntervalEvidence.TiltOf(nc, nb, theta, beta, rho0, delta);
        var (pc, pb) = (Binomial(nc, thetaC), Binomial(nb, thetaB));
        return Enumerable.Range(0, nc + 1).Sum(ec => Enumerable.Range(0, nb + 1).Sum(
            eb => pc[ec] * pb[eb] * Math.Exp(IntervalEvidence.LogOf(ArmsOf(nc, ec, nb, eb), tilt, rho0, delta, 1))));
    }

    private static double Mean(double[] probabilities, Func<int, double> log) => probabilities.Select((p, e) => p * Math.Exp(log(e))).Sum();

    private static double[] Binomial(int n, double p)
    {
        var probabilities = new double[n + 1];
        probabilities[0] = 1;
        for (var trial = 0; trial < n; trial++)
        {
            for (var e = trial + 1; e >= 0; e--)
            {
                probabilities[e] = (probabilities[e] * (1 - p)) + (e > 0 ? probabilities[e - 1] * p : 0);
            }
        }

        return probabilities;
    }

    /// <summary>Probabilities of the bad requests of a Poisson number of clusters, whose sizes are geometric with mean <paramref name="kappa"/>, by Panjer's recursion.</summary>
    private static double[] Clusters(double mean, double kappa)
    {
        var probabilities = new double[600];
        var clusters = mean / kappa;
        probabilities[0] = Math.Exp(-clusters);
        for (var x = 1; x < probabilities.Length; x++)
        {
            for (var size = 1; size <= x; size++)
            {
                probabilities[x] += clusters / x * size * Math.Pow(1 - (1 / kappa), size - 1) / kappa * probabilities[x - size];
            }
        }

        return probabilities;
    }

    private static Arms ArmsOf(double nc, double ec, double nb, double eb) => new(new Counts(nc, ec), new Counts(nb, eb));
}
