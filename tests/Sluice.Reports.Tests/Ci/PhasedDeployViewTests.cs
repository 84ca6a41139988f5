using Sluice.Reports.Ci;
using Sluice.Reports.Tests.Html;
using Sluice.Rollouts;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;

namespace Sluice.Reports.Tests.Ci;

public sealed class PhasedDeployViewTests : IDeployObserver
{
    private readonly List<string> _lines = [];

    void IDeployObserver.On(DeployEvent deployEvent) => _lines.AddRange(DeployLines.Describe(deployEvent) is { } line ? [line] : []);

    [Fact]
    public void On_GitHub_PhasesStandBesideEachOther()
    {
        Show(new GitHubCommands());

        Assert.Equal(
        [
            "::endgroup::", "::group::Check the objects", "Checking 6 objects against the cluster",
            "::endgroup::",
            "::endgroup::", "::group::Wait for backend", "Waiting for backend", "  backend is ready",
            "::endgroup::",
        ],
        _lines);
    }

    [Fact]
    public void On_GitLab_SectionsFoldAndEachHasItsName()
    {
        Show(new GitLabSections(new FixedTime(SampleReports.Start)));

        var time = SampleReports.Start.ToUnixTimeSeconds();
        Assert.Equal(
        [
            $"\u001b[0Ksection_start:{time}:sluice_phase_1[collapsed=true]\r\u001b[0KCheck the objects", "Checking 6 objects against the cluster",
            $"\u001b[0Ksection_end:{time}:sluice_phase_1\r\u001b[0K",
            $"\u001b[0Ksection_start:{time}:sluice_phase_2[collapsed=true]\r\u001b[0KWait for backend", "Waiting for backend", "  backend is ready",
            $"\u001b[0Ksection_end:{time}:sluice_phase_2\r\u001b[0K",
        ],
        _lines);
    }

    private void Show(IPhaseMarks marks)
    {
        using var view = new PhasedDeployView(this, marks, _lines.Add);
        view.On(new DeployEvent.Validating(6));

        // Nothing is said of an object that is as it should be, so its phase is none to fold.
        view.On(new DeployEvent.ObjectApplied(new ObjectChange(SampleReports.Object("Service", "backend"), ChangeKind.Unchanged)));
        view.On(new DeployEvent.WaitingForReady(0, ["backend"]));
        view.On(new DeployEvent.ServiceReady("backend", TimeSpan.Zero));
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
