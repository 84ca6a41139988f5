namespace Nuke.Common.Tooling;

/// <summary>Calls of a <see cref="Configure{T}"/> that may be absent.</summary>
public static class ConfigureExtensions
{
    public static T InvokeSafe<T>(this Configure<T> configurator, T obj) => configurator is null ? obj : configurator(obj);
}
