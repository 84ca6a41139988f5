using Nuke.Common.Execution;
using Sluice.Nuke.Arguments;
using Sluice.Nuke.Help;
using Sluice.Nuke.Tests.Arguments;

namespace Sluice.Nuke.Tests.Help;

public sealed class HelpPageTests
{
    [Fact]
    public void Render_TargetsInGroups_WithSentencesAndParameters()
    {
        var push = new ExecutableTarget { Name = "Push", Description = "Pushes." };
        var deploy = new ExecutableTarget { Name = "Deploy", Description = "Deploys.", IsDefault = true };
        deploy.ExecutionDependencies.Add(push);
        var look = new ExecutableTarget { Name = "Look", Description = "Looks." };

        var page = Lines([look, deploy, push, new() { Name = "Hidden", Listed = false }]);

        Assert.Equal(
            [
                "Deploy", "  Deploy                     Deploys. [after Push]", "    --output-file <text>     Where to write.", "",
                "Operate", "  Look                       Looks.", "    --colour Red|Blue", "    --count <number>         How many.", "",
                "Other", "  Push                       Pushes.", "",
                "Not in this version yet",
            ],
            page.SkipWhile(line => line != "Deploy").TakeWhile(line => !line.StartsWith($"  {PlannedTargets.All[0].Name}", StringComparison.Ordinal)));
        Assert.Contains("without one, Deploy runs", page[1], StringComparison.Ordinal);
        Assert.DoesNotContain(page, line => line.Contains("Hidden", StringComparison.Ordinal) || line.Contains("--alias", StringComparison.Ordinal));
    }

    [Fact]
    public void Render_ParametersOfNoSingleTarget_HaveHeadings()
    {
        var page = Lines([]);

        var own = page.FindIndex(line => line == "Parameters of every target");
        var engines = page.FindIndex(line => line == "Options of the build engine");
        Assert.InRange(page.FindIndex(line => line.StartsWith("  --folder <path>", StringComparison.Ordinal)), own, engines);
        Assert.True(page.FindIndex(line => line.StartsWith("  --skip <target> …", StringComparison.Ordinal)) > engines);
    }

    [Fact]
    public void Render_DependenciesOfOneGroup_StandInTheirOrder()
    {
        HelpTarget[] targets =
        [
            new("Build", "Push", "", ["Scan"], []),
            new("Build", "Scan", "", ["Make"], []),
            new("Build", "Make", "", [], []),
        ];

        var lines = HelpPage.Render(targets, [], 80).Select(line => line.Trim().Split(' ')[0]).ToList();

        Assert.Equal(["Make", "Scan", "Push"], lines.Where(line => line is "Make" or "Scan" or "Push"));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    public void Render_LongTexts_AreWrapped(int width)
    {
        HelpTarget[] targets = [new("Build", "Make", string.Join(' ', Enumerable.Repeat("word", 60)), [], [new("--with-a-name-that-is-much-too-long <text>", "Text.")])];

        var lines = HelpPage.Render(targets, [], width).Skip(2).ToList();

        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        Assert.Equal(60, lines.Sum(line => line.Split(' ').Count(word => word == "word")));
        Assert.Contains("    --with-a-name-that-is-much-too-long <text>", lines);
    }

    [Fact]
    public void Render_PlannedTargetThatTheBuildHas_IsListedOnce()
    {
        var surface = BuildSurface.Of(typeof(RehearsingBuild));

        var page = GroupedHelpAttribute.Render(surface, [new() { Name = "Rehearse", Description = "Rehearses now." }], 120).ToList();

        Assert.Single(page, line => line.StartsWith("  Rehearse", StringComparison.Ordinal));
        Assert.Empty(ArgumentCheck.Mistakes(surface, ["Rehearse"]));
    }

    [Fact]
    public void PlannedTargets_Each_HasASentenceAndACommandForToday()
    {
        Assert.All(PlannedTargets.All, target =>
        {
            Assert.EndsWith(".", target.Sentence, StringComparison.Ordinal);
            Assert.Contains("./build.sh", target.Refusal, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', target.Refusal);
        });
    }

    private static List<string> Lines(IReadOnlyCollection<ExecutableTarget> targets) => [.. GroupedHelpAttribute.Render(SampleBuild.Surface, targets, 120)];

    private sealed class RehearsingBuild : global::Nuke.Common.NukeBuild
    {
        private static global::Nuke.Common.Target Rehearse => _ => _;
    }
}
