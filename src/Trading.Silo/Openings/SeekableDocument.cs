using Trading.Grains.Documents;
using Trading.Proofs.Primitives;

namespace Trading.Silo.Openings;

/// <summary>
/// A document that can be read more than once: going back opens it anew, going forward reads on. Each pass to the end is checked
/// against the digest by the store.
/// </summary>
internal sealed class SeekableDocument(IDocumentStore store, Digest digest, long size) : Stream
{
    private const int SkipBuffer = 65_536;

    private Stream? _stream;
    private long _at;
    private long _wanted;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => size;

    public override long Position
    {
        get => _wanted;
        set => _wanted = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var stream = await MoveAsync(cancellationToken).ConfigureAwait(false);
        var read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _at += read;
        _wanted = _at;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read it asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _wanted + offset,
        _ => size + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream?.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<Stream> MoveAsync(CancellationToken cancellation)
    {
        if (_stream is null || _wanted < _at)
        {
            _stream?.Dispose();
            _stream = await store.Open(digest, cancellation).ConfigureAwait(false)
                ?? throw new InvalidDataException($"The document {digest} is not in the store.");
            _at = 0;
        }

        if (_at < _wanted)
        {
            var skipped = new byte[Math.Min(SkipBuffer, _wanted - _at)];
            int read;
            while (_at < _wanted && (read = await _stream
                .ReadAsync(skipped.AsMemory(0, (int)Math.Min(skipped.Length, _wanted - _at)), cancellation)
                .ConfigureAwait(false)) > 0)
            {
                _at += read;
            }
        }

        return _stream;
    }
}
