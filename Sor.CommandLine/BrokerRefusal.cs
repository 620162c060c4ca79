using System.Text.RegularExpressions;
using Confluent.Kafka;

namespace Sor.CommandLine;

/// <summary>
/// Why a broker refuses us or cannot be reached. The client library goes on trying and reports no more than that nobody answers.
/// </summary>
internal static partial class BrokerRefusal
{
    private static int refusalShown;
    private static int nameShown;

    /// <summary>
    /// An error handler of clients: shows once, on standard error, that a password or a certificate is not taken, and once that the name by
    /// which a broker that has answered calls itself is unknown here.
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

    /// <summary>The name of a broker that another one, or it itself, has told of, and that cannot be resolved.</summary>
    internal static string? Advertised(Error error) =>
        error.Code == ErrorCode.Local_Resolve && ByNumber().Match(error.Reason) is { Success: true } match
            ? match.Groups["name"].Value
            : null;

    // The address that the user gave has no number yet: HOST:PORT/bootstrap.
    [GeneratedRegex(@"^(\w+://)?(?<name>[^/\s]+)/\d+: ")]
    private static partial Regex ByNumber();
}
