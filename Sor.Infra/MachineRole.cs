using Pulumi;
using Sor.Infra.Machine;
using Aws = Pulumi.Aws;

namespace Sor.Infra;

/// <summary>What the machine may do: be reached by session manager, fetch what was uploaded for it, store results.</summary>
internal sealed class MachineRole
{
    public MachineRole(string name, Output<string> bucket, InputMap<string> tags, Resource parent)
    {
        var options = new CustomResourceOptions { Parent = parent };
        var role = new Aws.Iam.Role(
            $"{name}-machine",
            new Aws.Iam.RoleArgs
            {
                AssumeRolePolicy = AccessPolicies.AssumedByMachine(),
                Description = "Sor: the machine",
                Tags = tags,
            },
            options);
        var sessions = new Aws.Iam.RolePolicy(
            $"{name}-sessions",
            new Aws.Iam.RolePolicyArgs { Role = role.Name, Policy = AccessPolicies.Sessions() },
            options);
        var storage = new Aws.Iam.RolePolicy(
            $"{name}-bucket",
            new Aws.Iam.RolePolicyArgs { Role = role.Name, Policy = bucket.Apply(AccessPolicies.Machine) },
            options);
        Rights = [sessions, storage];
        ProfileName = new Aws.Iam.InstanceProfile(
            $"{name}-machine",
            new Aws.Iam.InstanceProfileArgs { Role = role.Name, Tags = tags },
            options
        ).Name;
    }

    /// <summary>The resources that must be there before the machine may do anything.</summary>
    public IReadOnlyList<Resource> Rights { get; }

    public Output<string> ProfileName { get; }
}
