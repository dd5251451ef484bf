using System.Security.Cryptography;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;

namespace Trading.Silo.Openings;

/// <summary>The secret side of one lot's opening: its key, or the halves that came back after a restart.</summary>
internal sealed class OpeningSessionState(OpeningSession announced, ISm2PrivateKey? key)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Role, byte[]> _halves = [];
    private ISm2PrivateKey? _key = key;
    private bool _isOpening;
    private bool _isAskedAgain;

    public OpeningSession Announced { get; } = announced;

    public ISm2PrivateKey? Key
    {
        get
        {
            lock (_gate)
            {
                return _key;
            }
        }
    }

    /// <summary>Takes one half; with both it makes the key. False where the two are not the key of this session.</summary>
    public bool Take(Role keeper, byte[] half)
    {
        lock (_gate)
        {
            _halves[keeper] = half;
            if (_halves.Count < 2)
            {
                return true;
            }

            var scalar = new byte[SessionHalves.Size];
            foreach (var one in _halves.Values)
            {
                SessionHalves.Xor(scalar, one);
            }

            _halves.Clear();
            _key = SessionHalves.Join(scalar, Certificate.FromPem(Announced.Certificate).Id);
            CryptographicOperations.ZeroMemory(scalar);
            return _key is not null;
        }
    }

    /// <summary>One opening at a time; false where one is under way, which then hears of it as it leaves.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            _isAskedAgain = _isOpening;
            return !_isOpening && (_isOpening = true);
        }
    }

    /// <summary>Whether somebody asked meanwhile: the share that completes the quorum may have come after this one looked.</summary>
    public bool Leave()
    {
        lock (_gate)
        {
            _isOpening = false;
            return _isAskedAgain;
        }
    }

    /// <summary>The opening is recorded: nothing can be unwrapped any more.</summary>
    public void DestroyKey()
    {
        lock (_gate)
        {
            _key = null;
            _halves.Clear();
        }
    }
}
