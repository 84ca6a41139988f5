using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Nuke.Sandbox;

/// <summary>
/// Values for Secrets of the sandbox: made from a random key that is kept with the sandbox's state, so that every deploy gives the
/// same values until the sandbox is reset.
/// </summary>
/// <param name="home">Folder with the sandbox's state.</param>
internal sealed class SandboxSecrets(string home)
{
    private const int KeyBytes = 32;
    private const int ValueLength = 24;

    /// <summary>The value of a variable.</summary>
    public string Generate(string name) => Base64Url.EncodeToString(HMACSHA256.HashData(Key(), Encoding.UTF8.GetBytes(name)))[..ValueLength];

    private byte[] Key()
    {
        var file = Path.Combine(home, "secrets.key");
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(home);
            // Of two builds at the same moment one writes the key, the other reads it.
            var draft = $"{file}.{Environment.ProcessId}";
            using (var stream = new FileStream(draft, OwnersAlone()))
            {
                stream.Write(RandomNumberGenerator.GetBytes(KeyBytes));
            }

            try
            {
                File.Move(draft, file, overwrite: false);
            }
            catch (IOException) when (File.Exists(file))
            {
                File.Delete(draft);
            }
        }

        return File.ReadAllBytes(file);
    }

    private static FileStreamOptions OwnersAlone()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
