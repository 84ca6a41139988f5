namespace Sluice.Oci;

/// <summary>A document as the exact bytes that its digest covers. Bytes that were read are kept, never written anew.</summary>
/// <param name="MediaType">How a registry is to understand the bytes.</param>
/// <param name="Bytes">UTF-8 JSON.</param>
public sealed record OciDocument(string MediaType, ReadOnlyMemory<byte> Bytes)
{
    public Descriptor Descriptor { get; } = Descriptor.Of(MediaType, Bytes.Span);

    public Digest Digest => Descriptor.Digest;
}
