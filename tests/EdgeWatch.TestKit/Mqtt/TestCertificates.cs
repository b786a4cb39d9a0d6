using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeWatch.TestKit.Mqtt;

/// <summary>
/// A certificate authority of its own with a server certificate for <c>localhost</c> and a client certificate, as PEM files.
/// </summary>
public sealed record TestCertificates
{
    /// <summary>Whom the server's certificate is for.</summary>
    public const string ServerName = "localhost";

    private static readonly TimeSpan Validity = TimeSpan.FromDays(1);

    public required string AuthorityFile { get; init; }

    public required string ServerCertificateFile { get; init; }

    public required string ServerKeyFile { get; init; }

    public required string ClientCertificateFile { get; init; }

    public required string ClientKeyFile { get; init; }

    /// <summary>The authority's private key, for <see cref="ReplaceServerCertificate"/>.</summary>
    private string AuthorityKeyPem { get; init; } = "";

    /// <summary>Makes new ones.</summary>
    public static TestCertificates Create(string folder)
    {
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 authority = SelfSign(authorityKey);
        (string serverCertificate, string serverKey) = Issue(authority, folder, "server", ServerName, authority.NotAfter);
        (string clientCertificate, string clientKey) = Issue(authority, folder, "client", dnsName: null, authority.NotAfter);
        return new TestCertificates
        {
            AuthorityFile = Write(folder, "ca.pem", authority.ExportCertificatePem()),
            ServerCertificateFile = serverCertificate,
            ServerKeyFile = serverKey,
            ClientCertificateFile = clientCertificate,
            ClientKeyFile = clientKey,
            AuthorityKeyPem = authorityKey.ExportPkcs8PrivateKeyPem(),
        };
    }

    /// <summary>Puts another certificate of the same authority in the server's place; the broker reads it when it starts.</summary>
    /// <param name="dnsName">Whom it is for.</param>
    /// <param name="notBefore">When it becomes valid; null: when its authority has.</param>
    /// <param name="notAfter">When it ends; null: when its authority does.</param>
    public void ReplaceServerCertificate(string dnsName = ServerName, DateTimeOffset? notBefore = null, DateTimeOffset? notAfter = null)
    {
        using X509Certificate2 authority = X509Certificate2.CreateFromPem(File.ReadAllText(AuthorityFile), AuthorityKeyPem);
        Issue(
            authority,
            Path.GetDirectoryName(ServerCertificateFile)!,
            "server",
            dnsName,
            notAfter ?? authority.NotAfter,
            notBefore);
    }

    private static X509Certificate2 SelfSign(ECDsa key)
    {
        CertificateRequest request = new("CN=EdgeWatch test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now - Validity, now + Validity);
    }

    private static (string Certificate, string Key) Issue(
        X509Certificate2 authority, string folder, string name, string? dnsName, DateTimeOffset notAfter, DateTimeOffset? notBefore = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        if (dnsName is not null)
        {
            SubjectAlternativeNameBuilder names = new();
            names.AddDnsName(dnsName);
            request.CertificateExtensions.Add(names.Build());
        }

        using X509Certificate2 certificate =
            request.Create(authority, notBefore ?? authority.NotBefore, notAfter, RandomNumberGenerator.GetBytes(8));
        return (
            Write(folder, $"{name}.pem", certificate.ExportCertificatePem()), Write(folder, $"{name}.key", key.ExportPkcs8PrivateKeyPem()));
    }

    private static string Write(string folder, string name, string pem)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, pem);
        return path;
    }
}
