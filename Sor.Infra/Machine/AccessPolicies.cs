using System.Text.Json;

namespace Sor.Infra.Machine;

/// <summary>Who may do what, as IAM policy documents (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html).</summary>
internal static class AccessPolicies
{
    /// <summary>What the machine reads, by content hash.</summary>
    public const string ArtifactPrefix = "artifacts/";

    /// <summary>What the machine writes.</summary>
    public const string ResultPrefix = "results/";

    /// <summary>The role is for EC2 machines.</summary>
    public static string AssumedByMachine() => Document(new { Effect = "Allow", Principal = new { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" });

    /// <summary>The machine fetches what was uploaded for it and stores results; it can neither list nor delete nor read results back.</summary>
    public static string Machine(string bucket) => Document(
        new { Effect = "Allow", Action = "s3:GetObject", Resource = $"arn:aws:s3:::{bucket}/{ArtifactPrefix}*" },
        new { Effect = "Allow", Action = "s3:PutObject", Resource = $"arn:aws:s3:::{bucket}/{ResultPrefix}*" });

    /// <summary>Nobody reaches the bucket but over TLS 1.2 or newer.</summary>
    public static string EncryptedTransportOnly(string bucket)
    {
        string[] all = [$"arn:aws:s3:::{bucket}", $"arn:aws:s3:::{bucket}/*"];
        return Document(
            new { Effect = "Deny", Principal = "*", Action = "s3:*", Resource = all, Condition = new { Bool = new Dictionary<string, string> { ["aws:SecureTransport"] = "false" } } },
            new { Effect = "Deny", Principal = "*", Action = "s3:*", Resource = all, Condition = new { NumericLessThan = new Dictionary<string, string> { ["s3:TlsVersion"] = "1.2" } } });
    }

    private static string Document(params object[] statements) => JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = statements });
}
