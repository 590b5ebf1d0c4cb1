import type { HealthBand } from '@/api/page';

/** Where the bands begin is the service's to say for the score itself; bars of factors are coloured alike. */
export function bandOf(score: number): HealthBand {
  if (score >= 80) return 'green';
  if (score >= 60) return 'yellow';
  return score >= 40 ? 'orange' : 'red';
}

export const BAND_WORDS: Record<HealthBand, string> = {
  green: 'good',
  yellow: 'moderate',
  orange: 'at risk',
  red: 'poor',
};

/** Whole points: tenths of a score are noise. */
export const points = (score: number): string => String(Math.round(score));
