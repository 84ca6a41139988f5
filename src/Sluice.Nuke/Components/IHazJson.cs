using Nuke.Common;

namespace Sluice.Nuke.Components;

/// <summary>Targets that say what they found to scripts as well.</summary>
public interface IHazJson : IHazSluice
{
    [Parameter("File that Plan, Status, History, Doctor, Load, Replay and AaCheck also write what they found to, as JSON; relative to the repository's root.")]
    string Json => TryGetValue(() => Json);
}
