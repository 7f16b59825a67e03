/** Splits a line as a shell does: blanks separate, quotes and backslashes keep together. Nothing is expanded. */
export function splitArguments(line: string): string[] {
  const result: string[] = [];
  let current: string | null = null;
  let quote: '"' | "'" | null = null;
  for (let index = 0; index < line.length; index++) {
    const char = line.charAt(index);
    if (quote !== null) {
      if (char === quote) quote = null;
      else if (char === '\\' && quote === '"' && index + 1 < line.length) current = (current ?? '') + line.charAt(++index);
      else current = (current ?? '') + char;
    } else if (char === '"' || char === "'") {
      quote = char;
      current ??= '';
    } else if (char === '\\' && index + 1 < line.length) current = (current ?? '') + line.charAt(++index);
    else if (/\s/.test(char)) {
      if (current !== null) result.push(current);
      current = null;
    } else current = (current ?? '') + char;
  }
  if (quote !== null) throw new SyntaxError(`The quote ${quote} is not closed.`);
  if (current !== null) result.push(current);
  return result;
}

/** The line that splits into these arguments. */
export function joinArguments(args: readonly string[]): string {
  return args.map((arg) => (/^[\w@%+=:,./<>-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", String.raw`'\''`)}'`)).join(' ');
}
