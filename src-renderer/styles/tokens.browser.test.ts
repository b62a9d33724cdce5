import { afterEach, expect, test } from 'vitest';
import './tokens.css';

afterEach(() => document.documentElement.style.removeProperty('color-scheme'));

/** The token's colour in sRGB as drawn on the given ground, each channel from 0 to 255. */
function drawn(token: string, ground: string | null): Uint8ClampedArray {
  const probe = document.createElement('span');
  document.body.append(probe);
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (context === null) throw new Error('no canvas');
  for (const name of ground === null ? [token] : [ground, token]) {
    probe.style.color = `var(--${name})`;
    context.fillStyle = getComputedStyle(probe).color;
    context.fillRect(0, 0, 1, 1);
  }
  probe.remove();
  return context.getImageData(0, 0, 1, 1).data;
}

/** Relative luminance as WCAG 2 defines it. */
function luminance(colour: Uint8ClampedArray): number {
  const [red = 0, green = 0, blue = 0] = [...colour].map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(ink: string, ground: string, below: string | null = null): number {
  const [light = 0, dark = 0] = [luminance(drawn(ink, null)), luminance(drawn(ground, below))].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

for (const scheme of ['light', 'dark']) {
  test(`every ink can be read on every ground it stands on, ${scheme}`, () => {
    document.documentElement.style.setProperty('color-scheme', scheme);
    const grounds: [string, string | null][] = [
      ['canvas', null],
      ['raised', null],
      ['sunken', null],
      ['paper', null],
      ['tint', 'canvas'],
    ];
    const pairs = ['ink', 'ink-quiet', 'accent', 'warn', 'fail'].flatMap((ink) =>
      grounds.map(([ground, below]) => ({ ink, ground, contrast: contrast(ink, ground, below) })),
    );
    for (const ground of ['mark', 'mark-soft']) pairs.push({ ink: 'ink', ground, contrast: contrast('ink', ground) });
    pairs.push({ ink: 'on-accent', ground: 'accent', contrast: contrast('on-accent', 'accent') });
    expect(pairs.filter((pair) => pair.contrast < 4.5)).toEqual([]);
  });
}
