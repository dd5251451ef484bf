using Microsoft.Extensions.Logging;
using Trading.Grains.Journal;
using Trading.Proofs.Primitives;

namespace Trading.Grains.Shell;

/// <summary>What every grain needs from outside, injected once.</summary>
/// <param name="Journal">Where acts become durable.</param>
/// <param name="RefusedActs">Where refused attempts are kept.</param>
/// <param name="Entropy">Salts of events.</param>
/// <param name="Time">For views that say what is next; rules take their time from the act.</param>
/// <param name="Loggers">Ids and digests only, never a body.</param>
public sealed record GrainServices(
    IJournal Journal,
    IRefusedActs RefusedActs,
    Entropy Entropy,
    TimeProvider Time,
    ILoggerFactory Loggers);
