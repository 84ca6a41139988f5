namespace StandIns.NukeCommon.Tests.Surface;

/// <summary>A test that needs the listings of the published packages; they lie beside the repository, where there are any.</summary>
internal sealed class PublishedListingsTheoryAttribute : TheoryAttribute
{
    public PublishedListingsTheoryAttribute()
    {
        if (!Directory.Exists(Folder))
        {
            Skip = "The listings of the published packages (../shared/api beside the repository) are not on this machine.";
        }
    }

    public static string Folder { get; } = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "api"));
}
