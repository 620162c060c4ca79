using Pulumi;
using Sor.Infra.Machine;
using Aws = Pulumi.Aws;

namespace Sor.Infra;

/// <summary>
/// A private bucket: the machine's installation files go in under their content hash, results come out. The bucket and its protections
/// outlive the stack, unless the user allows results to be deleted.
/// </summary>
internal sealed class Storage
{
    public Storage(string name, BacktestMachineArgs args, InputMap<string> tags, Resource parent)
    {
        var settings = args.Settings;
        var bucket = new Aws.S3.Bucket(
            $"{name}-data",
            new Aws.S3.BucketArgs { ForceDestroy = settings.DestroyResults, Tags = tags },
            Kept());
        Name = bucket.BucketName;

        // S3 refuses two changes of a bucket's access at the same time, so each waits for the one before.
        var owned = new Aws.S3.BucketOwnershipControls(
            $"{name}-data-owner",
            new Aws.S3.BucketOwnershipControlsArgs
            {
                Bucket = Name,
                Rule = new Aws.S3.Inputs.BucketOwnershipControlsRuleArgs { ObjectOwnership = "BucketOwnerEnforced" },
            },
            Kept());
        var closed = new Aws.S3.BucketPublicAccessBlock(
            $"{name}-data-private",
            new Aws.S3.BucketPublicAccessBlockArgs
            {
                Bucket = Name,
                BlockPublicAcls = true,
                BlockPublicPolicy = true,
                IgnorePublicAcls = true,
                RestrictPublicBuckets = true,
            },
            Kept(owned));
        _ = new Aws.S3.BucketPolicy(
            $"{name}-data-tls",
            new Aws.S3.BucketPolicyArgs { Bucket = Name, Policy = Name.Apply(AccessPolicies.EncryptedTransportOnly) },
            Kept(closed));
        _ = new Aws.S3.BucketServerSideEncryptionConfiguration(
            $"{name}-data-encrypted",
            new Aws.S3.BucketServerSideEncryptionConfigurationArgs
            {
                Bucket = Name,
                Rules =
                {
                    new Aws.S3.Inputs.BucketServerSideEncryptionConfigurationRuleArgs
                    {
                        ApplyServerSideEncryptionByDefault =
                            new Aws.S3.Inputs.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs
                            {
                                SseAlgorithm = "AES256",
                            },
                    },
                },
            },
            Kept());
        _ = new Aws.S3.BucketLifecycleConfiguration(
            $"{name}-data-expiry",
            new Aws.S3.BucketLifecycleConfigurationArgs { Bucket = Name, Rules = Expiry(settings.ResultDays) },
            Kept());

        Archive = Upload($"{name}-archive", args.Uploads.Archive);
        Data = Upload($"{name}-market-data", args.Uploads.Data);
        Kafka = Upload($"{name}-kafka", args.Uploads.Kafka);

        CustomResourceOptions Kept(params Resource[] after) =>
            new()
            {
                Parent = parent,
                RetainOnDelete = !settings.DestroyResults,
                DependsOn = after,
            };

        Resource Upload(string resource, Artifact artifact) => new Aws.S3.BucketObjectv2(
            resource,
                new Aws.S3.BucketObjectv2Args
                {
                    Bucket = Name,
                    Key = artifact.Key,
                    Source = new FileAsset(artifact.Path),
                    ContentType = "application/octet-stream",
                    Tags = tags,
                },
            new CustomResourceOptions { Parent = parent, DependsOn = { closed } });
    }

    public Output<string> Name { get; }

    public Resource Archive { get; }

    public Resource Data { get; }

    public Resource Kafka { get; }

    // Installation files do not expire: a machine may be made anew from them at any time, and the stack deletes them when they are replaced
    // or the stack is destroyed.
    private static InputList<Aws.S3.Inputs.BucketLifecycleConfigurationRuleArgs> Expiry(int resultDays)
    {
        var rules = new InputList<Aws.S3.Inputs.BucketLifecycleConfigurationRuleArgs>
        {
            new Aws.S3.Inputs.BucketLifecycleConfigurationRuleArgs
            {
                Id = "unfinished-uploads",
                Status = "Enabled",
                Filter = new Aws.S3.Inputs.BucketLifecycleConfigurationRuleFilterArgs { Prefix = "" },
                AbortIncompleteMultipartUpload = new Aws.S3.Inputs.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs
                {
                    DaysAfterInitiation = 1,
                },
            },
        };
        if (resultDays > 0)
        {
            rules.Add(new Aws.S3.Inputs.BucketLifecycleConfigurationRuleArgs
            {
                Id = "old-results",
                Status = "Enabled",
                Filter = new Aws.S3.Inputs.BucketLifecycleConfigurationRuleFilterArgs { Prefix = AccessPolicies.ResultPrefix },
                Expiration = new Aws.S3.Inputs.BucketLifecycleConfigurationRuleExpirationArgs { Days = resultDays },
            });
        }

        return rules;
    }
}
