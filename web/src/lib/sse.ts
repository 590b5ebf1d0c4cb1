export interface ServerEvent {
  event: string;
  data: string;
}

/** Cuts a text/event-stream into events. Feed it chunks as they come; it keeps what is not complete yet. */
export class EventParser {
  private rest = '';

  push(chunk: string): ServerEvent[] {
    const text = this.rest + chunk;
    const blocks = text.split(/\r\n\r\n|\n\n|\r\r/);
    this.rest = blocks.pop() ?? '';
    return blocks.map(parseBlock).filter((each) => each !== undefined);
  }
}

function parseBlock(block: string): ServerEvent | undefined {
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (field === 'event') event = value ?? '';
    if (field === 'data') data.push(value ?? '');
  }
  return data.length ? { event, data: data.join('\n') } : undefined;
}

/** Every event of the body, each as soon as it is complete. Ends when the body ends; throws when it breaks off. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const parser = new EventParser();
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield* parser.push(decoder.decode(value, { stream: true }));
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
