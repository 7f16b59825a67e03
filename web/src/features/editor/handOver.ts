/** A place in a text, both counted from 1, as Monaco counts them. */
export interface Place {
  lineNumber: number;
  column: number;
}

/** What is in a plain text area, and where one is in it. */
export interface PlainState {
  /** What it held before anything was typed. */
  before: string;
  text: string;
  anchor: Place;
  cursor: Place;
  scrollTop: number;
  focused: boolean;
}

/** The one edit that makes a text of another. */
export interface Edit {
  from: Place;
  to: Place;
  text: string;
}

/** Reads all that an editor must take over from a text area. */
export function readPlain(area: HTMLTextAreaElement): PlainState {
  const { value, selectionStart, selectionEnd } = area;
  const backward = area.selectionDirection === 'backward';
  return {
    before: unixLines(area.defaultValue),
    text: value,
    anchor: placeAt(value, backward ? selectionEnd : selectionStart),
    cursor: placeAt(value, backward ? selectionStart : selectionEnd),
    scrollTop: area.scrollTop,
    focused: area.ownerDocument.activeElement === area,
  };
}

/** The smallest edit, so that undoing it leads to where something was typed; null where nothing was. */
export function editBetween(before: string, after: string): Edit | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  // Not between the halves of a character.
  if (isLowSurrogate(before, start) || isLowSurrogate(after, start)) start--;
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  if (isLowSurrogate(before, before.length - same) || isLowSurrogate(after, after.length - same)) same--;
  return {
    from: placeAt(before, start),
    to: placeAt(before, before.length - same),
    text: after.slice(start, after.length - same),
  };
}

function placeAt(text: string, offset: number): Place {
  const lines = text.slice(0, offset).split('\n');
  return { lineNumber: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** As text areas have it: what they are given with other ends of lines they show with these. */
function unixLines(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
