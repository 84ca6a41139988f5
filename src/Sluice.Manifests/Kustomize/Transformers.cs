using Sluice.Manifests.Json;
using Sluice.Manifests.Kustomize.Patching;
using Sluice.Manifests.Kustomize.Replacing;

namespace Sluice.Manifests.Kustomize;

/// <summary>The steps of one kustomization, in kustomize's order.</summary>
internal static class Transformers
{
    private static readonly string[] s_unprefixed = ["Namespace", "CustomResourceDefinition", "APIService"];

    public static void Run(KustomizationFile file, List<Resource> resources, RenderContext context)
    {
        Patches.Run(file, resources, context);
        NamespaceStep.Run(file, resources);
        AddAffix(resources, file.NamePrefix, name => file.NamePrefix + name);
        AddAffix(resources, file.NameSuffix, name => name + file.NameSuffix);
        AddLabels(file, resources);
        AddAnnotations(file, resources);
        Patches.RunLate(file, resources, context);
        SetReplicas(file, resources, context);
        Images.Run(file.Images, resources);
        Replacements.Run(file, resources, context);
    }

    private static void AddAffix(List<Resource> resources, string? affix, Func<string, string> rename)
    {
        if (string.IsNullOrEmpty(affix))
        {
            return;
        }

        foreach (var resource in resources.Where(resource => !s_unprefixed.Contains(resource.Id.Kind)))
        {
            resource.Rename(rename(resource.Id.Name));
            resource.Affixes.Add(affix);
        }
    }

    private static void AddLabels(KustomizationFile file, List<Resource> resources)
    {
        foreach (var rule in file.Labels.Append(new LabelRule(file.CommonLabels, true, true, [])))
        {
            IEnumerable<FieldSpec> fields = [LabelFields.MetadataLabels, .. rule.Fields];
            if (rule.IncludeSelectors)
            {
                fields = fields.Concat(LabelFields.Selectors);
            }

            if (rule.IncludeSelectors || rule.IncludeTemplates)
            {
                fields = fields.Concat(LabelFields.Templates);
            }

            SetPairs(resources, rule.Pairs, [.. fields]);
        }
    }

    private static void AddAnnotations(KustomizationFile file, List<Resource> resources) =>
        SetPairs(resources, file.CommonAnnotations, LabelFields.Annotations);

    private static void SetPairs(List<Resource> resources, IReadOnlyDictionary<string, string> pairs, IReadOnlyList<FieldSpec> fields)
    {
        if (pairs.Count == 0)
        {
            return;
        }

        foreach (var resource in resources)
        {
            var id = resource.Id;
            foreach (var field in fields.Where(field => field.AppliesTo(id)))
            {
                FieldWalk.Visit(resource.Json, field.Path, field.Create, (map, key) =>
                {
                    var target = map.MapAt(key);
                    foreach (var (name, value) in pairs)
                    {
                        target[name] = value;
                    }
                });
            }
        }
    }

    private static void SetReplicas(KustomizationFile file, List<Resource> resources, RenderContext context)
    {
        foreach (var rule in file.Replicas)
        {
            var matches = resources.FindAll(resource =>
                resource.Id.Kind is "Deployment" or "ReplicaSet" or "ReplicationController" or "StatefulSet"
                && resource.AllIds.Any(id => id.Name == rule.Value.Name));
            foreach (var match in matches)
            {
                match.Json.MapAt("spec")["replicas"] = rule.Value.Count;
            }

            if (matches.Count == 0)
            {
                var names = resources.Where(resource => KnownKinds.PodTemplate(resource.Id.Kind) is not null).Select(resource => resource.OriginalId.Name);
                context.Add(file.Path, rule.Node, rule.Path, $"no workload is called '{rule.Value.Name}'", "the name of a Deployment, StatefulSet, ReplicaSet or ReplicationController", Model.Input.NearestName.Of(rule.Value.Name, names));
            }
        }
    }
}
