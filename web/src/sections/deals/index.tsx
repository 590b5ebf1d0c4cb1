import { lazy } from 'react';

import type { SectionModule } from '../section-module';
import type { DealsView } from './model';
import { OpenDeals } from './open-deals';
import { dealsFrom } from './source-rows';

export const deals: SectionModule<DealsView> = {
  name: 'deals',
  title: 'Deals',
  count: (view) => view.open_deals?.length,
  Panel: lazy(async () => ({ default: (await import('./panel')).DealsPanel })),
  Overview: OpenDeals,
  fromSource: dealsFrom,
};
