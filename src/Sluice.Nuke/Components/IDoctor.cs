using Nuke.Common;
using Serilog;
using Sluice.Model.Files;
using Sluice.Nuke.Diagnostics;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Help;
using Sluice.Nuke.Hosting.Output;

namespace Sluice.Nuke.Components;

/// <summary>What is wrong with the machine or the set-up.</summary>
public interface IDoctor : IHazJson
{
    [TargetHelp(TargetGroups.Operate, Parameters = [nameof(Json)])]
    Target Doctor => _ => _
        .Description("Looks at this machine and the set-up, and says what to do about each finding.")
        .Executes(() => Session.RunAsync(async cancellationToken =>
        {
            var load = PipelineFile.CheckFolders(PipelineFile.Load(Path.Combine(RootDirectory, SluiceFile)), RootDirectory);
            var findings = await Examination.RunAsync(DoctorChecks.Of(Session, load), Examination.Patience, Session.Clock, cancellationToken);
            foreach (var finding in findings)
            {
                Print(finding);
            }

            if (Json is { Length: > 0 } file)
            {
                await JsonFile.WriteAsync(Session, file, new DoctorDocument(findings).ToJson(), cancellationToken);
            }

            if (findings.Where(finding => finding.Level == FindingLevel.Problem).ToList() is [var first, ..] problems)
            {
                throw new BuildFailedException(first.ExitCode, $"{problems.Count} problem(s) found; what to do stands beside each.");
            }
        }));

    private static void Print(Finding finding)
    {
        switch (finding.Level)
        {
            case FindingLevel.Fine:
                Log.Information("ok       {Finding:l}", finding.ToString());
                break;
            case FindingLevel.Notice:
                Log.Warning("notice   {Finding:l}", finding.ToString());
                break;
            default:
                Log.Error("problem  {Finding:l}", finding.ToString());
                break;
        }
    }
}
