/** Mirrors rotunda.insight.health.score_model and rotunda.view.scores: what health is judged by. */
import type { Bands, HealthBand } from './page';
import type { AccountId, Instant } from './provenance';

/** `weights` are of factors, in any unit: their shares count. */
export interface ScoreModel {
  name: string;
  weights: Record<string, number>;
  bands: Bands;
}

/** A customer of several segments is judged by the first of them that is named here, one of none by `default`. */
export interface ScoreModels {
  models: ScoreModel[];
  default: string;
  segments: { segment: string; model: string }[];
}

/** Version 0 is what was delivered. */
export interface SavedModels {
  version: number;
  models: ScoreModels;
  saved_at?: Instant | null;
  saved_by?: string | null;
}

export interface FactorShown {
  name: string;
  measures: { name: string; share: number; better: string }[];
}

export interface ScoreModelsShown {
  saved: SavedModels;
  factors: FactorShown[];
}

export interface ModelVersions {
  items: SavedModels[];
  next?: number | null;
}

export interface Move {
  account: AccountId;
  name: string;
  was: number;
  will: number;
  was_band: HealthBand;
  will_band: HealthBand;
}

/** The whole book by the models of now and by others. */
export interface Comparison {
  judged: number;
  changed: number;
  was: Partial<Record<HealthBand, number>>;
  will: Partial<Record<HealthBand, number>>;
  moves: Move[];
}
