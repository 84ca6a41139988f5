using Sluice.Metrics.Replays;
using Sluice.Model;
using Sluice.Model.Gates;
using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Tests;

public sealed class ReplayWishTests : IDisposable
{
    private static readonly Pipeline s_pipeline = new("shop", new RegistryDefinition(null), [], [])
    {
        Gates = new Dictionary<string, GateDefinition> { ["careful"] = new EvidenceGate("careful") { Alpha = 0.001 }, ["simple"] = new ThresholdGate("simple") },
    };

    private readonly string _root = Directory.CreateTempSubdirectory("sluice-replay-").FullName;

    [Fact]
    public void ReadGate_NothingNamed_IsTheDefaultAndAsksForNoPipeline() =>
        Assert.Same(Replay.DefaultGate, new ReplayWish(null, null, null).ReadGate(_root, () => throw new InvalidOperationException("asked")).Gate);

    [Fact]
    public void ReadGate_NameAndFile_ChangeTheNamedGate()
    {
        Write("p.json", """{"deadlineSeconds": 90}""");

        var gate = Assert.IsType<EvidenceGate>(new ReplayWish(null, "careful", "p.json").ReadGate(_root, () => s_pipeline).Gate);

        Assert.Equal((0.001, 90), (gate.Alpha, gate.Deadline.TotalSeconds));
    }

    [Theory]
    [InlineData("carefull", null, "--gate: there is no gate 'carefull'. Did you mean careful? sluice.yaml has careful, simple.")]
    [InlineData(null, "none.yaml", "--gate-file: there is no file none.yaml.")]
    [InlineData("simple", "p.yaml", "--gate-file: its parameters are those of a gate by evidence, and simple is none. Leave one of --gate and --gate-file out.")]
    public void ReadGate_Mistake_IsTold(string? gate, string? file, string error)
    {
        Write("p.yaml", "alpha: 0.05");

        Assert.Equal([error], new ReplayWish(null, gate, file).ReadGate(_root, () => s_pipeline).Errors);
    }

    [Fact]
    public void ReadGate_UnknownGateAndWrongFile_AreBothTold()
    {
        Write("p.yaml", "alpha: 5\nbeta: 1");

        Assert.Equal(3, new ReplayWish(null, "other", "p.yaml").ReadGate(_root, () => s_pipeline).Errors.Count);
    }

    [Fact]
    public void ReadSamples_MissingFile_IsTold() =>
        Assert.Equal(["--samples: there is no file none.csv."], new ReplayWish("none.csv", null, null).ReadSamples(_root).Errors);

    [Fact]
    public void ReadSamples_WrongLine_IsToldWithTheFilesName()
    {
        Write("r.csv", "t,nc,nb,ec,eb\n5,1,1,2,0\n");

        Assert.StartsWith("r.csv:2:", Assert.Single(new ReplayWish("r.csv", null, null).ReadSamples(_root).Errors), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_root, name), text);
}
