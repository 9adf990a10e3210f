import type { Remarks } from '../../shared/run/reports.ts';
import { countText, numberText } from './format.ts';

/** One sentence about each assumption and each unknown in an upload. */
export function remarkLines(remarks: Remarks): string[] {
  const { unknown_statuses = [], test_rows, half_turned_dates = [], calendars = [], unread_dates = [] } = remarks;
  const { assumed_unit, unknown_spend = 0 } = remarks;
  const rowsText = ({ rows, amount }: { rows: number; amount: number }) =>
    `${countText(rows)} ${rows === 1 ? 'row' : 'rows'}, sum ${numberText(amount)}`;
  return [
    ...half_turned_dates.map(
      (header) =>
        `"${header}" has dates in two forms, and in one no day is above 12: a spreadsheet seems to have exchanged day and month there; export the file again`,
    ),
    ...calendars.map(({ header, calendar }) => `years of "${header}" converted from the ${calendar} calendar`),
    ...unread_dates.map(
      ({ header, form }) =>
        `"${header}" has dates like ${form}, which no pattern reads; add theirs to the policy: {"dateFormats":["<pattern, such as %d.%m.%y for 31.12.24>"]}`,
    ),
    ...(assumed_unit
      ? [`the file does not say the unit of its times: read as ${assumed_unit}s, the policy's "timeUnit"`]
      : []),
    ...(unknown_spend > 0
      ? [`spend unknown: ${countText(unknown_spend)} customers, counted as 0 in totals and left out of means`]
      : []),
    ...(test_rows ? [`tests of the shop: ${rowsText(test_rows)}, filtered`] : []),
    ...unknown_statuses.map(
      ({ status, ...sums }) =>
        `${status === null ? 'other unknown statuses' : `unknown status "${status}"`}: ${rowsText(sums)}, counted as sales`,
    ),
  ];
}
