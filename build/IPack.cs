using Nuke.Common;
using Nuke.Common.IO;
using Serilog;
using Sluice.Nuke.Components;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Help;
using Sluice.Nuke.Hosting;
using Sluice.Rollouts.Deploy;

/// <summary>Packages for builds in other repositories.</summary>
interface IPack : IHazSluice
{
    AbsolutePath PackagesFolder => TemporaryDirectory / "packages";

    [TargetHelp(TargetGroups.Repository)]
    Target Pack => _ => _
        .Description("Packs Sluice.Nuke and what it needs, for builds in other repositories.")
        .Executes(() => Session.RunAsync(async cancellationToken =>
        {
            PackagesFolder.CreateOrCleanDirectory();
            List<string> output = [];
            var pack = new Command("dotnet", ["msbuild", "build/packages.proj", "-restore", $"-p:PackageOutputPath={PackagesFolder}", "-maxcpucount", "-nologo", "-v:quiet"], RootDirectory);
            if (await pack.RunAsync(output.Add, cancellationToken) != 0)
            {
                throw new BuildFailedException(ExitCodes.BadInput, $"Packing failed:\n{string.Join('\n', output)}");
            }

            var packages = PackagesFolder.GetFiles("*.nupkg").Select(file => file.Name).Order(StringComparer.Ordinal).ToList();
            Log.Information("{Count} packages in {Folder:l}: {Packages:l}", packages.Count, RootDirectory.GetRelativePathTo(PackagesFolder).ToString(), string.Join(", ", packages));
        }));
}
