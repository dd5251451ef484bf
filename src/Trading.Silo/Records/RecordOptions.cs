using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;

namespace Trading.Silo.Records;

/// <summary>What the making of records needs from outside.</summary>
/// <param name="Folder">Where public records are also laid as plain files, for a web server or a USB stick.</param>
/// <param name="Centre">The centre's signing key.</param>
/// <param name="LogCertificate">The certificate of the log's key, which says that the log is the centre's.</param>
/// <param name="Issuers">The CA certificates trusted here.</param>
public sealed record RecordOptions(
    string Folder, ISm2PrivateKey Centre, Certificate LogCertificate, IReadOnlyList<Certificate> Issuers);
