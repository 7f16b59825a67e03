import { describe, expect, it } from 'vitest';
import { parseAnsi, showControls, type Piece } from './ansi';

const text = (content: string, style = {}): Piece => ({ kind: 'text', text: content, style });

describe('parseAnsi', () => {
  it.each([
    ['plain', 'a\tb\nc', [text('a\tb\nc')]],
    ['colour and reset', '\u001b[31mred\u001b[0m.', [text('red', { color: 1 }), text('.')]],
    ['bright background', '\u001b[1;102mx', [text('x', { bold: true, background: 10 })]],
    ['reset without a number', '\u001b[4mx\u001b[my', [text('x', { underline: true }), text('y')]],
    ['one of 256', '\u001b[38;5;208mx', [text('x', { color: 'rgb(255 135 0)' })]],
    ['true colour', '\u001b[48;2;1;2;300mx', [text('x', { background: 'rgb(1 2 255)' })]],
    ['off again', '\u001b[1;3;31mx\u001b[22;39my', [text('x', { bold: true, italic: true, color: 1 }), text('y', { italic: true })]],
    ['an emoji', '😀', [text('😀')]],
  ])('shows %s', (_, input, expected) => {
    expect(parseAnsi(input)).toEqual(expected);
  });

  it.each([
    ['bell', '\u0007', '<BEL>', 'U+0007'],
    ['delete', '\u007f', '<DEL>', 'U+007F'],
    ['carriage return', '\r', '<CR>', 'U+000D'],
    ['C1 control', '\u009b', '<U+009B>', 'U+009B'],
    ['right-to-left override', '\u202e', '<U+202E>', 'U+202E'],
    ['zero-width space', '\u200b', '<U+200B>', 'U+200B'],
    ['tag character', '\u{e0041}', '<U+E0041>', 'U+E0041'],
    ['byte order mark', '\ufeff', '<U+FEFF>', 'U+FEFF'],
  ])('shows a %s as a symbol', (_, input, symbol, name) => {
    expect(parseAnsi(`a${input}b`)).toEqual([text('a'), { kind: 'symbol', text: symbol, name }, text('b')]);
  });

  it('makes no link of a terminal hyperlink', () => {
    const shown = parseAnsi('\u001b]8;;https://example.org\u0007click\u001b]8;;\u0007').map((piece) => piece.text).join('');
    expect(shown).toBe('<ESC>]8;;https://example.org<BEL>click<ESC>]8;;<BEL>');
  });

  it('keeps sequences that move the cursor visible', () => {
    expect(parseAnsi('\u001b[2J')).toEqual([{ kind: 'symbol', text: '<ESC>', name: 'U+001B' }, text('[2J')]);
  });

  it('makes one piece of symbols in a row', () => {
    expect(parseAnsi('\u0000\u0000\u0001')).toEqual([{ kind: 'symbol', text: '<NUL><NUL><SOH>', name: 'Control characters' }]);
  });
});

describe('showControls', () => {
  it('shows colours as symbols too', () => {
    expect(showControls('\u001b[31mé\u2028')).toBe('<ESC>[31mé<U+2028>');
  });
});
