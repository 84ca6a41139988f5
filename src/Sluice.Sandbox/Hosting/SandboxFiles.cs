using System.Text;

namespace Sluice.Sandbox.Hosting;

/// <summary>The files in a sandbox's home, and how they are written: whole or not at all, readable by their owner only.</summary>
internal sealed record SandboxFiles(string Home)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Lock => Path.Combine(Home, "lock");

    public string Log => Path.Combine(Home, "sandbox.log");

    public string State => Path.Combine(Home, "sandbox.json");

    public string Kubeconfig => Path.Combine(Home, "kubeconfig");

    public string AddressBlock => Path.Combine(Home, "address-block");

    public string Store => Path.Combine(Home, "store", "objects.log");

    /// <summary>CA, server certificate, keys and token.</summary>
    public string Keys => Path.Combine(Home, "pki");

    public static void WriteWhole(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, OwnerOnly | UnixFileMode.UserExecute);
        string next = path + ".new";
        File.Delete(next);
        using (var file = new FileStream(next, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            file.Write(Encoding.UTF8.GetBytes(content));
        }

        File.Move(next, path, overwrite: true);
    }
}
