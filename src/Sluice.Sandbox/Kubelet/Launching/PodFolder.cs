namespace Sluice.Sandbox.Kubelet.Launching;

/// <summary>A pod's files: logs, home, temporary files, volumes.</summary>
/// <param name="Root"><c>&lt;home&gt;/pods/&lt;uid&gt;</c>.</param>
internal sealed record PodFolder(string Root)
{
    public string HomeFolder => Path.Combine(Root, "home");

    public string TemporaryFolder => Path.Combine(Root, "tmp");

    public string Volume(string name) => Path.Combine(Root, "volumes", name);

    public string Log(string container, int instance) => Path.Combine(Root, container, $"{instance}.log");

    public void Create()
    {
        Directory.CreateDirectory(HomeFolder);
        Directory.CreateDirectory(TemporaryFolder);
    }

    /// <summary>Deletes what it can: a process that is just ending may still write, and what then stays goes at the next start of the sandbox.</summary>
    public void Delete()
    {
        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Never made, or still in use.
        }
    }
}
