import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64Lines, bytesPerLine } from '../../../../lib/formats/mbox/base64.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(base64Lines(bytes));

describe('Lines of base64', () => {
  it('are what every decoder reads, 76 letters each', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const whole = Buffer.from(bytes).toString('base64');
        expect(text(bytes)).toBe(whole.replace(/.{1,76}/g, '$&\n'));
      }),
    );
  });

  it('can be made piece by piece', () => {
    const bytes = Uint8Array.from({ length: bytesPerLine * 7 + 5 }, (_, at) => (at * 31) & 255);
    const cut = bytesPerLine * 3;
    expect(text(bytes.subarray(0, cut)) + text(bytes.subarray(cut))).toBe(text(bytes));
  });
});
