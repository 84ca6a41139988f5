namespace Sluice.Images.Publishing;

/// <summary>Decides what a service's errors mean for the one who reads them.</summary>
internal static class ErrorReading
{
    private static readonly string[] DiskFull = ["No space left on device", "not enough space on the disk", "Disk quota exceeded"];

    /// <summary>What a self-contained publish takes from NuGet.</summary>
    private static readonly string[] DotnetPacks = ["Microsoft.NETCore.App.Runtime.", "Microsoft.AspNetCore.App.Runtime.", "Microsoft.NETCore.App.Host."];

    public static BuildOutcome Outcome(string service, IReadOnlyList<BuildError> errors)
    {
        var text = string.Join(Environment.NewLine, errors);
        if (DiskFull.Any(sign => text.Contains(sign, StringComparison.OrdinalIgnoreCase)))
        {
            return OutOfSpace(service);
        }

        if (errors.All(error => error.Code.StartsWith("NU", StringComparison.Ordinal)))
        {
            return new BuildOutcome.Failed(service, $"Service {service}: its packages cannot be restored.{Environment.NewLine}{text}", RestoreHint(errors)) { IsInput = !IsSourceDown(errors) };
        }

        return errors.Any(error => error.File is not null && error.Line > 0)
            ? new BuildOutcome.CompileFailed(service, errors)
            : new BuildOutcome.Failed(service, $"Service {service}: the SDK refuses the project.{Environment.NewLine}{text}", "Correct the project file; \"dotnet publish <project>\" shows the same error.") { IsInput = true };
    }

    public static BuildOutcome OutOfSpace(string service)
        => new BuildOutcome.Failed(service, $"Service {service}: the disk is full.", "Free some space (the folder .nuke/temp/images may be deleted) and run the same command again.");

    /// <summary>A full disk as the runtime reports it: ENOSPC, EDQUOT or ERROR_DISK_FULL.</summary>
    public static bool IsDiskFull(IOException exception) => (exception.HResult & 0xFFFF) is 28 or 122 or 112;

    private static string RestoreHint(IReadOnlyList<BuildError> errors)
        => IsSourceDown(errors)
            ? "A package source does not answer: check the network, the proxy and nuget.config, then run the same command again."
            : errors.Any(error => DotnetPacks.Any(pack => error.Message.Contains(pack, StringComparison.Ordinal)))
            ? "No package source has .NET itself for that platform: add one to nuget.config, or name a base image with .NET in it."
            : "Correct the package's name or version in the project, or add the source that has it to nuget.config.";

    private static bool IsSourceDown(IReadOnlyList<BuildError> errors) => errors.Any(error => error.Code is "NU1301" or "NU1300");
}
