using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeWatch.Configuration;

namespace EdgeWatch.Mqtt.Connection;

/// <summary>
/// Judges the broker's certificate, and shows it ours where there is one. A certificate is good when it is of the authority, within its
/// time and for the broker's name; there is one place that says so, and nothing that turns it off. Revocation is not looked up, and
/// nothing is downloaded that a certificate names.
/// </summary>
internal sealed class BrokerTrust : IDisposable
{
    /// <summary>Names of a certificate that a message repeats, and characters of each: it comes from a stranger.</summary>
    private const int MostNames = 3;

    private const int MostNameCharacters = 64;

    private readonly TimeProvider _time;
    private readonly string _host;
    private readonly X509Certificate2Collection? _authorities;
    private readonly X509Certificate2Collection _own = [];
    private readonly SslStreamCertificateContext? _identity;

    /// <summary>Reads the files: at every attempt, so that a renewed certificate needs no restart.</summary>
    /// <param name="tls">Names them.</param>
    /// <param name="host">The name that the broker's certificate has to be for.</param>
    /// <param name="time">The clock that certificates are held against in messages.</param>
    /// <exception cref="MqttException">A file cannot be used.</exception>
    public BrokerTrust(MqttTlsOptions tls, string host, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        _host = host;
        _time = time;
        try
        {
            _authorities = ReadAuthorities(tls.CaFile);
            _identity = ReadIdentity(tls, _own);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            Dispose();
            throw new MqttException(LinkFailure.Refused, $"cannot set up TLS, a file of mqtt.tls cannot be used: {exception.Message}");
        }
    }

    /// <summary>What is wrong with the broker's certificate; null before it has come, and when all is well.</summary>
    public string? Objection { get; private set; }

    /// <summary>For one handshake.</summary>
    public SslClientAuthenticationOptions Handshake() => new()
    {
        TargetHost = _host,
        ClientCertificateContext = _identity,
        CertificateChainPolicy = ChainPolicy(),
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsGood(certificate as X509Certificate2, chain, errors),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (X509Certificate2 certificate in (_authorities ?? []).Concat(_own))
        {
            certificate.Dispose();
        }
    }

    private static X509Certificate2Collection? ReadAuthorities(string file)
    {
        if (file.Length == 0)
        {
            return null;
        }

        X509Certificate2Collection authorities = [];
        authorities.ImportFromPemFile(file);
        return authorities.Count > 0 ? authorities : throw new CryptographicException($"{file} has no certificate in PEM");
    }

    /// <summary>The certificate with its key, and the ones between it and its authority, as they stand in the file.</summary>
    private static SslStreamCertificateContext? ReadIdentity(MqttTlsOptions tls, X509Certificate2Collection own)
    {
        if (tls.CertificateFile.Length == 0)
        {
            return null;
        }

        X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(tls.CertificateFile, tls.KeyFile);
        own.ImportFromPemFile(tls.CertificateFile);
        own.Add(certificate);
        return SslStreamCertificateContext.Create(certificate, own, offline: true);
    }

    private X509ChainPolicy ChainPolicy()
    {
        X509ChainPolicy policy = new() { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (_authorities is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(_authorities);
        }

        return policy;
    }

    private bool IsGood(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        Objection = certificate is null || chain is null
            ? "the broker shows no certificate"
            : string.Join("; ", Objections(certificate, chain, errors));
        return false;
    }

    private IEnumerable<string> Objections(X509Certificate2 certificate, X509Chain chain, SslPolicyErrors errors)
    {
        X509ChainStatusFlags flags = X509ChainStatusFlags.NoError;
        foreach (X509ChainElement element in chain.ChainElements)
        {
            X509ChainStatusFlags own = Flags(element.ChainElementStatus);
            flags |= own;
            if (own.HasFlag(X509ChainStatusFlags.NotTimeValid))
            {
                bool isBrokers = element == chain.ChainElements[0];
                yield return OutOfTime(element.Certificate, isBrokers ? "the broker's certificate" : "the certificate of its authority");
            }
        }

        // Not signed by the authority that it names: there are two of that name.
        const X509ChainStatusFlags stranger =
            X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.NotSignatureValid;
        flags |= Flags(chain.ChainStatus);
        if ((flags & stranger) != 0)
        {
            string trusted = _authorities is null ? "those of this machine; mqtt.tls.ca_file names one" : "that of mqtt.tls.ca_file";
            yield return $"the broker's certificate is of another authority than {trusted}";
        }

        if ((flags & ~(stranger | X509ChainStatusFlags.NotTimeValid)) is var others and not X509ChainStatusFlags.NoError)
        {
            yield return $"the broker's certificate cannot be used: {others}";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            yield return $"the broker's certificate is not for the host name {_host} but for {Names(certificate)}";
        }
    }

    private static X509ChainStatusFlags Flags(X509ChainStatus[] all) =>
        all.Aggregate(X509ChainStatusFlags.NoError, (flags, status) => flags | status.Status);

    private string OutOfTime(X509Certificate2 certificate, string which)
    {
        DateTimeOffset now = _time.GetUtcNow();
        return now < certificate.NotBefore
            ? $"{which} is not yet valid, not before {certificate.NotBefore.ToUniversalTime():u} (is the clock set? It says {now:u})"
            : $"{which} has expired, on {certificate.NotAfter.ToUniversalTime():u}";
    }

    private static string Names(X509Certificate2 certificate)
    {
        string[] names =
        [
            .. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString()))),
        ];
        string shown = string.Join(", ", names.Take(MostNames).Select(Printable));
        return names.Length == 0 ? "none" : names.Length > MostNames ? $"{shown}, …" : shown;
    }

    private static string Printable(string name) =>
        new([.. name.Where(character => character is > ' ' and <= '~').Take(MostNameCharacters)]);
}
