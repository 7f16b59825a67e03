/** How a piece of text looks. Colours are 0 to 15 of the palette, or a CSS colour. */
export interface TextStyle {
  color?: number | string;
  background?: number | string;
  bold?: boolean;
  dim?: boolean;
  italic?: boolean;
  underline?: boolean;
  strike?: boolean;
  inverse?: boolean;
}

/** A run of text in one style, or of characters that would otherwise not be seen. */
export type Piece = { kind: 'text'; text: string; style: TextStyle } | { kind: 'symbol'; text: string; name: string };

// eslint-disable-next-line no-control-regex -- escape sequences are what is looked for
const SGR = /\u001b\[([0-9;:]*)m/y;

// Everything that is not seen, or that changes how its neighbours are seen: C0 and C1 controls but tab and newline, soft hyphen,
// zero-width characters, directions, line and paragraph separators, invisible operators, tags, the byte order mark.
// eslint-disable-next-line no-control-regex, no-misleading-character-class -- they are what is looked for, one by one
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e007f}]/u;

/** Splits what a program wrote into pieces: colours (SGR sequences) become styles, all other control characters symbols. */
export function parseAnsi(text: string): Piece[] {
  const pieces: Piece[] = [];
  let style: TextStyle = {};
  let start = 0;
  let index = 0;
  const flush = (end: number): void => {
    if (end > start) pieces.push({ kind: 'text', text: text.slice(start, end), style });
  };
  while (index < text.length) {
    const char = String.fromCodePoint(text.codePointAt(index) ?? 0);
    if (!INVISIBLE.test(char)) {
      index += char.length;
      continue;
    }
    flush(index);
    SGR.lastIndex = index;
    const sequence = SGR.exec(text);
    if (sequence === null) {
      addSymbol(pieces, char);
      index += char.length;
    } else {
      style = applySgr(style, sequence[1] ?? '');
      index += sequence[0].length;
    }
    start = index;
  }
  flush(index);
  return pieces;
}

// Their names in ASCII: few fonts have Unicode's pictures of them.
const C0_NAMES = ['NUL', 'SOH', 'STX', 'ETX', 'EOT', 'ENQ', 'ACK', 'BEL', 'BS', 'HT', 'LF', 'VT', 'FF', 'CR', 'SO', 'SI', 'DLE', 'DC1']
  .concat(['DC2', 'DC3', 'DC4', 'NAK', 'SYN', 'ETB', 'CAN', 'EM', 'SUB', 'ESC', 'FS', 'GS', 'RS', 'US']);
const DELETE = 0x7f;

/** Symbols in a row are one piece: binary output has thousands of them. */
function addSymbol(pieces: Piece[], char: string): void {
  const code = char.codePointAt(0) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const last = pieces.at(-1);
  if (last?.kind !== 'symbol') {
    pieces.push({ kind: 'symbol', text: toSymbol(code, name), name });
    return;
  }
  last.text += toSymbol(code, name);
  if (last.name !== name) last.name = 'Control characters';
}

function toSymbol(code: number, name: string): string {
  return `<${code === DELETE ? 'DEL' : (C0_NAMES[code] ?? name)}>`;
}

const FLAGS: Record<number, Partial<TextStyle>> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  9: { strike: true },
};

const OFF: Record<number, (keyof TextStyle)[]> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  29: ['strike'],
  39: ['color'],
  49: ['background'],
};

function applySgr(before: TextStyle, parameters: string): TextStyle {
  const codes = parameters.split(/[;:]/).map((code) => (code === '' ? 0 : Number(code)));
  let style = { ...before };
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index] ?? 0;
    if (code === 0) style = {};
    else if (code === 38 || code === 48) {
      const { color, used } = readColor(codes.slice(index + 1));
      index += used;
      if (color !== null) style[code === 38 ? 'color' : 'background'] = color;
    } else if (code in FLAGS) style = { ...style, ...FLAGS[code] };
    else if (code in OFF) for (const key of OFF[code] ?? []) Reflect.deleteProperty(style, key);
    else {
      const named = namedColor(code);
      if (named !== null) style[named.key] = named.color;
    }
  }
  return style;
}

function namedColor(code: number): { key: 'color' | 'background'; color: number } | null {
  if (code >= 30 && code <= 37) return { key: 'color', color: code - 30 };
  if (code >= 40 && code <= 47) return { key: 'background', color: code - 40 };
  if (code >= 90 && code <= 97) return { key: 'color', color: code - 90 + 8 };
  if (code >= 100 && code <= 107) return { key: 'background', color: code - 100 + 8 };
  return null;
}

/** Reads `5;n` or `2;r;g;b`. */
function readColor(codes: number[]): { color: number | string | null; used: number } {
  const [mode, ...values] = codes;
  if (mode === 5) return { color: indexedColor(values[0] ?? 0), used: 2 };
  if (mode !== 2) return { color: null, used: codes.length };
  const [red = 0, green = 0, blue = 0] = values.map((value) => Math.min(value, 255));
  return { color: `rgb(${red} ${green} ${blue})`, used: 4 };
}

/** The 256 colours of xterm: 16 of the palette, a cube of 6 x 6 x 6, 24 greys. */
function indexedColor(index: number): number | string | null {
  if (index < 16) return index;
  if (index > 255) return null;
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey} ${grey} ${grey})`;
  }
  const level = (value: number): number => (value === 0 ? 0 : 55 + value * 40);
  const cube = index - 16;
  return `rgb(${level(Math.floor(cube / 36))} ${level(Math.floor(cube / 6) % 6)} ${level(cube % 6)})`;
}

/** The text with everything that is not seen as symbols, colours included. */
export function showControls(text: string): string {
  let result = '';
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    result += INVISIBLE.test(char) ? toSymbol(code, `U+${code.toString(16).toUpperCase().padStart(4, '0')}`) : char;
  }
  return result;
}
