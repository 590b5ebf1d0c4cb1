import { describe, expect, it } from 'vitest';

import { EventParser, readEvents, type ServerEvent } from './sse';

const TEXT =
  'event: head\ndata: {"a":1}\n\n: a comment\n\nevent: section\r\ndata: {"b":"é"}\r\n\r\ndata: one\ndata: two\n\nevent: cut\ndata: off';

const EXPECTED: ServerEvent[] = [
  { event: 'head', data: '{"a":1}' },
  { event: 'section', data: '{"b":"é"}' },
  { event: 'message', data: 'one\ntwo' },
];

function bodyOf(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

describe('server-sent events', () => {
  it('gives complete events and keeps the rest', () => {
    expect(new EventParser().push(TEXT)).toEqual(EXPECTED);
  });

  it('gives the same events wherever the stream is cut, in the middle of a character too', async () => {
    const bytes = new TextEncoder().encode(TEXT);
    for (let cut = 1; cut < bytes.length; cut += 1) {
      const found: ServerEvent[] = [];
      for await (const event of readEvents(bodyOf([bytes.slice(0, cut), bytes.slice(cut)])))
        found.push(event);
      expect(found).toEqual(EXPECTED);
    }
  });

  it('passes on that a stream broke off', async () => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.error(new Error('connection lost')),
    });
    await expect(readEvents(body).next()).rejects.toThrow('connection lost');
  });
});
