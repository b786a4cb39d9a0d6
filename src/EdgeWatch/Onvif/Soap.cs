using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace EdgeWatch.Onvif;

/// <summary>
/// The little SOAP that ONVIF needs. Cameras choose prefixes as they like and get name spaces wrong, so elements are found by their local
/// names. Nothing that arrives is trusted: no entities, no document types, bounded sizes.
/// </summary>
internal static class Soap
{
    /// <summary>Longest message that is read, in bytes: profiles of cameras have some ten thousand.</summary>
    public const int LongestMessage = 1024 * 1024;

    /// <summary>SOAP 1.2.</summary>
    public static readonly XNamespace Envelope = "http://www.w3.org/2003/05/soap-envelope";

    private static readonly XmlReaderSettings Reading = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = LongestMessage,
    };

    /// <summary>A message.</summary>
    /// <param name="body">What it is about.</param>
    /// <param name="headers">What goes before it.</param>
    public static byte[] Write(XElement body, params object?[] headers)
    {
        XElement envelope = new(
            Envelope + "Envelope",
            new XAttribute(XNamespace.Xmlns + "s", Envelope.NamespaceName),
            new XElement(Envelope + "Header", headers),
            new XElement(Envelope + "Body", body));
        return Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + envelope.ToString(SaveOptions.DisableFormatting));
    }

    /// <summary>Reads a message.</summary>
    /// <returns>Its envelope; null if this is none.</returns>
    public static XElement? Read(ReadOnlyMemory<byte> message)
    {
        try
        {
            using MemoryStream stream = new(message.ToArray(), writable: false);
            using XmlReader reader = XmlReader.Create(stream, Reading);
            XElement root = XElement.Load(reader);
            return root.Name.LocalName == "Envelope" ? root : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Somebody else's words, fit for a terminal: of one line, short, and without control characters.</summary>
    public static string Shown(string text)
    {
        const int longest = 80;
        string line = string.Concat(text.Trim().Select(letter => char.IsControl(letter) ? ' ' : letter));
        return line.Length <= longest ? line : line[..longest];
    }

    /// <summary>All elements of a name below this one, whatever their name space.</summary>
    public static IEnumerable<XElement> All(this XElement element, string name) =>
        element.Descendants().Where(found => found.Name.LocalName == name);

    /// <summary>The first element of a name below this one; null if there is none.</summary>
    public static XElement? First(this XElement element, string name) => element.All(name).FirstOrDefault();

    /// <summary>Text of the first element of a name below this one; empty if there is none.</summary>
    public static string TextOf(this XElement element, string name) => element.First(name)?.Value.Trim() ?? "";
}
