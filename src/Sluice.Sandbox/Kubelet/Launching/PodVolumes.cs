using System.Text;
using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Kubelet.Launching;

/// <summary>
/// emptyDir, ConfigMap and Secret volumes as folders of the pod, claims as folders of their own. Nothing is mounted: a container path is translated where it is
/// an argument, the working directory or the beginning of a variable; a program that has it built in does not find it.
/// </summary>
internal static class PodVolumes
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Container path → folder for one container; <paramref name="problem"/> names what is missing.</summary>
    public static IReadOnlyDictionary<string, string> Prepare(IObjectStore store, JsonObject pod, JsonObject container, PodFolder folder, ClaimFolders claims, out string? problem)
    {
        problem = null;
        var mounts = new Dictionary<string, string>();
        var volumes = pod.Objects("spec", "volumes").ToDictionary(v => v.Text("name") ?? "");
        foreach (var mount in container.Objects("volumeMounts"))
        {
            if (volumes.TryGetValue(mount.Text("name") ?? "", out var volume) && IsKnown(volume))
            {
                string target = folder.Volume(volume.Text("name")!);
                if (volume.Text("persistentVolumeClaim", "claimName") is { } claimName)
                {
                    if (store.Get(new ResourceKey(Resources.Claims, pod.Namespace(), claimName)) is not { } claim)
                    {
                        problem ??= $"persistentvolumeclaim \"{claimName}\" not found";
                        continue;
                    }

                    target = claims.Of(claim.Uid());
                }

                problem ??= Fill(store, pod, volume, target);
                mounts[(mount.Text("mountPath") ?? "/").TrimEnd('/')] = mount.Text("subPath") is { } sub ? Path.Combine(target, Path.GetFileName(sub)) : target;
            }
        }

        return mounts;
    }

    /// <summary>What of a pod the sandbox does not do, in words; empty when there is nothing.</summary>
    public static IEnumerable<string> NotEmulated(JsonObject pod)
    {
        foreach (var volume in pod.Objects("spec", "volumes"))
        {
            yield return IsKnown(volume)
                ? $"volume \"{volume.Text("name")}\" is a plain folder: its mount path is translated in arguments and variables, not mounted"
                : $"volume \"{volume.Text("name")}\" is of a kind the sandbox does not have";
        }
    }

    private static bool IsKnown(JsonObject volume) =>
        volume.At("emptyDir") is not null || volume.At("configMap") is not null || volume.At("secret") is not null || volume.At("persistentVolumeClaim") is not null;

    private static string? Fill(IObjectStore store, JsonObject pod, JsonObject volume, string target)
    {
        Directory.CreateDirectory(target, Private);
        bool isSecret = volume.At("secret") is not null;
        if (volume.At(isSecret ? "secret" : "configMap") is not JsonObject source)
        {
            return null;
        }

        string name = source.Text(isSecret ? "secretName" : "name") ?? "";
        if (store.Get(new ResourceKey(isSecret ? Resources.Secrets : Resources.ConfigMaps, pod.Namespace(), name)) is not { } value)
        {
            return source.Flag("optional") ? null : $"{(isSecret ? "secret" : "configmap")} \"{name}\" not found";
        }

        var chosen = source.Objects("items").ToDictionary(i => i.Text("key") ?? "", i => i.Text("path") ?? "");
        foreach (var (key, content) in Files(value, isSecret))
        {
            if (chosen.Count == 0 || chosen.ContainsKey(key))
            {
                File.WriteAllBytes(Path.Combine(target, Path.GetFileName(chosen.GetValueOrDefault(key, key))), content);
            }
        }

        return null;
    }

    private static IEnumerable<(string Key, byte[] Content)> Files(JsonObject value, bool isSecret)
    {
        var plain = isSecret ? [] : value.Map("data").Select(p => (p.Key, Encoding.UTF8.GetBytes(p.Value)));
        var coded = value.Map(isSecret ? "data" : "binaryData").Select(p => (p.Key, Convert.FromBase64String(p.Value)));
        return plain.Concat(coded);
    }
}
