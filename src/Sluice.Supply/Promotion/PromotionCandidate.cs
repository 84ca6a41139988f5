using Sluice.Model.Versions;
using Sluice.Oci;

namespace Sluice.Supply.Promotion;

/// <summary>What is to be promoted.</summary>
/// <param name="Application">Name of the application.</param>
/// <param name="From">The environment where it has to have succeeded.</param>
/// <param name="To">The environment that it is to go to.</param>
/// <param name="Version">The final version.</param>
/// <param name="Commit">The commit that has that version.</param>
/// <param name="Repositories">One per service that is to be deployed.</param>
public sealed record WantedPromotion(
    string Application, string From, string To, ReleaseVersion Version, string Commit, IReadOnlyList<ServiceRepository> Repositories);

/// <summary>A pre-release that is named in the registry.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Images">What is found of it, one per service that is to be deployed.</param>
public sealed record PromotionCandidate(ReleaseVersion Version, IReadOnlyList<CandidateImage> Images);

/// <summary>One image of a candidate.</summary>
/// <param name="Service">Whose it is.</param>
/// <param name="Digest">What the name stands for; <see langword="null"/> when the service has no image of that name.</param>
/// <param name="Records">The candidate's records on it, of all environments.</param>
/// <param name="Problems">Why further records cannot be used.</param>
public sealed record CandidateImage(string Service, Digest? Digest, IReadOnlyList<PromotionRecord> Records, IReadOnlyList<string> Problems);
