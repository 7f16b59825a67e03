/** What a compiler says about one place in a source. Lines and columns count from 1. */
export interface Diagnostic {
  file: string;
  line: number;
  column: number;
  severity: 'error' | 'warning' | 'info';
  message: string;
  /** Where in the compiler's output, by line from 0. */
  outputLine: number;
}

// file:line:column: severity: message, as gcc, clang, rustc's short form and many others write it; the column may be missing.
const PLACE = /^(?<file>[^\s:][^:]*):(?<line>\d+)(?::(?<column>\d+))?:\s*(?:(?<severity>fatal error|error|warning|note|remark)\s*:\s*)?(?<message>.*)$/;

const SEVERITIES: Record<string, Diagnostic['severity']> = {
  'fatal error': 'error',
  error: 'error',
  warning: 'warning',
};

/** Finds the places that a compiler's output names, in the files that are there. */
export function parseDiagnostics(output: string, files: readonly string[]): Diagnostic[] {
  const known = new Map(files.map((file) => [file, file]));
  const found: Diagnostic[] = [];
  output.split('\n').forEach((text, outputLine) => {
    const groups = PLACE.exec(text.trimEnd())?.groups;
    const file = known.get((groups?.file ?? '').replace(/^(\.\/)+/, ''));
    const line = Number(groups?.line ?? 0);
    if (groups === undefined || file === undefined || line < 1) return;
    const severity = SEVERITIES[groups.severity ?? ''] ?? 'info';
    found.push({ file, line, column: Math.max(1, Number(groups.column ?? 1)), severity, message: groups.message ?? '', outputLine });
  });
  return found;
}
