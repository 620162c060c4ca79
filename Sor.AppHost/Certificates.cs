using System.Security.Cryptography.X509Certificates;

namespace Sor.AppHost;

/// <summary>
/// ASP.NET Core's certificate for development, which is needed only where the launch profile serves the dashboard by https.
/// </summary>
internal static class Certificates
{
    // The extension that marks a certificate as ASP.NET Core's for development.
    private const string Development = "1.3.6.1.4.1.311.84.1.1";

    /// <summary>Whether the dashboard is asked for by https.</summary>
    public static bool AreNeeded { get; } =
        Environment.GetEnvironmentVariable("ASPNETCORE_URLS")?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ?? false;

    /// <summary>What to do before the application can start, in a line; <c>null</c> where there is nothing to do.</summary>
    public static string? Missing =>
        AreNeeded && !IsThere()
            ? "the profile https needs a certificate: run `dotnet dev-certs https --trust` once, or start the profile http"
            : null;

    /// <summary>
    /// Tells Aspire that a process serves nothing by https and, where the dashboard is on plain http, trusts no certificate. Otherwise the
    /// dashboard shows a red warning that there is none.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithoutCertificates(this IResourceBuilder<ProjectResource> process)
    {
        process.WithoutHttpsCertificate();
        return AreNeeded ? process : process.WithCertificateTrustScope(CertificateTrustScope.None);
    }

    private static bool IsThere()
    {
        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
        store.Open(OpenFlags.ReadOnly);
        return store.Certificates.Find(X509FindType.FindByExtension, Development, validOnly: false)
            .Any(certificate => certificate.HasPrivateKey && certificate.NotAfter > TimeProvider.System.GetLocalNow());
    }
}
