using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>On a build server a deploy tells its page what it tells a person at a terminal.</summary>
[Collection(StageScenarios.Name)]
public sealed class BuildServerTests(DeployedStage stage)
{
    [Fact]
    public async Task OnGitHub_ReleaseThatFails_IsAnnotatedFoldedAndSummarized()
    {
        var workspace = await stage.ReadyForChangeAsync();
        var summary = Path.Combine(workspace.Temporary, "summary.md");
        Dictionary<string, string> gitHub = new() { ["GITHUB_ACTIONS"] = "true", ["GITHUB_STEP_SUMMARY"] = summary };
        workspace.Configure("backend", "FAULT_CRASH_AFTER_SECONDS", "0");

        var failed = (await workspace.RunOnAsync(gitHub, "DeployStage")).Expect(3)
            .SaysLike("^::error title=stage%3A backend is not ready%3A [A-Za-z]+::backend-[a-z0-9-]+, container backend: [^\n]+%0A")
            .SaysLike("^::group::Wait for .*backend")
            .SaysLike("^::group::Go back to release ");
        await workspace.RestoreAsync();
        var wrong = Path.Combine(workspace.Root, "sluice.yaml");
        await File.AppendAllTextAsync(wrong, "\naplication: x\n");
        (await workspace.RunOnAsync(gitHub, "DeployStage")).Expect(2).SaysLike("^::error file=sluice.yaml,line=[0-9]+,.*title=[A-Za-z]+ failed::.*aplication");
        await workspace.RestoreAsync();

        NestsNothing(failed);
        var told = await File.ReadAllTextAsync(summary);
        Assert.Matches(@"^### ❌ DeployStage .* · stage\n", told);
        Assert.Matches(@"\n\| backend \| <code>sha256&#58;[0-9a-f]{12}</code> \| ", told);
        Assert.Matches("Crashing with exit code 1", told);
        Assert.Matches(@"\n\*\*Next\*\* correct the cause, then ./build.sh DeployStage\n", told);
        Assert.Matches(@"\nReport&#58; .*reports/stage/[0-9]+.html\n", told);
        Assert.Matches(@"\n### ❌ [A-Za-z]+\n(?s:.*)aplication(?s:.*)\nExit code 2\n", told);
    }

    [Fact]
    public async Task OnGitHub_SummaryThatCannotBeWritten_IsAWarning()
    {
        var workspace = await stage.ReadyAsync();
        Dictionary<string, string> gitHub = new() { ["GITHUB_ACTIONS"] = "true", ["GITHUB_STEP_SUMMARY"] = Path.Combine(workspace.Temporary, "missing", "summary.md") };

        (await workspace.RunOnAsync(gitHub, "DeployStage")).Expect(0).SaysLike("^::warning::The job's summary could not be written");
    }

    [Fact]
    public async Task OnGitLab_PhasesFoldWithinTheTarget()
    {
        var workspace = await stage.ReadyForChangeAsync();
        workspace.Configure("backend", "FAULT_CRASH_AFTER_SECONDS", "0");
        var failed = (await workspace.RunOnAsync(new Dictionary<string, string> { ["GITLAB_CI"] = "true" }, "DeployStage")).Expect(3)
            .SaysLike(@"section_start:[0-9]+:sluice_phase_1\[collapsed=true\]")
            .SaysLike("^\u001b\\[0KCheck the objects")
            .DoesNotSay("::error");
        await workspace.RestoreAsync();

        var (begun, ended) = (Marks(failed, "section_start:"), Marks(failed, "section_end:"));
        Assert.Equal(begun, ended);
        Assert.InRange(begun, 3, 20);
    }

    /// <summary>GitHub's groups do not nest: each ends before the next begins.</summary>
    private static void NestsNothing(BuildResult run)
    {
        var open = false;
        foreach (var line in run.Lines)
        {
            Assert.False(open && line.StartsWith("::group::", StringComparison.Ordinal), $"{line} begins within another group:\n{run.Text}");
            open = line.StartsWith("::group::", StringComparison.Ordinal) || (open && !line.StartsWith("::endgroup::", StringComparison.Ordinal));
        }

        Assert.False(open, run.Text);
    }

    private static int Marks(BuildResult run, string mark) => run.Lines.Count(line => line.Contains(mark, StringComparison.Ordinal) && line.Contains("sluice_phase_", StringComparison.Ordinal));
}
