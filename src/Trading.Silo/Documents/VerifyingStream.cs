using Trading.Proofs.Primitives;

namespace Trading.Silo.Documents;

/// <summary>
/// A document as it is read back: head and file one after the other, hashed on the way. The read that would give the last bytes
/// throws where they are not the document's, so nobody has a whole document that is a wrong one.
/// </summary>
internal sealed class VerifyingStream(byte[] head, FileStream file, Digest digest, long size) : Stream
{
    private readonly Sm3Hasher _hasher = new();
    private long _position;
    private bool _checked;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => size;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var read = _position < head.Length ? FromHead(buffer) : file.Read(buffer);
        return Check(buffer[..read], buffer.Length);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = _position < head.Length
            ? FromHead(buffer.Span)
            : await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Check(buffer.Span[..read], buffer.Length);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private int FromHead(Span<byte> buffer)
    {
        var read = (int)Math.Min(buffer.Length, head.Length - _position);
        head.AsSpan((int)_position, read).CopyTo(buffer);
        return read;
    }

    private int Check(Span<byte> read, int asked)
    {
        if (_checked || asked == 0)
        {
            return read.Length;
        }

        _hasher.Append(read);
        _position += read.Length;
        if (_position < size && read.Length > 0)
        {
            return read.Length;
        }

        _checked = true;
        if (_position == size && file.Length == Math.Max(0, size - head.Length) && _hasher.Finish() == digest)
        {
            return read.Length;
        }

        // What was already copied into the caller's buffer is taken back.
        read.Clear();
        throw new InvalidDataException($"Document {digest} was damaged in storage: DAMAGED_IN_STORAGE.");
    }
}
