namespace CodeRunner.Storage.Sqlite;

/// <summary>
/// The data folder can't be used: it is another server's, the database is damaged or newer than this program. Thrown at
/// start only; the message is for whoever starts the server.
/// </summary>
public sealed class DataFolderException : Exception
{
    /// <summary>Makes one that says what is wrong and what to do.</summary>
    public DataFolderException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Makes one that says nothing.</summary>
    public DataFolderException()
    {
    }

    /// <summary>Makes one that says what is wrong.</summary>
    public DataFolderException(string message)
        : base(message)
    {
    }
}
