import type { Report } from '../domain/report/report.ts';
import type { Language } from './language.ts';
import type { MissingPicture, Picture } from './picture.ts';
import { backtestPicture } from './pictures/backtest.ts';
import { clustersPicture } from './pictures/clusters.ts';
import { cohortsPicture } from './pictures/cohorts.ts';
import { concentrationPicture } from './pictures/concentration.ts';
import { driftPicture } from './pictures/drift.ts';
import { lifetimeValuePicture } from './pictures/lifetime-value.ts';
import { monthsPicture } from './pictures/months.ts';
import { movementPicture } from './pictures/movement.ts';
import { outlookPicture } from './pictures/outlook.ts';
import { qualityPicture } from './pictures/quality.ts';
import { rfmPicture } from './pictures/rfm-grid.ts';
import { servicePicture } from './pictures/service.ts';
import { tiersPicture } from './pictures/tiers.ts';
import { upliftPicture } from './pictures/uplift.ts';
import { verdictPicture } from './pictures/verdict.ts';

type Draw = (report: Report, language: Language) => Picture | MissingPicture;

/** Pictures about customers, in the order in which one asks. */
const aboutCustomers: readonly Draw[] = [
  tiersPicture,
  movementPicture,
  outlookPicture,
  rfmPicture,
  concentrationPicture,
  servicePicture,
  upliftPicture,
  lifetimeValuePicture,
  backtestPicture,
  clustersPicture,
  monthsPicture,
  cohortsPicture,
  driftPicture,
];

/** All pictures of a report. Of fewer than five customers none describes them. */
export const picturesOf = (report: Report, language: Language): (Picture | MissingPicture)[] =>
  [verdictPicture, ...(report.totals ? aboutCustomers : []), qualityPicture].map((draw) => draw(report, language));
