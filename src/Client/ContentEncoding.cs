namespace CodeRunner.Client;

/// <summary>What strings that hold bytes are: sources, inputs and files of a request, outputs of an answer.</summary>
public enum ContentEncoding
{
    /// <summary>Text. In answers U+FFFD stands for what is not UTF-8.</summary>
    Text,

    /// <summary>Base64, and so exact.</summary>
    Base64,
}
