import type { Report } from '../domain/report/report.ts';
import type { Language } from './language.ts';
import type { MissingPicture, Picture } from './picture.ts';
import { concentrationPicture } from './pictures/concentration.ts';
import { lifetimeValuePicture } from './pictures/lifetime-value.ts';
import { monthsPicture } from './pictures/months.ts';
import { movementPicture } from './pictures/movement.ts';
import { qualityPicture } from './pictures/quality.ts';
import { rfmPicture } from './pictures/rfm-grid.ts';
import { tiersPicture } from './pictures/tiers.ts';
import { verdictPicture } from './pictures/verdict.ts';

type Draw = (report: Report, language: Language) => Picture | MissingPicture;

/** Pictures about customers, in the order in which one asks. */
const aboutCustomers: readonly Draw[] = [
  tiersPicture,
  movementPicture,
  rfmPicture,
  concentrationPicture,
  lifetimeValuePicture,
  monthsPicture,
];

/** All pictures of a report. Of fewer than five customers none describes them. */
export const picturesOf = (report: Report, language: Language): (Picture | MissingPicture)[] =>
  [verdictPicture, ...(report.totals ? aboutCustomers : []), qualityPicture].map((draw) => draw(report, language));
