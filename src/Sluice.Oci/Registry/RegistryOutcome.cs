using System.Diagnostics.CodeAnalysis;

namespace Sluice.Oci.Registry;

/// <summary>What outcomes of all values have in common.</summary>
internal interface IRegistryOutcome
{
    RegistryError? Error { get; }
}

/// <summary>A value, or why there is none.</summary>
public sealed record RegistryOutcome<T> : IRegistryOutcome
{
    private RegistryOutcome(T? value, RegistryError? error) => (Value, Error) = (value, error);

    public T? Value { get; }

    public RegistryError? Error { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

    internal static RegistryOutcome<T> Of(T value) => new(value, null);

    public static implicit operator RegistryOutcome<T>(T value) => new(value, null);

    public static implicit operator RegistryOutcome<T>(RegistryError error) => new(default, error);
}
