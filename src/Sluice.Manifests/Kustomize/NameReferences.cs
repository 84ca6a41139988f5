using System.Text.Json.Nodes;
using Sluice.Manifests.Json;
using Sluice.Model.Input;

namespace Sluice.Manifests.Kustomize;

/// <summary>Makes names inside objects follow the objects that were renamed or moved.</summary>
internal static class NameReferences
{
    public static void Rewrite(List<Resource> resources, RenderContext context, string file)
    {
        foreach (var reference in ReferenceFields.All)
        {
            var targets = resources.FindAll(resource => resource.AllIds.Any(id => IsTarget(reference, id)));
            if (targets.Count == 0)
            {
                continue;
            }

            foreach (var referrer in resources)
            {
                var id = referrer.Id;
                foreach (var field in reference.Fields.Where(field => field.AppliesTo(id)))
                {
                    FieldWalk.Visit(referrer.Json, field.Path, create: false, (map, key) =>
                        new Referral(referrer, targets, reference, context, file).Rewrite(map, key));
                }
            }
        }
    }

    private static bool IsTarget(ReferenceFields reference, ResourceId id) =>
        id.Kind == reference.Kind && (reference.Group.Length == 0 || reference.Group == id.Group);

    private sealed class Referral(Resource referrer, List<Resource> targets, ReferenceFields reference, RenderContext context, string file)
    {
        public void Rewrite(JsonObject map, string key)
        {
            switch (map[key])
            {
                case JsonArray list:
                    RewriteList(list);
                    break;
                case JsonObject named:
                    RewriteWithNamespace(named);
                    break;
                case JsonValue value when value.Text() is { } name && !IsOtherKind(map):
                    if (Find(name, null) is { } target && target.Id.Name != name)
                    {
                        map[key] = target.Id.Name;
                    }

                    break;
            }
        }

        private void RewriteList(JsonArray list)
        {
            for (var index = 0; index < list.Count; index++)
            {
                if (list[index] is JsonObject subject)
                {
                    RewriteWithNamespace(subject);
                }
                else if (list[index].Text() is { } name && Find(name, null) is { } target && target.Id.Name != name)
                {
                    list[index] = target.Id.Name;
                }
            }
        }

        // Subjects of bindings and webhooks' services name their namespace beside the name.
        private void RewriteWithNamespace(JsonObject named)
        {
            if (named["name"].Text() is not { } name)
            {
                return;
            }

            var place = named["namespace"].Text();
            if (Find(name, place) is { } target)
            {
                named["name"] = target.Id.Name;
                if (target.Id.Namespace.Length > 0)
                {
                    named["namespace"] = target.Id.Namespace;
                }
            }
        }

        // Only a roleRef has two kinds to choose from. Subjects are renamed whatever their kind, as kustomize does.
        private bool IsOtherKind(JsonObject map) =>
            reference.Kind is "Role" or "ClusterRole" && map["kind"].Text() is { } kind && kind != reference.Kind;

        private Resource? Find(string name, string? place)
        {
            var found = targets.FindAll(target => target.AllIds.Any(id =>
                id.Name == name && id.Kind == reference.Kind && (place is null || id.EffectiveNamespace == place)));
            var referrerId = referrer.Id;
            if (place is null && !KnownKinds.IsClusterScoped(referrerId))
            {
                found = found.FindAll(target =>
                    KnownKinds.IsClusterScoped(target.Id) || target.Id.EffectiveNamespace == referrerId.EffectiveNamespace);
            }

            if (found.Count > 1)
            {
                // Two bases may use one name; what went the same way through them belongs together.
                var alike = found.FindAll(target => target.Affixes.SequenceEqual(referrer.Affixes));
                found = alike.Count > 0 ? alike : found;
            }

            if (found.Select(target => target.Id.Name).Distinct().Count() <= 1)
            {
                return found.FirstOrDefault();
            }

            context.Errors.Add(new InputError(file, 1, 1, "", $"{referrer.Id} from {referrer.Source} refers to {reference.Kind} '{name}', which could be {string.Join(" or ", found.Select(target => $"'{target.Id.Name}' from {target.Source}"))}", "names that are distinct"));
            return null;
        }
    }
}
