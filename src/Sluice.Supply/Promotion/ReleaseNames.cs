using System.Diagnostics.CodeAnalysis;
using Sluice.Model.Versions;

namespace Sluice.Supply.Promotion;

/// <summary>
/// The tags by which the images of a release are found in their repositories. They only lead to the images: what is proven about
/// them is in the records.
/// </summary>
public static class ReleaseNames
{
    private const string Release = "sluice-release-";
    private const string Commit = "sluice-commit-";

    /// <summary>The images that ran as a version.</summary>
    public static string Of(ReleaseVersion version) => $"{Release}{version}";

    /// <summary>The images that were built from a commit.</summary>
    public static string OfCommit(string commit) => $"{Commit}{commit}";

    /// <summary>The version that a tag stands for, if it stands for one.</summary>
    public static bool IsRelease(string tag, [NotNullWhen(true)] out ReleaseVersion? version)
    {
        version = tag.StartsWith(Release, StringComparison.Ordinal) && ReleaseVersion.TryParse(tag[Release.Length..], out var read, out _) && Of(read) == tag ? read : null;
        return version is not null;
    }
}
