using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Sor.Infra.Machine;

/// <summary>A file for the machine, under a key that changes with its content.</summary>
/// <param name="Path">The file here.</param>
/// <param name="Sha256">Its hash, in lower-case hexadecimal.</param>
internal sealed partial record Artifact(string Path, string Sha256)
{
    /// <summary>Its place in the bucket; only characters that need no escaping in an address.</summary>
    public string Key => $"{AccessPolicies.ArtifactPrefix}{Sha256[..16]}/{Unsafe().Replace(System.IO.Path.GetFileName(Path), "-")}";

    public static Artifact Of(string path)
    {
        using var file = File.OpenRead(path);
        return new Artifact(path, Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    [GeneratedRegex("[^A-Za-z0-9._-]")]
    private static partial Regex Unsafe();
}
