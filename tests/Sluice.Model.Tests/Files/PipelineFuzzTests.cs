using Sluice.Model.Files;

namespace Sluice.Model.Tests.Files;

/// <summary>Thousands of broken files: never an exception, every error with its place, no variable's value in any text.</summary>
public class PipelineFuzzTests
{
    /// <summary>Seeds of the rounds, each a test of its own.</summary>
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Parse_MutatedSmallFile_NeverThrowsAndLocatesEveryError(int seed) => Run(SamplePipeline.Text, seed, rounds: 500, mutate: Mutation.Signs);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Parse_MutatedFullFile_NeverThrowsAndLocatesEveryError(int seed) => Run(FullPipeline.Text, seed + 100, rounds: 150, mutate: Mutation.Signs);

    /// <summary>Mutations that leave the YAML whole reach further: what is read then has the wrong kind, is gone, or stands elsewhere.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Parse_ShuffledFullFile_NeverThrowsAndLocatesEveryError(int seed) => Run(FullPipeline.Text, seed + 200, rounds: 250, mutate: Mutation.Structure);

    private static void Run(string original, int seed, int rounds, Func<string, Random, string> mutate)
    {
        var random = new Random(seed);
        for (var round = 0; round < rounds; round++)
        {
            var text = mutate(original, random);
            var lines = text.Split('\n').Length + 1;

            var load = PipelineFile.Parse(text, "sluice.yaml", Variables(random));

            var about = $"seed {seed}, round {round}";
            Assert.True(load.Errors.Count == 0 == (load.Pipeline is not null), about);
            var errors = load.Errors.Concat(load.Unavailable.SelectMany(environment => environment.Errors)).Concat(load.Pipeline?.Registry.Missing ?? []);
            Assert.All(errors, error => Assert.True(
                error.Line >= 1 && error.Line <= lines && error is { Column: >= 1, Problem.Length: > 0 } && !error.ToString().Contains("hunter2", StringComparison.Ordinal),
                $"{about}: {error}"));
            Assert.True(load.Pipeline is null || !load.Pipeline.ToString().Contains("hunter2", StringComparison.Ordinal), about);
        }
    }

    // Now and then a variable is not set, or holds what fits nowhere.
    private static Func<string, string?> Variables(Random random)
    {
        var kind = random.Next(4);
        return name => kind switch
        {
            0 => null,
            1 => "hunter2 \u0000\n: {{",
            2 => name.Length % 2 == 0 ? "" : FullPipeline.Variables.GetValueOrDefault(name),
            _ => FullPipeline.Variables.GetValueOrDefault(name),
        };
    }
}
