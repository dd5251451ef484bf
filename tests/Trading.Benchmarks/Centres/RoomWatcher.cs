using System.Buffers.Text;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;

namespace Trading.Benchmarks.Centres;

/// <summary>
/// One watcher of a room: a web socket that speaks the hub's JSON protocol, as a page does. It reads the version of each frame and
/// no more, so that what is measured is the centre and not the watchers.
/// </summary>
internal sealed class RoomWatcher(Action<RoomWatcher, long, long> seen) : IAsyncDisposable
{
    private const byte End = 0x1e;

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task _reading = Task.CompletedTask;

    /// <summary>Bytes of the last frame with a view.</summary>
    public int FrameBytes { get; private set; }

    public async Task Watch(Uri centre, string tender, string lot)
    {
        var url = new UriBuilder(centre) { Scheme = "ws", Path = "/rooms" }.Uri;
        await _socket.ConnectAsync(url, _stopping.Token);
        await Send("""{"protocol":"json","version":1}""");
        await Send($$"""{"type":4,"invocationId":"1","target":"Watch","arguments":["{{tender}}","{{lot}}",0]}""");
        _reading = Task.Run(Read);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAny(_reading);
        _socket.Dispose();
        _stopping.Dispose();
    }

    private Task Send(string message) => _socket.SendAsync(
        Encoding.UTF8.GetBytes(message + (char)End), WebSocketMessageType.Text, endOfMessage: true, _stopping.Token);

    private async Task Read()
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (!_stopping.IsCancellationRequested)
        {
            var got = await _socket.ReceiveAsync(buffer.AsMemory(length), _stopping.Token);
            length += got.Count;
            int end;
            while ((end = buffer.AsSpan(0, length).IndexOf(End)) >= 0)
            {
                Take(buffer.AsSpan(0, end), Stopwatch.GetTimestamp());
                buffer.AsSpan(end + 1, length - end - 1).CopyTo(buffer);
                length -= end + 1;
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, 2 * length);
            }
        }
    }

    private void Take(ReadOnlySpan<byte> message, long at)
    {
        // {"type":2,"invocationId":"1","item":{"version":12,…,"view":{…}}}: the frame's own version comes first.
        var field = message.IndexOf("\"version\":"u8);
        if (!message.StartsWith("{\"type\":2,"u8) || field < 0 || message.IndexOf("\"view\":{"u8) < 0
            || !Utf8Parser.TryParse(message[(field + 10)..], out long version, out _))
        {
            return;
        }

        FrameBytes = message.Length;
        seen(this, version, at);
    }
}
