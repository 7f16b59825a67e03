namespace CodeRunner.Gateway.Json;

/// <summary>How bytes are put into JSON.</summary>
internal enum TextEncoding
{
    /// <summary>As text.</summary>
    Utf8,

    /// <summary>As base64.</summary>
    Base64,
}
