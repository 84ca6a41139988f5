using System.Text;
using Sluice.Images.Inputs;

namespace Sluice.Images.Publishing;

/// <summary>
/// Compiler output kept between builds of a service. MSBuild judges by times, and a file that was changed but carries an
/// older time (moved, copied, unpacked) would be passed over: then the old output goes first. Otherwise a one-line edit
/// recompiles one project.
/// </summary>
internal static class CompilerState
{
    private const string RecordName = "inputs.txt";

    /// <summary>Makes a work folder ready for a build from <paramref name="inputs"/>.</summary>
    public static void Prepare(string root, PublishJob job, BuildInputs inputs)
    {
        Directory.CreateDirectory(job.WorkFolder);
        Delete(job.OutputFolder);
        var record = Path.Combine(job.WorkFolder, RecordName);
        if (!MayBeReused(root, record, inputs))
        {
            Delete(Path.Combine(job.WorkFolder, "bin"));
            foreach (var project in Directory.Exists(Path.Combine(job.WorkFolder, "obj")) ? Directory.GetDirectories(Path.Combine(job.WorkFolder, "obj")) : [])
            {
                // What restore wrote lies beside these folders and checks itself by content.
                Array.ForEach(Directory.GetDirectories(project), Delete);
            }
        }

        File.Delete(record);
    }

    /// <summary>Remembers what a successful build was made from; <paramref name="started"/> is when it read its first file.</summary>
    public static void Remember(PublishJob job, BuildInputs inputs, DateTimeOffset started)
    {
        var record = Path.Combine(job.WorkFolder, RecordName);
        AtomicFile.Write(record, Encoding.UTF8.GetBytes(string.Concat(inputs.Files.Select(file => $"{file.Value} {file.Key}\n"))));
        File.SetLastWriteTimeUtc(record, started.UtcDateTime);
    }

    /// <summary>Removes the work folders of services that are not among these.</summary>
    public static void RemoveOthers(string workFolder, IReadOnlySet<string> services)
    {
        // A service's name has no dot; what follows one names the runtime that is published too.
        foreach (var folder in Directory.Exists(workFolder) ? Directory.GetDirectories(workFolder).Where(folder => !services.Contains(Path.GetFileName(folder).Split('.')[0])) : [])
        {
            Delete(folder);
        }
    }

    private static bool MayBeReused(string root, string record, BuildInputs inputs)
    {
        if (!File.Exists(record))
        {
            return false;
        }

        var built = File.GetLastWriteTimeUtc(record);
        var before = File.ReadLines(record).ToHashSet(StringComparer.Ordinal);
        return inputs.Files
            .Where(file => !before.Contains($"{file.Value} {file.Key}"))
            .All(file => File.GetLastWriteTimeUtc(Path.Combine(root, file.Key)) > built);
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
