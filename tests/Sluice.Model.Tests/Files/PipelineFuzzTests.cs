using System.Text;
using Sluice.Model.Files;

namespace Sluice.Model.Tests.Files;

public class PipelineFuzzTests
{
    private const string Signs = "\t\n :-[]{}&*!|>'\"%@`#,?<=~\0\u0085\uFEFF\u2028é0a.\\";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Parse_MutatedFiles_NeverThrowsAndLocatesEveryError(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            var text = Mutate(SamplePipeline.Text, random);
            var lines = text.Split('\n').Length + 1;

            var load = PipelineFile.Parse(text, "sluice.yaml");

            Assert.Equal(load.Errors.Count == 0, load.Pipeline is not null);
            Assert.All(load.Errors, error => Assert.True(
                error.Line >= 1 && error.Line <= lines && error is { Column: >= 1, Problem.Length: > 0 }, $"seed {seed}, round {round}: {error}"));
        }
    }

    private static string Mutate(string text, Random random)
    {
        var mutated = new StringBuilder(text);
        for (var count = random.Next(1, 6); count > 0 && mutated.Length > 0; count--)
        {
            var at = random.Next(mutated.Length);
            switch (random.Next(5))
            {
                case 0:
                    mutated.Remove(at, Math.Min(random.Next(1, 12), mutated.Length - at));
                    break;
                case 1:
                    mutated.Insert(at, Signs[random.Next(Signs.Length)]);
                    break;
                case 2:
                    mutated[at] = Signs[random.Next(Signs.Length)];
                    break;
                case 3:
                    mutated.Insert(at, text.AsSpan(random.Next(text.Length / 2), random.Next(text.Length / 2)));
                    break;
                default:
                    SwapLines(mutated, random);
                    break;
            }
        }

        return mutated.ToString();
    }

    private static void SwapLines(StringBuilder text, Random random)
    {
        var lines = text.ToString().Split('\n');
        var (a, b) = (random.Next(lines.Length), random.Next(lines.Length));
        (lines[a], lines[b]) = (lines[b], lines[a]);
        text.Clear().AppendJoin('\n', lines);
    }
}
