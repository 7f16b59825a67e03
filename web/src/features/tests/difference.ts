import type { CheckerType } from '../../api/types';

export interface Tolerances {
  absolute: number;
  relative: number;
}

export const DEFAULT_TOLERANCE = 1e-6;

/** Where two outputs part: lines from 0. */
export interface Difference {
  expectedLine: number;
  actualLine: number;
}

interface Token {
  text: string;
  line: number;
}

/** Finds where an output first differs from what was expected, as far as the checker cares; null where it doesn't. */
export function firstDifference(expected: string, actual: string, checker: CheckerType, tolerances: Tolerances): Difference | null {
  if (checker === 'exact') return firstLine(expected.split('\n'), actual.split('\n'));
  if (checker === 'lines') return firstLine(trimmedLines(expected), trimmedLines(actual));
  return firstToken(tokens(expected), tokens(actual), checker === 'float' ? (left, right) => isNear(left, right, tolerances) : (left, right) => left === right);
}

function firstLine(expected: string[], actual: string[]): Difference | null {
  const length = Math.max(expected.length, actual.length);
  for (let line = 0; line < length; line++) {
    if (expected[line] !== actual[line]) return { expectedLine: line, actualLine: line };
  }
  return null;
}

function trimmedLines(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trimEnd());
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

function firstToken(expected: Token[], actual: Token[], same: (left: string, right: string) => boolean): Difference | null {
  const length = Math.max(expected.length, actual.length);
  for (let index = 0; index < length; index++) {
    const left = expected[index];
    const right = actual[index];
    if (left !== undefined && right !== undefined && same(left.text, right.text)) continue;
    return { expectedLine: left?.line ?? (expected.at(-1)?.line ?? 0), actualLine: right?.line ?? (actual.at(-1)?.line ?? 0) };
  }
  return null;
}

function tokens(text: string): Token[] {
  return text.split('\n').flatMap((content, line) => content.split(/\s+/).filter((part) => part !== '').map((part) => ({ text: part, line })));
}

/** What testlib, and the engine with it, adds to the tolerances. */
const SLACK = 1e-15;

/** Whether the float checker takes the one for the other, as the engine decides it (docs/api.md). */
function isNear(expected: string, actual: string, { absolute, relative }: Tolerances): boolean {
  if (expected === actual) return true;
  const [left, right] = [Number(expected), Number(actual)];
  if (!Number.isFinite(left) || !Number.isFinite(right)) return false;
  if (Math.abs(right - left) <= absolute + SLACK) return true;
  const ends = [left * (1 - relative - SLACK), left * (1 + relative + SLACK)];
  return right >= Math.min(...ends) && right <= Math.max(...ends);
}

/** Lines around the difference. */
const BEFORE = 3;
const AFTER = 5;

export interface ShownLine {
  number: number;
  text: string;
  /** Characters before the first that differs; null on lines that are not the one. */
  sameUntil: number | null;
}

/** What to show of one side: the line of the difference and its neighbours. */
export function around(text: string, line: number, other: string | undefined): ShownLine[] {
  const lines = text.split('\n');
  // The end of the last line is no line of its own.
  if (lines.at(-1) === '') lines.pop();
  const first = Math.max(0, line - BEFORE);
  return lines.slice(first, line + AFTER + 1).map((content, index) => ({
    number: first + index + 1,
    text: content,
    sameUntil: first + index === line ? commonStart(content, other ?? '') : null,
  }));
}

function commonStart(left: string, right: string): number {
  let index = 0;
  while (index < left.length && index < right.length && left[index] === right[index]) index++;
  return index;
}
