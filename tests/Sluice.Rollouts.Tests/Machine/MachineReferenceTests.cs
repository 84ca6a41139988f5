using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Tests.Machine;

public class MachineReferenceTests
{
    private const string Page = "docs/reference/rollout-machine.md";

    [Fact]
    public void Reference_InTheRepository_IsUpToDate()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sluice.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        var path = Path.Combine(folder.FullName, Page);
        if (Environment.GetEnvironmentVariable("SLUICE_UPDATE") == "1")
        {
            File.WriteAllText(path, RolloutTransitions.Markdown());
        }

        Assert.True(File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == RolloutTransitions.Markdown(), $"{Page} is out of date. Write it anew: SLUICE_UPDATE=1 dotnet test tests/Sluice.Rollouts.Tests");
    }

    [Fact]
    public void Terminal_Phases_HaveNoWayOut()
    {
        Assert.DoesNotContain(RolloutTransitions.Rollout, one => one.From is RolloutPhase.Succeeded or RolloutPhase.RolledBack or RolloutPhase.Stranded);
        Assert.DoesNotContain(RolloutTransitions.Services, one => one.From is ServicePhase.Removed or ServicePhase.Kept or ServicePhase.Stranded);
    }
}
