using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sluice.Oci;

namespace Sluice.Images.Inputs;

/// <summary>
/// Everything that can influence a service's image, as one hash: contents and relative paths of the files, the SDK, the
/// builder and the service's own settings. Folder, times, file modes and git's state are not part of it.
/// Not covered: a floating package version that resolves differently tomorrow, and imports whose path only MSBuild can work out.
/// </summary>
/// <param name="Hash">64 hexadecimal digits.</param>
/// <param name="Files">Path relative to the root, with forward slashes, to the sha256 of the content.</param>
public sealed record BuildInputs(string Hash, IReadOnlyDictionary<string, Digest> Files)
{
    /// <summary>Raised whenever the builder makes other bytes from the same inputs.</summary>
    private const int BuilderVersion = 2;

    /// <param name="root">Folder that the paths are relative to.</param>
    /// <param name="projectFile">Full path of the project.</param>
    /// <param name="sdkVersion">The SDK that compiles.</param>
    /// <param name="arguments">Settings of the service that end in the image, in a fixed order.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static BuildInputs Compute(string root, string projectFile, string sdkVersion, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var files = new SortedDictionary<string, Digest>(StringComparer.Ordinal);
        foreach (var path in ProjectClosure.Files(projectFile, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            files[Relative(root, path)] = Digest.Compute(File.ReadAllBytes(path));
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, "builder", BuilderVersion.ToString(CultureInfo.InvariantCulture));
        Append(hash, "sdk", sdkVersion);
        Append(hash, "project", Relative(root, projectFile));
        foreach (var argument in arguments)
        {
            Append(hash, "argument", argument);
        }

        foreach (var (path, digest) in files)
        {
            Append(hash, path, digest.ToString());
        }

        return new BuildInputs(Convert.ToHexStringLower(hash.GetHashAndReset()), files);
    }

    private static string Relative(string root, string path) => Path.GetRelativePath(root, path).Replace('\\', '/');

    private static void Append(IncrementalHash hash, string key, string value)
    {
        // No path holds a NUL, so no two lists of pairs give the same bytes.
        hash.AppendData(Encoding.UTF8.GetBytes($"{key}\0{value}\0"));
    }
}
