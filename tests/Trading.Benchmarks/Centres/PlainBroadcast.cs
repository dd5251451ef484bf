using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Trading.Benchmarks.Centres;

/// <summary>The least a fan-out on this machine can cost: the same bytes to as many plain sockets, and nothing else.</summary>
internal sealed class PlainBroadcast : IDisposable
{
    private readonly List<(Socket Here, Socket There)> _pairs = [];

    public static async Task<PlainBroadcast> To(int watchers)
    {
        var broadcast = new PlainBroadcast();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        for (var i = 0; i < watchers; i++)
        {
            var there = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await there.ConnectAsync(listener.LocalEndpoint);
            var here = await listener.AcceptSocketAsync();
            here.NoDelay = true;
            broadcast._pairs.Add((here, there));
        }

        return broadcast;
    }

    /// <summary>Milliseconds from the beginning to the last byte at each watcher.</summary>
    public async Task<double[]> Send(int bytes)
    {
        var frame = new byte[bytes];
        long started = 0;
        var reading = _pairs.Select(pair => Task.Run(async () =>
        {
            var buffer = new byte[bytes];
            for (var left = bytes; left > 0; left -= await pair.There.ReceiveAsync(buffer.AsMemory(0, left)))
            {
            }

            return Stopwatch.GetElapsedTime(Volatile.Read(ref started)).TotalMilliseconds;
        })).ToArray();
        Volatile.Write(ref started, Stopwatch.GetTimestamp());
        await Task.WhenAll(_pairs.Select(pair => Task.Run(() => SendAll(pair.Here, frame))));
        return await Task.WhenAll(reading);
    }

    public void Dispose() => _pairs.ForEach(pair =>
    {
        pair.Here.Dispose();
        pair.There.Dispose();
    });

    private static async Task SendAll(Socket socket, byte[] frame)
    {
        for (var sent = 0; sent < frame.Length;)
        {
            sent += await socket.SendAsync(frame.AsMemory(sent));
        }
    }
}
