using System.Security.Cryptography;
using System.Text;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Releases;

/// <summary>One hash over all rendered objects; neither their order nor the order of keys counts.</summary>
public static class RenderedHash
{
    /// <summary><c>sha256:</c> and 64 hexadecimal digits.</summary>
    public static string Of(IEnumerable<ManifestObject> objects)
    {
        var lines = objects.Select(item => CanonicalJson.Write(item.Json)).Order(StringComparer.Ordinal);
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}
