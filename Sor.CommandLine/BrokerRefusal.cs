using Confluent.Kafka;

namespace Sor.CommandLine;

/// <summary>Why a broker refuses us. The client library goes on trying and reports no more than that nobody answers.</summary>
internal static class BrokerRefusal
{
    private static int shown;

    /// <summary>An error handler of clients: shows once, on standard error, that a password or a certificate is not taken.</summary>
    public static void Show(IClient client, Error error)
    {
        if (error.Code is not (ErrorCode.Local_Authentication or ErrorCode.Local_Ssl)) return;
        if (Interlocked.Exchange(ref shown, 1) == 0) Terminal.Say($"the broker refuses: {error.Reason}");
    }
}
