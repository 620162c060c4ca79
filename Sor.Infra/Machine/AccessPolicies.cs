using System.Text.Json;

namespace Sor.Infra.Machine;

/// <summary>
/// Who may do what, as IAM policy documents (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html).
/// </summary>
internal static class AccessPolicies
{
    /// <summary>What the machine reads, by content hash.</summary>
    public const string ArtifactPrefix = "artifacts/";

    /// <summary>What the machine writes: a folder for each run.</summary>
    public const string ResultPrefix = "results/";

    /// <summary>Where each machine writes its state, in a folder of its name.</summary>
    public const string StatusPrefix = $"{ResultPrefix}machines/";

    /// <summary>The role is for EC2 machines.</summary>
    public static string AssumedByMachine() =>
        Document(
            new
            {
                Effect = "Allow",
                Principal = new { Service = "ec2.amazonaws.com" },
                Action = "sts:AssumeRole",
            }
        );

    /// <summary>
    /// The machine may fetch what was uploaded for it and store results under new names
    /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html). It may overwrite only its own state. It can
    /// neither list, read, delete nor replace results.
    /// </summary>
    public static string Machine(string bucket) => Document(
        new { Effect = "Allow", Action = "s3:GetObject", Resource = $"arn:aws:s3:::{bucket}/{ArtifactPrefix}*" },
        new { Effect = "Allow", Action = "s3:PutObject", Resource = $"arn:aws:s3:::{bucket}/{StatusPrefix}*" },
        new
        {
            Effect = "Allow",
            Action = "s3:PutObject",
            Resource = $"arn:aws:s3:::{bucket}/{ResultPrefix}*",
            Condition = new { Null = new Dictionary<string, string> { ["s3:if-none-match"] = "false" } },
        });

    /// <summary>
    /// Session manager and commands sent to the machine, and nothing else of Systems Manager. AWS's own policy for it,
    /// AmazonSSMManagedInstanceCore, lets a machine read every parameter of the account. Actions that carry messages cannot be narrowed to
    /// a resource (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsessionmanagermessagegatewayservice.html).
    /// </summary>
    public static string Sessions() => Document(new
    {
        Effect = "Allow",
        Action = (string[])
        [
            "ssm:UpdateInstanceInformation",
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel",
            "ec2messages:AcknowledgeMessage",
            "ec2messages:DeleteMessage",
            "ec2messages:FailMessage",
            "ec2messages:GetEndpoint",
            "ec2messages:GetMessages",
            "ec2messages:SendReply",
        ],
        Resource = "*",
    });

    /// <summary>The bucket can be reached only over TLS 1.2 or newer.</summary>
    public static string EncryptedTransportOnly(string bucket)
    {
        string[] all = [$"arn:aws:s3:::{bucket}", $"arn:aws:s3:::{bucket}/*"];
        return Document(
            new
            {
                Effect = "Deny",
                Principal = "*",
                Action = "s3:*",
                Resource = all,
                Condition = new { Bool = new Dictionary<string, string> { ["aws:SecureTransport"] = "false" } },
            },
            new
            {
                Effect = "Deny",
                Principal = "*",
                Action = "s3:*",
                Resource = all,
                Condition = new { NumericLessThan = new Dictionary<string, string> { ["s3:TlsVersion"] = "1.2" } },
            }
        );
    }

    private static string Document(params object[] statements) =>
        JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = statements });
}
