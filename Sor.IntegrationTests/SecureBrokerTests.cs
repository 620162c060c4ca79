using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Confluent.Kafka;

namespace Sor.IntegrationTests;

/// <summary>A broker that wants TLS and a password, by <c>--kafka-config</c> and by configuration.</summary>
[RunsPrograms]
public sealed class SecureBrokerTests
{
    [Fact]
    public async Task Both_sides_reach_it_by_a_file_or_by_sections_and_a_wrong_password_is_told_in_time()
    {
        using var market = MarketFile.Made(20_000, 1);
        var authority = market.In("ca.pem");
        var settings = Settings(authority);
        var (container, bootstrap) = await Broker.OwnAsync(settings, new ClientConfig
        {
            SecurityProtocol = SecurityProtocol.SaslSsl,
            SslCaLocation = authority,
            SaslMechanism = SaslMechanism.Plain,
            SaslUsername = "sor",
            SaslPassword = "secret",
        });
        await using var _ = container;
        var file = await WriteAsync(market, "right.properties", authority, "secret");
        var wrong = await WriteAsync(market, "wrong.properties", authority, "guess");

        using (var produce = SorProcess.Produce(market.Path, "--bootstrap", bootstrap, "--speed", "max", "--kafka-config", file))
            await produce.SucceedAsync();
        using (
            var backtest = SorProcess.Start(
                "Sor.Backtester",
                ["backtest", "--bootstrap", bootstrap, .. market.Order, "--out", market.In("out")],
                [.. Sections("Consumer", authority)]))
            await backtest.SucceedAsync();
        var refused = await SorProcess
            .Backtest(["--bootstrap", bootstrap, .. market.Order, "--wait", "3s", "--kafka-config", wrong, "--out", market.In("none")])
            .ExplainedAsync();
        var plain = await SorProcess.Produce(market.Path, "--bootstrap", bootstrap, "--wait", "3s").ExplainedAsync();

        market.Result("out").ShouldBe(await market.ResultAsync());
        (refused.Code, plain.Code).ShouldBe((1, 1));
        refused.Error.ShouldContain($"no Kafka broker answers at {bootstrap} after 3 s");
        refused.Error.ShouldContain("the broker refuses: ");
        refused.Error.ShouldContain("Authentication failed");
        plain.Error.ShouldContain($"no Kafka broker answers at {bootstrap} after 3 s");
    }

    private static async Task<string> WriteAsync(MarketFile market, string name, string authority, string password)
    {
        var file = market.In(name);
        await File.WriteAllLinesAsync(
            file,
            [
                "security.protocol=SASL_SSL",
                $"ssl.ca.location={authority}",
                "sasl.mechanism=PLAIN",
                "sasl.username=sor",
                $"sasl.password={password}",
            ],
            TestContext.Current.CancellationToken);
        return file;
    }

    private static IEnumerable<(string, string)> Sections(string role, string authority)
    {
        var section = $"Aspire__Confluent__Kafka__{role}__Config__";
        yield return (section + "SecurityProtocol", "SaslSsl");
        yield return (section + "SslCaLocation", authority);
        yield return (section + "SaslMechanism", "Plain");
        yield return (section + "SaslUsername", "sor");
        yield return (section + "SaslPassword", "secret");
    }

    /// <summary>The broker's side: its listener for clients takes TLS and one user.</summary>
    private static Dictionary<string, string> Settings(string authority)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=sor-test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(authority, certificate.ExportCertificatePem());
        return new()
        {
            ["KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"] = "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT,PLAINTEXT:SASL_SSL",
            ["KAFKA_SASL_ENABLED_MECHANISMS"] = "PLAIN",
            ["KAFKA_LISTENER_NAME_PLAINTEXT_PLAIN_SASL_JAAS_CONFIG"] =
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_sor=\"secret\";",
            ["KAFKA_SSL_KEYSTORE_TYPE"] = "PEM",
            ["KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN"] = OneLine(certificate.ExportCertificatePem()),
            ["KAFKA_SSL_KEYSTORE_KEY"] = OneLine(key.ExportPkcs8PrivateKeyPem()),
        };
    }

    // A value of a properties file is one line.
    private static string OneLine(string pem) => pem.ReplaceLineEndings("\\n");
}
