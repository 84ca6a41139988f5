using Sluice.Oci;
using Sluice.Oci.Layout;

namespace Sluice.Images.Layers;

/// <summary>
/// Makes images of recipes. Without a base and without a .NET of its own an image holds portable .NET assemblies only, for
/// a host that lends its <c>dotnet</c>; nothing in its layers depends on the platform that it names then.
/// </summary>
internal sealed class ImageAssembler(OciLayout layout, LayerCache layers)
{
    /// <summary>Stores the image, or an index when there is more than one recipe; answers its descriptor.</summary>
    /// <param name="recipes">One for each platform.</param>
    /// <param name="cancellationToken">Stops between layers.</param>
    public async Task<Descriptor> AssembleAsync(IReadOnlyList<ImageRecipe> recipes, CancellationToken cancellationToken)
    {
        var images = new List<Descriptor>();
        foreach (var recipe in recipes)
        {
            var manifest = await ManifestAsync(recipe, cancellationToken).ConfigureAwait(false);
            images.Add(manifest.Descriptor with { Platform = recipe.Platform });
            await StoreAsync(manifest, isListed: recipes.Count == 1, cancellationToken).ConfigureAwait(false);
        }

        if (images.Count == 1)
        {
            return images[0] with { Platform = null };
        }

        var index = new ImageIndex { Manifests = images, Annotations = NoneIfEmpty(recipes[0].Settings.Annotations) }.ToDocument();
        return await StoreAsync(index, isListed: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The images of an index are found through it, so they are not listed themselves.</summary>
    private Task<Descriptor> StoreAsync(OciDocument document, bool isListed, CancellationToken cancellationToken)
        => isListed ? layout.PutManifestAsync(document, null, cancellationToken) : layout.PutAsync(document, cancellationToken);

    private async Task<OciDocument> ManifestAsync(ImageRecipe recipe, CancellationToken cancellationToken)
    {
        var own = new List<(StoredLayer Layer, string Comment)>();
        foreach (var content in recipe.Layers)
        {
            own.Add((await layers.GetAsync(content, recipe.Settings.Compression, cancellationToken).ConfigureAwait(false), content.Comment));
        }

        var config = ImageConfigWriter.Write(recipe, own).ToDocument();
        await layout.PutAsync(config, cancellationToken).ConfigureAwait(false);
        var inherited = recipe.Base?.Image.Image.Manifest.Layers ?? [];
        return new ImageManifest
        {
            Config = config.Descriptor,
            Layers =
            [
                .. inherited.Select(layer => new Descriptor { MediaType = MediaTypes.OciLayer(layer.MediaType), Digest = layer.Digest, Size = layer.Size }),
                .. own.Select(layer => layer.Layer.Descriptor),
            ],
            Annotations = NoneIfEmpty(AnnotationsOf(recipe)),
        }.ToDocument();
    }

    private static Dictionary<string, string> AnnotationsOf(ImageRecipe recipe)
    {
        var annotations = new Dictionary<string, string>(recipe.Settings.Annotations, StringComparer.Ordinal);
        if (recipe.Base is var (source, image))
        {
            annotations[Annotations.BaseName] = (source.Reference with { Digest = null }).ToString();
            annotations[Annotations.BaseDigest] = image.Image.Image.Digest!.Value.ToString();
        }

        return annotations;
    }

    private static IReadOnlyDictionary<string, string>? NoneIfEmpty(IReadOnlyDictionary<string, string> map) => map.Count == 0 ? null : map;
}
