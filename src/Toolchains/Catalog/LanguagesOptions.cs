namespace CodeRunner.Toolchains.Catalog;

/// <summary>The settings' say in which languages there are.</summary>
public sealed class LanguagesOptions
{
    /// <summary>The section of the settings that holds these.</summary>
    public const string Section = "Languages";

    /// <summary>
    /// Languages by id. An id that is built in changes that entry, in the members that it names; another one adds an entry.
    /// Default: none.
    /// </summary>
    public Dictionary<string, LanguageSettings> Entries { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Whether C++ and C are there without being named. Default: true.</summary>
    public bool BuiltIn { get; set; } = true;

    /// <summary>Whether the <see cref="Language.Definitions"/> count: of the built-in languages these are <c>-DONLINE_JUDGE</c>. Default: true.</summary>
    public bool OnlineJudge { get; set; } = true;

    /// <summary>The longest that a version command or a standard's probe may take. Default: 10 s.</summary>
    [System.ComponentModel.DataAnnotations.Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>A <see cref="Language"/> as settings can hold it. A member that is null keeps the built-in entry's value.</summary>
public sealed class LanguageSettings
{
    /// <summary>Whether the language is offered; false takes a built-in one away. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <inheritdoc cref="Language.Name"/>
    public string? Name { get; set; }

    /// <inheritdoc cref="Language.Aliases"/>
    public string[]? Aliases { get; set; }

    /// <inheritdoc cref="Language.SourceName"/>
    public string? SourceName { get; set; }

    /// <inheritdoc cref="Language.SourceExtensions"/>
    public string[]? SourceExtensions { get; set; }

    /// <inheritdoc cref="Language.CompileCommand"/>
    public string[]? CompileCommand { get; set; }

    /// <inheritdoc cref="Language.RunCommand"/>
    public string[]? RunCommand { get; set; }

    /// <inheritdoc cref="Language.VersionCommand"/>
    public string[]? VersionCommand { get; set; }

    /// <inheritdoc cref="Language.StandardProbe"/>
    public string[]? StandardProbe { get; set; }

    /// <inheritdoc cref="Language.Standards"/>
    public StandardSettings[]? Standards { get; set; }

    /// <inheritdoc cref="Language.DefaultStandard"/>
    public string? DefaultStandard { get; set; }

    /// <inheritdoc cref="Language.PrecompiledHeader"/>
    /// <remarks>Empty, or another compile command without this: not precompiled.</remarks>
    public string? PrecompiledHeader { get; set; }

    /// <inheritdoc cref="Language.Definitions"/>
    public string[]? Definitions { get; set; }

    /// <inheritdoc cref="Language.LinkerOptions"/>
    /// <remarks>With another compile command and without this: none.</remarks>
    public string[]? LinkerOptions { get; set; }

    /// <inheritdoc cref="Language.LibrariesAsNeeded"/>
    public string[]? LibrariesAsNeeded { get; set; }

    /// <inheritdoc cref="Language.AllowedOptions"/>
    public string[]? AllowedOptions { get; set; }
}

/// <summary>A <see cref="LanguageStandard"/> as settings can hold it.</summary>
public sealed class StandardSettings
{
    /// <summary>What requests name it by.</summary>
    public string? Id { get; set; }

    /// <summary>What the compiler is told. Requests may name it by that too.</summary>
    public string? Value { get; set; }

    /// <inheritdoc cref="LanguageStandard.Strict"/>
    public string? Strict { get; set; }

    /// <inheritdoc cref="LanguageStandard.Names"/>
    public string[]? Names { get; set; }

    /// <inheritdoc cref="LanguageStandard.StrictNames"/>
    public string[]? StrictNames { get; set; }
}
