using Sluice.Oci;

namespace Sluice.Images.SystemFiles;

/// <summary>A file of this machine that an image takes along.</summary>
/// <param name="ImagePath">Where it is to be found in the image, without a leading slash.</param>
/// <param name="Source">Where it is here, links followed.</param>
/// <param name="Digest">Of its content.</param>
internal sealed record HostFile(string ImagePath, string Source, Digest Digest);

/// <summary>
/// The C library of this machine and what .NET needs beside it, for images without a base: a self-contained application
/// brings .NET, but neither the loader nor libc. They are inputs of the image like the SDK.
/// </summary>
internal sealed class HostLibraries(string root = "/")
{
    /// <summary>Without these .NET does not start.</summary>
    private static readonly string[] Required = ["libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6"];

    /// <summary>Opened by name while running: name look-up, threads of older C libraries, TLS and hashes.</summary>
    private static readonly string[] WhenPresent =
        ["libdl.so.2", "libpthread.so.0", "librt.so.1", "libresolv.so.2", "libnss_dns.so.2", "libnss_files.so.2", "libssl.so.3", "libcrypto.so.3", "libz.so.1"];

    private const string Certificates = "etc/ssl/certs/ca-certificates.crt";

    /// <summary>The files for a platform, or why this machine has none.</summary>
    public (IReadOnlyList<HostFile> Files, string? Problem) Find(Platform platform)
    {
        var (machine, loader, triple) = platform.Architecture switch
        {
            "amd64" => (ElfFile.X64, "lib64/ld-linux-x86-64.so.2", "x86_64-linux-gnu"),
            "arm64" => (ElfFile.Arm64, "lib/ld-linux-aarch64.so.1", "aarch64-linux-gnu"),
            _ => (0, "", ""),
        };
        if (machine == 0 || Load(loader) is not { } ownLoader || ownLoader.Elf?.Machine != machine)
        {
            return ([], $"this machine has no glibc for {platform}");
        }

        string[] folders = [$"lib/{triple}", $"usr/lib/{triple}", "lib64", "usr/lib64", "lib", "usr/lib"];
        var found = new SortedDictionary<string, HostFile>(StringComparer.Ordinal) { [loader] = ownLoader.File };
        var wanted = new Queue<string>(Required.Concat(WhenPresent));
        var seen = new HashSet<string>(wanted, StringComparer.Ordinal) { Path.GetFileName(loader) };
        while (wanted.TryDequeue(out var name))
        {
            var library = folders.Select(folder => Load($"{folder}/{name}")).FirstOrDefault(candidate => candidate?.Elf?.Machine == machine);
            if (library is null)
            {
                if (WhenPresent.Contains(name))
                {
                    continue;
                }

                return ([], $"this machine has no {name} for {platform}");
            }

            found[library.File.ImagePath] = library.File;
            foreach (var needed in library.Elf!.Needed.Where(seen.Add))
            {
                wanted.Enqueue(needed);
            }
        }

        if (Load(Certificates) is { } certificates)
        {
            found[Certificates] = certificates.File;
        }

        return ([.. found.Values], null);
    }

    private Loaded? Load(string path)
    {
        var full = Path.Combine(root, path);
        if (!File.Exists(full))
        {
            return null;
        }

        var bytes = File.ReadAllBytes(full);
        return new Loaded(new HostFile(path, full, Digest.Compute(bytes)), ElfFile.Read(bytes));
    }

    private sealed record Loaded(HostFile File, ElfFile? Elf);
}
