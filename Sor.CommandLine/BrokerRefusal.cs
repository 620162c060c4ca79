using System.Text.RegularExpressions;
using Confluent.Kafka;

namespace Sor.CommandLine;

/// <summary>
/// Tells the user why a broker refuses or cannot be reached. The client library only goes on trying, and a timeout says no more than that
/// nobody answered.
/// </summary>
internal static partial class BrokerRefusal
{
    private static int refusalShown;
    private static int nameShown;

    /// <summary>
    /// The clients' error handler. Shows on standard error, once each, that the broker rejects a password or a certificate, and that a
    /// broker advertises a name that cannot be resolved here.
    /// </summary>
    public static void Show(IClient client, Error error)
    {
        if (error.Code is ErrorCode.Local_Authentication or ErrorCode.Local_Ssl && Interlocked.Exchange(ref refusalShown, 1) == 0)
            Terminal.Say($"the broker refuses: {error.Reason}");
        if (Advertised(error) is { } name && Interlocked.Exchange(ref nameShown, 1) == 0)
        {
            Terminal.Say($"the broker calls itself {name}, a name that cannot be resolved here: "
                + "its advertised.listeners must be what this machine knows it by");
        }
    }

    /// <summary>The advertised name of a broker that cannot be resolved; <c>null</c> for any other error.</summary>
    internal static string? Advertised(Error error) =>
        error.Code == ErrorCode.Local_Resolve && ByNumber().Match(error.Reason) is { Success: true } match
            ? match.Groups["name"].Value
            : null;

    // Advertised brokers have a number, HOST:PORT/1; the address that the user gave has none, HOST:PORT/bootstrap.
    [GeneratedRegex(@"^(\w+://)?(?<name>[^/\s]+)/\d+: ")]
    private static partial Regex ByNumber();
}
