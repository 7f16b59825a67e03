/** The most characters that are kept of output still being written; the result has all of it. */
export const LIVE_LIMIT = 1 << 15;

/** The end of a text that grows. */
export class LiveText {
  private pieces: string[] = [];
  private length = 0;

  /** Whether its beginning has been let go. */
  cut = false;

  add(text: string): void {
    this.pieces.push(text);
    this.length += text.length;
    // Joined only when it is twice too long, so that adding stays cheap.
    if (this.length > 2 * LIVE_LIMIT) this.shorten();
  }

  clear(): void {
    this.pieces = [];
    this.length = 0;
    this.cut = false;
  }

  read(): string {
    if (this.length > LIVE_LIMIT) this.shorten();
    const text = this.pieces.join('');
    this.pieces = [text];
    return text;
  }

  private shorten(): void {
    let tail = this.pieces.join('').slice(-LIVE_LIMIT);
    // A whole first line, where there is one.
    const newline = tail.indexOf('\n');
    if (newline >= 0 && newline < LIVE_LIMIT / 2) tail = tail.slice(newline + 1);
    this.pieces = [tail];
    this.length = tail.length;
    this.cut = true;
  }
}
