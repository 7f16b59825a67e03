import type { TestCase, Workspace } from '../workspace/workspace';

/** A case as it was when a run began. The run's tests are in this order. */
export interface RanCase {
  /** Of the case that it was, wherever in the list that is now. */
  key: string;
  /** Another one where the case, or how it is checked, was changed since. */
  print: string;
}

/** What judges a case beside its own texts. */
type Checking = Pick<Workspace, 'checker' | 'absoluteTolerance' | 'relativeTolerance'>;

/** The cases of a program as they are now. */
export function ranCases(workspace: Pick<Workspace, 'tests'> & Checking): RanCase[] {
  return workspace.tests.map((test) => ({ key: test.key, print: printOf(test, workspace) }));
}

/** A short text that tells whether a verdict on a case still says something of it. Its name doesn't matter. */
export function printOf(test: TestCase, { checker, absoluteTolerance, relativeTolerance }: Checking): string {
  const tolerances = checker === 'float' ? [absoluteTolerance.trim(), relativeTolerance.trim()] : [];
  return [textPrint(test), ...(test.expected === null ? [] : [checker, ...tolerances])].join(' ');
}

// Cases are never changed in place, and a large one is not read again for each drawing.
const textPrints = new WeakMap<TestCase, string>();

function textPrint(test: TestCase): string {
  const known = textPrints.get(test);
  if (known !== undefined) return known;
  const print = `${digest(test.stdin)} ${test.expected === null ? '-' : digest(test.expected)}`;
  textPrints.set(test, print);
  return print;
}

const FNV_PRIME = 0x01000193;
const FNV_BASIS = 0x811c9dc5;
/** Any other one, for a second and independent half. */
const OTHER_BASIS = 0x9dc5811c;

/** FNV-1a, twice, and the length: who types does not look for two texts of the same digest. */
function digest(text: string): string {
  let one = FNV_BASIS;
  let other = OTHER_BASIS;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    one = Math.imul(one ^ unit, FNV_PRIME);
    other = Math.imul(other ^ (unit + index), FNV_PRIME);
  }
  return [text.length, one >>> 0, other >>> 0].map((part) => part.toString(36)).join('.');
}
