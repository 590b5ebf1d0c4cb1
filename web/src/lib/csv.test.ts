import { describe, expect, it } from 'vitest';

import { csvOf } from './csv';

describe('a table as a file', () => {
  it('quotes what needs it', () =>
    expect(
      csvOf([
        ['Name', 'Score'],
        ['Rossi, "Al"', 12.5],
      ]),
    ).toBe('Name,Score\r\n"Rossi, ""Al""",12.5\r\n'));

  it.each(['=1+1', '+49 30', '-2', '@x'])('leaves %s a text', (text) =>
    expect(csvOf([[text]])).toBe(`'${text}\r\n`),
  );
});
