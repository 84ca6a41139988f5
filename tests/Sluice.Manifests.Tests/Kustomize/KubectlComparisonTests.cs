using Sluice.Manifests.Files;
using Sluice.Manifests.Json;
using Sluice.Manifests.Kustomize;

namespace Sluice.Manifests.Tests.Kustomize;

public class KubectlComparisonTests
{
    public static TheoryData<string> Cases { get; } = [.. CaseNames(isRefused: false)];

    public static TheoryData<string> RefusedCases { get; } = [.. CaseNames(isRefused: true)];

    [KubectlTheory]
    [MemberData(nameof(Cases))]
    public async Task Render_Case_SameObjectsInSameOrderAsKubectl(string name)
    {
        var files = KustomizeCase.Read(name);

        var outcome = Kustomization.Render(new MemoryFileTree(files), ".");

        Assert.Equal([], outcome.Errors.Select(error => error.ToString()));
        var expected = await Kubectl.RenderAsync(files);
        Assert.NotNull(expected);
        Assert.NotEmpty(expected);
        // As one text: a difference is shown where it is, not as a position in a list.
        Assert.Equal(string.Join('\n', expected), string.Join('\n', outcome.Objects.Select(item => CanonicalJson.Write(item.Json))));
    }

    [KubectlTheory]
    [MemberData(nameof(RefusedCases))]
    public async Task Render_CaseThatKubectlRefuses_ErrorsWithPlace(string name)
    {
        var files = KustomizeCase.Read(name);

        var outcome = Kustomization.Render(new MemoryFileTree(files), ".");

        Assert.Null(await Kubectl.RenderAsync(files));
        Assert.NotEmpty(outcome.Errors);
        Assert.All(outcome.Errors, error => Assert.True(error is { Line: > 0, Column: > 0, File.Length: > 0, Problem.Length: > 0 }));
    }

    private static IEnumerable<string> CaseNames(bool isRefused) =>
        Directory.EnumerateFiles(KustomizeCase.Folder, "*.case").Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Where(name => name != "common" && name.StartsWith("refused-", StringComparison.Ordinal) == isRefused)
            .Order(StringComparer.Ordinal);
}
