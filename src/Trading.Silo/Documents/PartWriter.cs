using Microsoft.Win32.SafeHandles;
using Trading.Grains.Documents;
using Trading.Proofs.Primitives;
using Trading.Silo.Faults;

namespace Trading.Silo.Documents;

/// <summary>Writes arriving bytes to an upload's file, those of a sealed head aside, and hashes them on the way.</summary>
internal sealed class PartWriter : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly Sm3Hasher? _hasher;
    private readonly int _headSize;
    private readonly MemoryStream? _head;
    private readonly FaultPoints _faults;
    private long _at;

    public PartWriter(string path, DocumentClass kind, long at, byte[] head, Sm3Hasher? hasher, FaultPoints faults)
    {
        (_at, _hasher, _faults) = (at, hasher, faults);
        _headSize = HeadSizeOf(kind);
        if (at < _headSize)
        {
            _head = new MemoryStream();
            _head.Write(head);
        }

        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
    }

    /// <summary>The head as it is now, or null where these bytes did not touch it.</summary>
    public byte[]? Head => _head?.ToArray();

    /// <summary>How many of a document's bytes are kept aside.</summary>
    public static int HeadSizeOf(DocumentClass kind) => kind == DocumentClass.Sealed ? DocumentFiles.HeadSize : 0;

    /// <summary>Writes the stream to its end, which <paramref name="check"/> may refuse after each piece; gives the new end.</summary>
    public async Task<long> Write(Stream bytes, Action<long> check, CancellationToken cancellation)
    {
        var buffer = new byte[81_920];
        int read;
        while ((read = await bytes.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            check(_at + read);
            Write(buffer.AsSpan(0, read));
            _faults.At("documents.piece-written");
        }

        RandomAccess.FlushToDisk(_file);
        _faults.At("documents.chunk-flushed");
        return _at;
    }

    public void Dispose() => _file.Dispose();

    private void Write(ReadOnlySpan<byte> piece)
    {
        _hasher?.Append(piece);
        var aside = (int)Math.Clamp(_headSize - _at, 0, piece.Length);
        if (aside > 0)
        {
            _head!.Write(piece[..aside]);
        }

        RandomAccess.Write(_file, piece[aside..], Math.Max(0, _at - _headSize));
        _at += piece.Length;
    }
}
