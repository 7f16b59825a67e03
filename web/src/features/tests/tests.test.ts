import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { CheckerType } from '../../api/types';
import { newTest } from '../workspace/workspace';
import { around, firstDifference } from './difference';
import { exportJson, exportZip, ImportError, importTests, MAX_BYTES, type NamedFile } from './testFiles';

const file = (name: string, content: string | Uint8Array): NamedFile => ({
  name,
  read: () => Promise.resolve(typeof content === 'string' ? strToU8(content) : content),
});
const plain = (tests: { name: string; stdin: string; expected: string | null }[]): unknown => tests.map(({ name, stdin, expected }) => [name, stdin, expected]);

describe('importTests', () => {
  it('pairs inputs with outputs, in the order of their numbers', async () => {
    const tests = await importTests([file('10.in', 'ten'), file('2.in', 'two'), file('2.out', 'TWO'), file('10.ans', 'TEN'), file('3.in', 'three')]);
    expect(plain(tests)).toEqual([
      ['2', 'two', 'TWO'],
      ['3', 'three', null],
      ['10', 'ten', 'TEN'],
    ]);
  });

  it('reads a folder whose parts have the same names', async () => {
    const tests = await importTests([file('t/a/1.in', 'a'), file('t/a/1.out', 'A'), file('t/b/1.in', 'b'), file('t/b/1.out', 'B')]);
    expect(plain(tests)).toEqual([
      ['1', 'a', 'A'],
      ['1', 'b', 'B'],
    ]);
  });

  it.each([
    ['a list', '[{"name":"x","stdin":"1","expectedOutput":"2"}]'],
    ['a request', '{"tests":[{"name":"x","stdin":"1","expectedOutput":"2"}]}'],
  ])('reads JSON: %s', async (_, json) => {
    expect(plain(await importTests([file('tests.json', json)]))).toEqual([['x', '1', '2']]);
  });

  it.each([
    ['nothing', [file('readme.txt', '')], /No tests found/],
    ['broken JSON', [file('a.json', '{')], /a\.json is not JSON/],
    ['JSON without tests', [file('a.json', '{}')], /no list of tests/],
    ['a number as text', [file('a.json', '[{"stdin":1}]')], /stdin of test 1 is not a text/],
    ['what is not UTF-8', [file('1.in', new Uint8Array([0xff]))], /1\.in is not text in UTF-8/],
    ['what is no archive', [file('a.zip', 'no')], /not a zip archive/],
    ['an archive that unpacks to too much', [file('a.zip', zipSync({ '1.in': new Uint8Array(MAX_BYTES + 1) }))], /more than 16 MiB/],
  ])('refuses %s', async (_, files, message) => {
    await expect(importTests(files)).rejects.toThrow(ImportError);
    await expect(importTests(files)).rejects.toThrow(message);
  });

  it('reads what was exported', async () => {
    const tests = [newTest({ name: 'a', stdin: 'é\n', expected: '' }), newTest({ name: '', stdin: '', expected: null })];
    expect(plain(await importTests([file('tests.json', exportJson(tests))]))).toEqual([
      ['a', 'é\n', ''],
      ['test 2', '', null],
    ]);
    expect(plain(await importTests([file('tests.zip', await exportZip(tests))]))).toEqual([
      ['1', 'é\n', ''],
      ['2', '', null],
    ]);
  });
});

describe('firstDifference', () => {
  const tolerances = { absolute: 1e-6, relative: 1e-6 };
  it.each<[CheckerType, string, string, [number, number] | null]>([
    ['exact', 'a\n', 'a', [1, 1]],
    ['exact', 'a\nb', 'a\nc', [1, 1]],
    ['lines', 'a \n\n', 'a', null],
    ['lines', 'a\nb\n', 'a\n', [1, 1]],
    ['tokens', 'a b\nc', 'a\nb\nc', null],
    ['tokens', 'a b\nc', 'a\nb\nd', [1, 2]],
    ['tokens', 'a', 'a b', [0, 0]],
    ['float', '1.0 2', '1.0000001 2', null],
    ['float', '1\n2', '1\n2.1', [1, 1]],
    ['float', 'nan', 'nan', null],
    ['float', '0.333333', '0.333334', null],
    ['float', '-1000000', '-1000001', null],
    ['float', '0.1', '0.1000011', [0, 0]],
  ])('%s: %j and %j', (checker, expected, actual, place) => {
    const found = firstDifference(expected, actual, checker, tolerances);
    expect(found === null ? null : [found.expectedLine, found.actualLine]).toEqual(place);
  });

  it('shows the neighbours of the line and where it begins to differ', () => {
    const text = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`).join('\n');
    const lines = around(text, 10, 'line X');
    expect(lines.map((line) => line.number)).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16]);
    expect(lines.find((line) => line.number === 11)?.sameUntil).toBe('line '.length);
  });
});
