import type { Bands, HealthBand } from '@/api/page';

/** Bars of factors and of days are coloured as the score is. */
export function bandOf(score: number, bands: Bands): HealthBand {
  if (score >= bands.green) return 'green';
  if (score >= bands.yellow) return 'yellow';
  return score >= bands.orange ? 'orange' : 'red';
}

export const BAND_WORDS: Record<HealthBand, string> = {
  green: 'good',
  yellow: 'moderate',
  orange: 'at risk',
  red: 'poor',
};

/** Whole points: tenths of a score are noise. */
export const points = (score: number): string => String(Math.round(score));
