using Nuke.Common;

namespace Sluice.Nuke.Components;

/// <summary>Targets that roll releases out.</summary>
public interface IHazLeave : IHazSluice
{
    [Parameter("An interruption leaves the traffic as it is, instead of taking the candidate's part back.")]
    bool Leave => TryGetValue<bool?>(() => Leave) ?? false;
}
