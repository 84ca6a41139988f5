using System.Text.RegularExpressions;
using Sluice.Oci;

namespace Sluice.Sandbox.Registry;

internal enum RegistryResource
{
    Base,
    Blob,
    Uploads,
    Upload,
    Manifest,
    Tags,
    Referrers,
}

/// <summary>What a path of the distribution specification names.</summary>
internal sealed partial record RegistryRoute(RegistryResource Resource, string Repository, string Reference)
{
    /// <summary>True when the repository's name follows the specification; nothing else may become part of a file's path.</summary>
    public bool HasValidName => Resource == RegistryResource.Base || ImageReference.IsValidRepository(Repository);

    /// <summary>Reads a decoded path; <see langword="null"/> when it is none of the specification's.</summary>
    public static RegistryRoute? Parse(string path)
    {
        if (path is "/v2" or "/v2/")
        {
            return new RegistryRoute(RegistryResource.Base, "", "");
        }

        var match = PathPattern().Match(path);
        if (!match.Success)
        {
            return null;
        }

        var reference = match.Groups["reference"].Value;
        RegistryResource? resource = match.Groups["kind"].Value switch
        {
            "blobs/uploads" => reference.Length == 0 ? RegistryResource.Uploads : RegistryResource.Upload,
            "blobs" when reference.Length > 0 => RegistryResource.Blob,
            "manifests" when reference.Length > 0 => RegistryResource.Manifest,
            "tags" when reference == "list" => RegistryResource.Tags,
            "referrers" when reference.Length > 0 => RegistryResource.Referrers,
            _ => null,
        };
        return resource is { } known ? new RegistryRoute(known, match.Groups["name"].Value, reference) : null;
    }

    [GeneratedRegex(@"\A/v2/(?<name>.+)/(?<kind>blobs/uploads|blobs|manifests|tags|referrers)(?:/(?<reference>[^/]*))?\z")]
    private static partial Regex PathPattern();
}
