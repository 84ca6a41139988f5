using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Sluice.Model.Files;
using Sluice.Model.Strategies;

namespace Sluice.Model.Tests.Files;

public class PipelinePropertyTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(200).WithQuietOnSuccess(true);

    [Fact]
    public void Parse_AnyWeights_RightExactlyIfTheyRise() => Prop.ForAll(
        Gen.Choose(1, 100).NonEmptyListOf().ToArbitrary(),
        weights =>
        {
            var steps = string.Join(", ", weights.Select(weight => string.Create(CultureInfo.InvariantCulture, $"{{weight: {weight}}}")));

            var load = PipelineFile.Parse(SamplePipeline.Text + $"strategies: {{own: {{canary: {{steps: [{steps}]}}}}}}\n", "sluice.yaml");

            var rises = weights.Zip(weights.Skip(1)).All(pair => pair.First < pair.Second);
            Assert.Equal(rises, load.Errors.Count == 0);
            Assert.True(!rises || weights.SequenceEqual(((CanaryStrategy)load.Pipeline!.Strategies["own"]).Weights));
        }).Check(s_config);

    [Fact]
    public void Parse_AnyDependencies_RightExactlyIfThereIsAnOrder()
    {
        var edge = from service in Gen.Choose(0, 5) from other in Gen.Choose(0, 5) select (Service: service, Other: other);
        Prop.ForAll(
            edge.ListOf().Select(edges => edges.Distinct().Take(8).ToList()).ToArbitrary(),
            edges =>
            {
                var services = string.Concat(Enumerable.Range(0, 6).Select(service =>
                    $"  s{service}: {{project: x, port: 1, dependsOn: [{string.Join(", ", edges.Where(one => one.Service == service).Select(one => $"s{one.Other}"))}]}}\n"));
                var text = $"application: a\nregistry: sandbox\nservices:\n{services}environments: {{e: {{cluster: sandbox, namespace: n, overlay: o}}}}\n";

                var load = PipelineFile.Parse(text, "sluice.yaml");

                Assert.Equal(HasOrder(edges), load.Errors.Count == 0);
                Assert.All(load.Errors, error => AssertCycle(error.Problem, edges));
            }).Check(s_config);
    }

    // Takes away what needs nobody until nothing changes.
    private static bool HasOrder(List<(int Service, int Other)> edges)
    {
        var left = Enumerable.Range(0, 6).ToHashSet();
        while (left.RemoveWhere(service => !edges.Any(one => one.Service == service && left.Contains(one.Other))) > 0)
        {
        }

        return left.Count == 0;
    }

    // "… in a circle: s1 → s2 → s1": every arrow is a dependency, and it ends where it starts.
    private static void AssertCycle(string problem, List<(int Service, int Other)> edges)
    {
        var circle = problem[(problem.IndexOf(": ", StringComparison.Ordinal) + 2)..].Split(" → ").Select(name => name[1] - '0').ToList();
        Assert.Equal(circle[0], circle[^1]);
        Assert.All(circle.Zip(circle.Skip(1)), pair => Assert.Contains(pair, edges));
    }
}
