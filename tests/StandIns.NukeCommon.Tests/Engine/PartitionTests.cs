using Nuke.Common;
using Nuke.Common.CI;

namespace StandIns.NukeCommon.Tests.Engine;

public sealed class PartitionTests
{
    [Theory]
    [InlineData("", "1/1", "a b c d e")]
    [InlineData("--partition 2/2", "2/2", "b d")]
    [InlineData("--partition 1/3", "1/3", "a d")]
    public void Partition_OfARun_HasItsShare(string arguments, string name, string share)
    {
        using var engine = new Engine();

        engine.Run<PartitionedBuild>(["Work", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal([name, share], Engine.Steps);
    }

    [Theory]
    [InlineData("0/2")]
    [InlineData("3/2")]
    [InlineData("2")]
    public void Partition_OfWrongForm_IsRefused(string value)
    {
        using var engine = new Engine();

        engine.Run<PartitionedBuild>("Work", "--partition", value);

        Assert.Equal(-1, engine.ExitCode);
        Assert.Contains($"--partition: '{value}' is not of the form part/total", engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void PartitionAttribute_TakesTheNumberOfTheRun()
    {
        using var engine = new Engine();

        engine.Run<PartitionedBuild>("WorkInThree", "--share", "3");
        Assert.Equal(["c", "False True"], Engine.Steps);

        engine.Run<PartitionedBuild>("WorkInThree");
        Assert.Equal(["a b c d e", "True True"], Engine.Steps);
    }

    [Fact]
    public void Target_PartitionAndArtifacts_AreInItsDefinition()
    {
        using var engine = new Engine();

        engine.Run<PartitionedBuild>("ShowArtifacts");

        Assert.Equal(["Work in 2", "all.zip+more.zip", "all.zip", "more.zip"], Engine.Steps);
    }

    internal interface IMakeFiles : INukeBuild
    {
        Target MakeFiles => _ => _.Produces("all.zip", "more.zip").Executes(() => { });
    }

    internal sealed class PartitionedBuild : NukeBuild, IMakeFiles
    {
        private static readonly string[] s_work = ["a", "b", "c", "d", "e"];

        [Partition(3)]
        private readonly Partition Share = null!;

        public Target Work => _ => _.Partition(2).Executes(() => Engine.Steps.AddRange([$"{Partition}", string.Join(' ', Partition.GetCurrent(s_work))]));

        public Target WorkInThree => _ => _.Executes(() => Engine.Steps.AddRange([string.Join(' ', Share.GetCurrent(s_work)), $"{Share.IsIn(1)} {Share.IsIn(3)}"]));

        public Target TakesAll => _ => _.Consumes<IMakeFiles>(x => x.MakeFiles).Executes(() => { });

        public Target TakesOne => _ => _.Consumes<IMakeFiles>(x => x.MakeFiles, "all.zip").Executes(() => { });

        public Target TakesOneOfTheOnly => _ => _.Consumes<IMakeFiles>("more.zip").Executes(() => { });

        public Target ShowArtifacts => _ => _.DependsOn(Work, TakesAll, TakesOne, TakesOneOfTheOnly).Executes(() =>
        {
            Engine.Steps.Clear();
            Engine.Steps.Add($"Work in {ExecutionPlan.Single(x => x.Name == nameof(Work)).PartitionSize}");
            Engine.Steps.AddRange(ExecutionPlan.Where(x => x.Name.StartsWith("Takes", StringComparison.Ordinal))
                .Select(x => string.Join('+', x.ArtifactDependencies.SelectMany(y => y))));
        });
    }
}
