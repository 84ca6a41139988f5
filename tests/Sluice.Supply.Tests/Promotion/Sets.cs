using Sluice.Model.Versions;
using Sluice.Oci;
using Sluice.Supply.Promotion;

namespace Sluice.Supply.Tests.Promotion;

/// <summary>Records and candidates to begin from.</summary>
internal static class Sets
{
    public const string Commit = "1111111111111111111111111111111111111111";
    public const string OtherCommit = "2222222222222222222222222222222222222222";

    public static PromotionRecord Record(string version = "1.5.0-beta2") => new()
    {
        Schema = PromotionRecord.CurrentSchema,
        Application = "pcbench",
        Environment = "beta",
        Version = version,
        Commit = Commit,
        RenderedHash = "0123456789abcdef",
        Outcome = PromotionOutcome.Succeeded,
        Images = PromotionRecord.Sorted([Image("backend"), Image("frontend")]),
        RecordedAt = FixedTime.Start,
        By = "Ada",
        Sluice = PromotionRecord.OwnVersion,
    };

    public static PromotedImage Image(string service, string build = "") => new(service, Digest.Compute(System.Text.Encoding.UTF8.GetBytes(service + build)));

    public static WantedPromotion Wanted(params ServiceRepository[] repositories) => new(
        "pcbench", "beta", "prod", Version("1.5.0"), Commit,
        repositories.Length > 0 ? repositories : [new("backend", new ImageReference("localhost:1", "pcbench/backend")), new("frontend", new ImageReference("localhost:1", "pcbench/frontend"))]);

    /// <summary>A candidate whose images carry these records.</summary>
    public static PromotionCandidate Candidate(params PromotionRecord[] records) => new(
        Version("1.5.0-beta2"), [.. new[] { Image("backend"), Image("frontend") }.Select(image => new CandidateImage(image.Service, image.Digest, records, []))]);

    public static ReleaseVersion Version(string text) => ReleaseVersion.TryParse(text, out var version, out var error) ? version : throw new FormatException(error);
}
