using Nuke.Common;
using Serilog;
using Sluice.Model.Files;
using Sluice.Nuke.Diagnostics;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Help;
using Sluice.Nuke.Hosting;

namespace Sluice.Nuke.Components;

/// <summary>What is wrong with the machine or the set-up.</summary>
public interface IDoctor : IHazSluice
{
    [TargetHelp(TargetGroups.Operate)]
    Target Doctor => _ => _
        .Description("Looks at this machine and the set-up, and says what to do about each finding.")
        .Executes(() => Session.RunAsync(async cancellationToken =>
        {
            var findings = await ExamineAsync(Session, Path.Combine(RootDirectory, SluiceFile), cancellationToken);
            foreach (var finding in findings)
            {
                Print(finding);
            }

            if (findings.Where(finding => finding.Level == FindingLevel.Problem).ToList() is [var first, ..] problems)
            {
                throw new BuildFailedException(first.ExitCode, $"{problems.Count} problem(s) found; what to do stands beside each.");
            }
        }));

    private static async Task<List<Finding>> ExamineAsync(SluiceSession session, string sluiceFile, CancellationToken cancellationToken)
    {
        var load = PipelineFile.CheckFolders(PipelineFile.Load(sluiceFile), session.Root);
        List<Finding> findings =
        [
            await MachineChecks.SdkAsync(session.Root, cancellationToken),
            MachineChecks.Packages(session.Root),
            MachineChecks.Disk(new DriveInfo(session.Root).AvailableFreeSpace),
            MachineChecks.Loopback(),
            await MachineChecks.GitAsync(session.Root, cancellationToken),
            await MachineChecks.KubectlAsync(session.Root, cancellationToken),
            SetupChecks.Sandbox(session.Sandbox),
            .. SetupChecks.Pipeline(load),
        ];
        foreach (var environment in load.Pipeline?.Environments ?? [])
        {
            findings.AddRange(SetupChecks.Manifests(session.Root, environment));
            findings.Add(await SetupChecks.ClusterAsync(session, environment, cancellationToken));
        }

        return findings;
    }

    private static void Print(Finding finding)
    {
        var line = $"{finding.Subject}: {finding.What}{(finding.Advice is null ? "" : $"{(finding.What.EndsWith('.') ? "" : ".")} {finding.Advice}")}";
        switch (finding.Level)
        {
            case FindingLevel.Fine:
                Log.Information("ok       {Line:l}", line);
                break;
            case FindingLevel.Notice:
                Log.Warning("notice   {Line:l}", line);
                break;
            default:
                Log.Error("problem  {Line:l}", line);
                break;
        }
    }
}
