function channel(value: number): number {
  const share = value / 255;
  return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** Relative luminance of "#rrggbb" as WCAG defines it; 0 for anything else. */
export function luminance(hex: string): number {
  const [, red, green, blue] = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex) ?? [];
  if (!red || !green || !blue) return 0;
  const [r, g, b] = [red, green, blue].map((each) => channel(Number.parseInt(each, 16)));
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

/** Black or white, whichever is easier to read on that colour. */
export function inkOn(hex: string): '#000' | '#fff' {
  const light = luminance(hex) + 0.05;
  return light / 0.05 > 1.05 / light ? '#000' : '#fff';
}
