using System.Security.Cryptography;
using System.Text;

namespace Sluice.Manifests.Stacks;

/// <summary>Names of what belongs to a stack or to the one on trial. The same input always gives the same name. Pure.</summary>
public static class StackNames
{
    /// <summary>Pods bear the name of their Deployment in a label, so no name is longer than a label's value.</summary>
    public const int Longest = 63;

    private const int MarkLength = 6;

    /// <summary><c>backend-1a2b3c4d5e</c>; a name that is too long is cut, and told apart from others that begin like it.</summary>
    /// <param name="name">Name of an object as people wrote it.</param>
    /// <param name="revision">Revision of the service.</param>
    public static string Of(string name, string revision) => Join(name, revision);

    /// <summary>Name of the Service that weighted routers send the candidate's part to: <c>backend-candidate</c>.</summary>
    public static string Candidate(string service) => Join(service, "candidate");

    internal static string Join(string name, string suffix)
    {
        var room = Longest - suffix.Length - 1;
        return name.Length <= room ? $"{name}-{suffix}" : $"{name[..(room - MarkLength - 1)]}-{Mark(name)}-{suffix}";
    }

    internal static string Mark(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..MarkLength];
}
