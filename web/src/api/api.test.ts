import { afterEach, describe, expect, it, vi } from 'vitest';
import { httpApi, setApiKey } from './client';
import { ApiError, UnreachableError } from './errors';
import { readEvents } from './sse';

function stream(...chunks: string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(encoder.encode(chunk));
      controller.close();
    },
  });
}

async function all(body: ReadableStream<Uint8Array>): Promise<unknown[]> {
  const events = [];
  for await (const event of readEvents(body)) events.push(event);
  return events;
}

describe('readEvents', () => {
  it('reads events, whatever the line ends', async () => {
    const events = await all(stream('id: 1\r\nevent: state\r\ndata: {"a":1}\r\n\r\nevent: x\ndata: 1\ndata:2\n\n'));
    expect(events).toEqual([
      { event: 'state', data: '{"a":1}' },
      { event: 'x', data: '1\n2' },
    ]);
  });

  it('puts together what comes in pieces, and skips comments', async () => {
    const events = await all(stream(': beat\n\neve', 'nt: a\r', '\ndata: é', 'e\n', '\ndata: cut off'));
    expect(events).toEqual([{ event: 'a', data: 'ée' }]);
  });
});

describe('httpApi', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  function answer(body: string, init: ResponseInit): ReturnType<typeof vi.fn<typeof fetch>> {
    const fake = vi.fn<typeof fetch>(() => Promise.resolve(new Response(body, init)));
    vi.stubGlobal('fetch', fake);
    return fake;
  }

  it('reads why a request was refused', async () => {
    answer('{"error":"code is missing.","errors":{"code":["code is missing."]}}', { status: 400 });
    await expect(httpApi.run({ language: 'cpp', code: '' })).rejects.toMatchObject({ status: 400, message: 'code is missing.', fields: { code: ['code is missing.'] }, isTemporary: false });
  });

  it('reads when to come again', async () => {
    answer('{"error":"Full."}', { status: 429, headers: { 'Retry-After': '12' } });
    await expect(httpApi.run({ language: 'cpp', code: '' })).rejects.toMatchObject({ retryAfter: 12, isTemporary: true });
  });

  it('takes what a proxy answers', async () => {
    answer('<html>Bad gateway</html>', { status: 502, statusText: 'Bad Gateway' });
    const failure: unknown = await httpApi.status('x').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApiError);
    expect(failure).toMatchObject({ message: 'The server answered 502 Bad Gateway.', isTemporary: true });
  });

  it('says when no answer came', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('refused')));
    await expect(httpApi.status('x')).rejects.toBeInstanceOf(UnreachableError);
  });

  it('sends the API key where there is one', async () => {
    const fake = answer('{}', { status: 200 });
    setApiKey('secret');
    await httpApi.status('x');
    const headers = fake.mock.calls[0]?.[1]?.headers;
    expect(headers).toBeInstanceOf(Headers);
    expect((headers as Headers).get('X-API-Key')).toBe('secret');
  });
});
