using System.Text;
using Trading.Client.Messages;
using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Web.Api;

namespace Trading.Web.Identity;

/// <summary>Certificates of this centre, and the test CA behind it where that is on.</summary>
internal static class TestCaApi
{
    private static readonly Refusal TestCaOff = new(
        nameof(TestCaOff), "This centre has no test CA.", "本平台未启用测试 CA。");

    private static readonly Refusal CertifyMalformed = new(
        nameof(CertifyMalformed), "The statement is not a certify/1 record.", "声明不是 certify/1 记录。", "docs/sealing.md certify/1");

    private static readonly Refusal CertifySignatureInvalid = new(
        nameof(CertifySignatureInvalid), "The statement is not signed by the key it asks a certificate for.",
        "声明未由所申请的密钥签名。");

    private static readonly Refusal CodeNotYours = new(
        nameof(CodeNotYours), "The code is not valid, or is the centre's own.", "统一社会信用代码无效，或为交易中心自身代码。");

    public static async Task<IResult> Issue(ApiCall call)
    {
        var keys = call.Get<CentreKeys>();
        var ca = keys.TestCa ?? throw new RefusedException(TestCaOff);
        var request = await call.Body<CertifyRequest>();
        var (record, signing, encryption) = Read(request.Statement);
        if (!signing.Verify(Encoding.UTF8.GetBytes(request.Statement), request.Signature))
        {
            throw new RefusedException(CertifySignatureInvalid);
        }

        // A natural person has the platform's number and no code. The centre's own code is for its own people to ask for:
        // a stranger must not pass for one of them.
        var isNatural = record.Code.StartsWith('P');
        var isOwn = record.Code == keys.Party.Value;
        if ((!isNatural && !CreditCode.IsValid(record.Code)) || (isOwn && call.Caller?.Party != keys.Party))
        {
            throw new RefusedException(CodeNotYours);
        }

        var code = isNatural ? null : record.Code;

        var now = call.Get<TimeProvider>().GetUtcNow();
        return Answers.Json(new CertifyAnswer(
            ca.Issue(record.Subject, code, signing, CertificateUsage.Sign, now).ToPem(),
            ca.Issue(record.Subject, code, encryption, CertificateUsage.Encrypt, now).ToPem()));
    }

    public static Task<IResult> Issuers(ApiCall call) => Pem(call.Get<CentreKeys>().Issuers);

    public static Task<IResult> Centre(ApiCall call)
    {
        var centre = call.Get<CentreKeys>().Centre;
        return Pem([centre.Signing, centre.Encryption]);
    }

    private static Task<IResult> Pem(IEnumerable<Certificate> certificates) =>
        Task.FromResult(Results.Text(string.Concat(certificates.Select(c => c.ToPem())), "application/x-pem-file"));

    private static (CertifyRecord Record, Sm2PublicKey Signing, Sm2PublicKey Encryption) Read(string text)
    {
        try
        {
            var record = CertifyRecord.Parse(text);
            return record.Subject.Length <= 64
                ? (record, Sm2PublicKey.FromSpki(record.Sign.AsSpan()), Sm2PublicKey.FromSpki(record.Encrypt.AsSpan()))
                : throw new FormatException("a common name has at most 64 characters");
        }
        catch (FormatException e)
        {
            throw new RefusedException(CertifyMalformed.With("cause", e.Message));
        }
    }
}
