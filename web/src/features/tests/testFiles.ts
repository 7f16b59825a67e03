import { newTest, testName, type TestCase } from '../workspace/workspace';

/** The most that is unpacked: the server takes no request larger than this. */
export const MAX_BYTES = 16 * 1024 * 1024;

/** A file that was chosen, or found in an archive. */
export interface NamedFile {
  name: string;
  read: () => Promise<Uint8Array>;
}

/** A file that can't be taken in; the message says what to do. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}

/** Reads tests from JSON files, zip archives, or pairs of `N.in` and `N.out`. @throws ImportError */
export async function importTests(files: readonly NamedFile[]): Promise<TestCase[]> {
  const tests: TestCase[] = [];
  const loose: NamedFile[] = [];
  for (const file of files) {
    if (/\.json$/i.test(file.name)) tests.push(...fromJson(toText(await file.read(), file.name), file.name));
    else if (/\.zip$/i.test(file.name)) tests.push(...(await fromPairs(await unzip(await file.read(), file.name))));
    else loose.push(file);
  }
  tests.push(...(await fromPairs(loose)));
  if (tests.length === 0) throw new ImportError('No tests found. Choose a JSON file, a zip archive, or files called 1.in and 1.out, 2.in and 2.out, and so on.');
  return tests;
}

/** All tests as JSON, as `importTests` and `POST /run` read them. */
export function exportJson(tests: readonly TestCase[]): string {
  const list = tests.map((test, index) => ({
    name: testName(test, index),
    stdin: test.stdin,
    ...(test.expected === null ? {} : { expectedOutput: test.expected }),
  }));
  return `${JSON.stringify({ tests: list }, null, 2)}\n`;
}

/** All tests as a zip archive of `1.in`, `1.out` and so on. */
export async function exportZip(tests: readonly TestCase[]): Promise<Uint8Array<ArrayBuffer>> {
  const { zipSync, strToU8 } = await import('fflate');
  const entries: Record<string, Uint8Array> = {};
  tests.forEach((test, index) => {
    entries[`${index + 1}.in`] = strToU8(test.stdin);
    if (test.expected !== null) entries[`${index + 1}.out`] = strToU8(test.expected);
  });
  return zipSync(entries);
}

function fromJson(text: string, file: string): TestCase[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ImportError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const list = Array.isArray(value) ? (value as unknown[]) : isRecord(value) && Array.isArray(value.tests) ? (value.tests as unknown[]) : null;
  if (list === null) throw new ImportError(`${file} has no list of tests: it must be a list, or have one called tests.`);
  return list.map((entry, index) => {
    if (!isRecord(entry)) throw new ImportError(`In ${file}, test ${index + 1} is not an object.`);
    const text = (field: string): string | null => {
      const found = entry[field] ?? null;
      if (found !== null && typeof found !== 'string') throw new ImportError(`In ${file}, ${field} of test ${index + 1} is not a text.`);
      return found;
    };
    return newTest({ name: text('name') ?? '', stdin: text('stdin') ?? '', expected: text('expectedOutput') });
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function fromPairs(files: readonly NamedFile[]): Promise<TestCase[]> {
  const byName = new Map(files.map((file) => [file.name, file]));
  const inputs = files.filter((file) => /\.in$/i.test(file.name)).sort((left, right) => left.name.localeCompare(right.name, 'en', { numeric: true }));
  const tests: TestCase[] = [];
  for (const input of inputs) {
    const stem = input.name.slice(0, -'.in'.length);
    const output = ['.out', '.ans', '.OUT', '.ANS'].map((ending) => byName.get(stem + ending)).find((file) => file !== undefined);
    tests.push(
      newTest({
        name: stem.split('/').at(-1) ?? stem,
        stdin: toText(await input.read(), input.name),
        expected: output === undefined ? null : toText(await output.read(), output.name),
      }),
    );
  }
  return tests;
}

async function unzip(bytes: Uint8Array, archive: string): Promise<NamedFile[]> {
  const { unzipSync } = await import('fflate');
  let total = 0;
  try {
    const entries = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!/\.(in|out|ans)$/i.test(name) || name.startsWith('__MACOSX/')) return false;
        total += originalSize;
        if (total > MAX_BYTES) throw new ImportError(`${archive} holds more than 16 MiB of tests, which is more than a request can.`);
        return true;
      },
    });
    return Object.entries(entries).map(([name, content]) => ({ name, read: () => Promise.resolve(content) }));
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw new ImportError(`${archive} is not a zip archive that can be read.`);
  }
}

function toText(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ImportError(`${name} is not text in UTF-8. Such tests can only be sent by the HTTP interface, with encoding=base64.`);
  }
}
