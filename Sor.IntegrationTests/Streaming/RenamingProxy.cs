using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sor.IntegrationTests.Streaming;

/// <summary>
/// Passes bytes between clients and a broker, in whose answers its name is replaced by another of the same length: a broker whose
/// advertised listener is no name of this network.
/// </summary>
internal sealed class RenamingProxy : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly DnsEndPoint broker;
    private readonly byte[] name;
    private readonly byte[] other;

    /// <param name="bootstrap">The broker.</param>
    /// <param name="other">What it is called.</param>
    public RenamingProxy(string bootstrap, string other)
    {
        var parts = bootstrap.Split(':');
        broker = new DnsEndPoint(parts[0], int.Parse(parts[1]));
        (name, this.other) = (Encoding.ASCII.GetBytes(parts[0]), Encoding.ASCII.GetBytes(other));
        this.other.Length.ShouldBe(name.Length);
        listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Bootstrap => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = PassAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var broker = new TcpClient();
        using (client)
        {
            await broker.ConnectAsync(this.broker.Host, this.broker.Port);
            await Task.WhenAny(client.GetStream().CopyToAsync(broker.GetStream()), RenameAsync(broker.GetStream(), client.GetStream()));
        }
    }

    private async Task RenameAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[1 << 16];
        while (await from.ReadAsync(buffer) is var read and > 0)
        {
            for (var at = 0; buffer.AsSpan(at, read - at).IndexOf(name) is >= 0 and var found; at += found + 1)
                other.CopyTo(buffer, at + found);
            await to.WriteAsync(buffer.AsMemory(0, read));
        }
    }
}
