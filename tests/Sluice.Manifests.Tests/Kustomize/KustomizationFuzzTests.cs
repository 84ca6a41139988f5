using Sluice.Manifests.Files;
using Sluice.Manifests.Kustomize;

namespace Sluice.Manifests.Tests.Kustomize;

public class KustomizationFuzzTests
{
    private const int RoundsPerCase = 15;
    private static readonly string[] s_words = ["null", "[]", "{}", "- ", ": ", "\n", "\t", "~", "5", "true", "&a ", "*a", "'", "\"", "$patch: delete", "../", "*", "[", "|"];

    [Fact]
    public void Render_MutatedCases_NeverThrowsAndLocatesEveryError()
    {
        var random = new Random(5);
        foreach (var name in Directory.EnumerateFiles(KustomizeCase.Folder, "*.case").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal))
        {
            for (var round = 0; round < RoundsPerCase && name != "common"; round++)
            {
                var files = KustomizeCase.Read(name!);
                var victim = files.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(files.Count));
                files[victim] = Mutate(files[victim], random);

                var exception = Record.Exception(() => Check(Kustomization.Render(new MemoryFileTree(files), ".")));

                Assert.True(exception is null, $"{name}, round {round}, {victim}:\n{files[victim]}\n{exception}");
            }
        }
    }

    private static void Check(RenderOutcome outcome)
    {
        Assert.True(outcome.IsRendered || outcome.Objects.Count == 0);
        Assert.All(outcome.Errors, error => Assert.True(error is { Line: > 0, Column: > 0, Problem.Length: > 0 }, error.ToString()));
    }

    private static string Mutate(string text, Random random)
    {
        for (var count = random.Next(1, 4); count > 0 && text.Length > 0; count--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(8), text.Length - at);
            text = text[..at] + (random.Next(3) == 0 ? "" : s_words[random.Next(s_words.Length)]) + text[(at + length)..];
        }

        return text;
    }
}
